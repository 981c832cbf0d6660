"""What stands between a schedule file and the club's schedule: where each entry goes, what is there already, and the
drafts that wait for a captain's yes.

bl:imp:<owner>:<token>     add what the import showed; for the captain who ran it, for 15 minutes, not after a restart
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.coach.voice import escaped
from bot.discord_app.schedule_adding import MOST
from bot.discord_app.schedule_places import Place, checked_role, place_of, post_trouble
from bot.errors import UserError
from bot.schedule.entry import BY_HAND, Entry
from bot.schedule.exchange import Draft, same_post
from bot.schedule.rule import next_after

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

WAITING = timedelta(minutes=15)
_MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Import:
    """What a captain was shown and may add: drafts that all have a channel here."""

    owner: int
    guild_id: int
    drafts: tuple[Draft, ...]
    until: datetime


class Waiting:
    """Imports that wait for their captain's yes, in memory only: a restart forgets them."""

    def __init__(self) -> None:
        self._kept: dict[str, Import] = {}

    def keep(self, one: Import, now: datetime) -> str:
        """The token under which an import waits; the oldest goes when there are too many."""
        self._kept = {token: kept for token, kept in self._kept.items() if kept.until > now}
        while len(self._kept) >= _MOST_WAITING:
            del self._kept[next(iter(self._kept))]
        token = secrets.token_hex(8)
        self._kept[token] = one
        return token

    def take(self, token: str, now: datetime) -> Import:
        """The import behind a token, once; raises `UserError` when it waits no more."""
        found = self._kept.pop(token, None)
        if found is None or found.until <= now:
            raise UserError("This import has run out or is done. Run /schedule import again with the file.")
        return found


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of a file as they would be here: new ones, those that are here already, and those that are over."""

    new: tuple[Draft, ...]
    present: tuple[Entry, ...]
    over: tuple[Draft, ...]


def sort_out(drafts: Sequence[Draft], present: Sequence[Entry], now: datetime) -> Sorted:
    """Tell new drafts from those that are here already; raises `UserError` when there would be too many."""
    new: list[Draft] = []
    known: list[Entry] = []
    over = [draft for draft in drafts if next_after(draft.rule, now) is None]
    for draft in drafts:
        as_entry = entry_of(draft, 0, 0, now)
        same = next((one for one in present if same_post(draft, draft.channel_id or 0, one, now)), None)
        twice = any(same_post(other, other.channel_id or 0, as_entry, now) for other in new)
        if same:
            known.append(same)
        elif not twice and draft not in over:
            new.append(draft)
        if new and len(present) + len(new) > MOST:
            raise UserError(
                f"A server keeps {MOST} scheduled posts: {len(present)} are here, and this file brings more than fit. "
                "Remove some with /schedule remove, or take some out of the file."
            )
    return Sorted(tuple(new), tuple(dict.fromkeys(known)), tuple(over))


def entry_of(draft: Draft, guild_id: int, captain: int, now: datetime) -> Entry:
    """A draft as the entry it would be; its number is 0."""
    return Entry(
        id=0,
        guild_id=guild_id,
        channel_id=draft.channel_id,
        user_id=captain,
        program=draft.program,
        rule=draft.rule,
        next_at=next_after(draft.rule, now),
        paused=BY_HAND if draft.paused else None,
        progress=draft.progress,
        role_id=draft.role_id,
        text=draft.text,
        opening=draft.opening,
        patience=draft.patience,
    )


async def add_all(bot: "BacklineClient", one: Import) -> list[Entry]:
    """Add every draft that is not here yet, or none at all; raises `UserError` or `StorageError`."""
    now = bot.now()
    new = sort_out(one.drafts, await bot.store.entries_of_guild(one.guild_id), now).new
    added: list[Entry] = []
    try:
        for draft in new:
            added.append(await _add(bot, one, draft, now))
    except BaseException:
        for entry in added:
            await bot.store.remove_entry(entry.id, now)
        raise
    return added


async def _add(bot: "BacklineClient", one: Import, draft: Draft, now: datetime) -> Entry:
    entry = await bot.store.add_entry(
        guild_id=one.guild_id,
        channel_id=draft.channel_id,
        user_id=one.owner,
        program=draft.program,
        rule=draft.rule,
        now=now,
        personal=False,
        role_id=draft.role_id,
        text=draft.text,
        opening=draft.opening,
        patience=draft.patience,
    )
    paused = BY_HAND if draft.paused else None
    how = replace(entry, progress=draft.progress, paused=paused)
    return entry if how == entry else await bot.store.change_entry(entry.id, lambda _: how, now) or entry


# -- places and roles ------------------------------------------------------------------------------------------------


class Placing:
    """Finds the channels and roles of a file in a server, as its captain and the bot may use them."""

    def __init__(self, bot: "BacklineClient", captain: discord.Member, stand_in: Place | None) -> None:
        self._bot = bot
        self._captain = captain
        self._stand_in = stand_in
        self._found: dict[int, Place | None] = {}
        self.notes: list[str] = []
        self.faults: list[str] = []

    async def place(self, number: int, draft: Draft) -> Draft:
        """The draft with its channel and role here; what is wrong goes to `faults`, what is left out to `notes`."""
        channel = await self._channel(draft.channel_id) or self._stand_in
        if channel is None:
            named = f" “#{escaped(draft.channel_name)}”" if draft.channel_name else ""
            self.faults.append(f"entry {number}: its channel{named} is not here. Name one with channel: to stand in.")
            return draft
        if trouble := post_trouble(channel, channel.guild.me):
            self.faults.append(f"entry {number}: {trouble.then()}")
        role = draft.role_id if draft.role_id is None or self._may_ping(number, draft, channel) else None
        return replace(draft, channel_id=channel.id, role_id=role)

    async def _channel(self, channel_id: int | None) -> Place | None:
        if channel_id is None:
            return None
        if channel_id not in self._found:
            found = await place_of(self._bot, self._captain.guild, channel_id, fresh=False)
            # a file may name any channel: only those of this server that its captain can see are meant
            self._found[channel_id] = found if isinstance(found, Place) and self._may_use(found) else None
        return self._found[channel_id]

    def _may_use(self, channel: Place) -> bool:
        return channel.guild == self._captain.guild and channel.permissions_for(self._captain).view_channel

    def _may_ping(self, number: int, draft: Draft, channel: Place) -> bool:
        role = channel.guild.get_role(draft.role_id or 0)
        named = f" “{escaped(draft.role_name)}”" if draft.role_name else ""
        if role is None:
            self.notes.append(f"the role{named} of entry {number}: it is not here")
            return False
        try:
            checked_role(channel, self._captain, role, "import this again")
        except UserError:
            self.notes.append(f"the role{named} of entry {number}: you or I may not mention it in {channel.mention}")
            return False
        return True
