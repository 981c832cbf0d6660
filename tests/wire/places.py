"""Where messages can go in the Discord stub: servers with their channels, direct messages, and who may post there."""

from typing import Any

from . import payloads
from .payloads import CHANNEL_ID, DM_ID, GUILD_ID, Json

Answer = tuple[int, Any]

MISSING_ACCESS, CLOSED, MISSING_PERMISSIONS, UNKNOWN_CHANNEL = 50001, 50007, 50013, 10003
_WORDS = {
    MISSING_ACCESS: "Missing Access",
    CLOSED: "Cannot send messages to this user",
    MISSING_PERMISSIONS: "Missing Permissions",
    UNKNOWN_CHANNEL: "Unknown Channel",
}
_DENIED = {MISSING_ACCESS: 0x400, MISSING_PERMISSIONS: 0x800}  # View Channel, Send Messages


class Places:
    """Every place by its id; a new stub has one server with two channels."""

    def __init__(self) -> None:
        self.guilds: dict[str, str] = {GUILD_ID: "Harriers"}
        self.channels: dict[str, Json] = {}
        self.direct: dict[str, Json] = {DM_ID: payloads.dm_channel(payloads.user())}
        self.forbidden: dict[str, int] = {}  # channels where the bot may not post, and the code it is told
        self.closed: set[str] = set()  # people who take no direct messages
        self.add_channel("training", channel_id=CHANNEL_ID)
        self.add_channel("captains", channel_id="3000000000000000002")

    def add_guild(self, name: str) -> str:
        """Another server, without channels; its id."""
        guild_id = payloads.snowflake()
        self.guilds[guild_id] = name
        return guild_id

    def add_channel(self, name: str, guild_id: str = GUILD_ID, channel_id: str | None = None) -> str:
        """Another text channel; its id."""
        made = payloads.channel(channel_id or payloads.snowflake(), name) | {"guild_id": guild_id}
        self.channels[made["id"]] = made
        return made["id"]

    def guild(self, guild_id: str) -> Json:
        """A server as GUILD_CREATE brings it."""
        inside = [place for place in self.channels.values() if place["guild_id"] == guild_id]
        return payloads.guild(guild_id, self.guilds[guild_id], inside)

    def open_direct(self, user_id: str) -> Json:
        """The direct messages with a person: the same channel each time."""
        for place in self.direct.values():
            if place["recipients"][0]["id"] == user_id:
                return place
        made = payloads.dm_channel(payloads.user(user_id, f"member-{user_id}")) | {"id": payloads.snowflake()}
        self.direct[made["id"]] = made
        return made

    def forbid(self, channel: str, code: int = MISSING_PERMISSIONS) -> None:
        """Take a permission of the bot's away in a channel: Send Messages, or with 50001 View Channel."""
        self.forbidden[channel] = code
        denied = {"id": payloads.BOT_ROLE_ID, "type": 0, "allow": "0", "deny": str(_DENIED[code])}
        self.channels[channel]["permission_overwrites"] = [denied]

    def allow(self, channel: str) -> None:
        """Give it back."""
        self.forbidden.pop(channel, None)
        self.channels[channel]["permission_overwrites"] = []

    def delete(self, channel: str) -> Json:
        """Delete a channel; what it was."""
        return self.channels.pop(channel)

    def show(self, channel: str) -> Answer:
        """What Get Channel answers."""
        found = self.direct.get(channel) or self.channels.get(channel)
        return (200, found) if found else _refused(404, UNKNOWN_CHANNEL)

    def refusal(self, channel: str, *, writing: bool) -> Answer | None:
        """Why nothing can be read there, or written; None when it can."""
        if channel in self.direct:
            closed = self.direct[channel]["recipients"][0]["id"] in self.closed
            return _refused(403, CLOSED) if closed and writing else None
        if channel not in self.channels:
            return _refused(404, UNKNOWN_CHANNEL)
        code = self.forbidden.get(channel)
        if code == MISSING_ACCESS or (code and writing):
            return _refused(403, code)
        return None


def _refused(status: int, code: int) -> Answer:
    return status, {"message": _WORDS[code], "code": code}
