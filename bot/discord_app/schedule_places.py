"""Where posts may go: a channel, an announcement channel, a thread or a forum post, and what the bot lacks there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.entry_rows import role_in_words
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

Place = discord.TextChannel | discord.Thread
Chosen = discord.TextChannel | app_commands.AppCommandThread
"""What a captain chooses; a thread as Discord sends it, because an archived one is in no cache."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a post would fail, and what to do about it: two halves of a sentence."""

    what: str
    mend: str

    def then(self, next_step: str = "") -> str:
        """Both as sentences; `next_step` is what to do after it is put right."""
        return f"{self.what}. {self.mend}{f', then {next_step}' if next_step else ''}."


GONE = Trouble("The channel is gone", "Choose another with /schedule edit")


async def place_of(bot: "BacklineClient", guild: discord.Guild, channel_id: int, *, fresh: bool) -> Place | Trouble:
    """The channel or thread with this id, asked of Discord itself when `fresh` or not known here."""
    known = guild.get_channel_or_thread(channel_id)
    try:
        found = known if known and not fresh else await bot.fetch_channel(channel_id)
    except discord.NotFound:
        return GONE
    except discord.Forbidden:
        found = known
    if found is None:
        what = f"I can't see <#{channel_id}>"
        return Trouble(what, "Give my role View Channel there, and add me when it is a private thread")
    if isinstance(found, Place):
        return found
    return Trouble(f"I can't post in <#{channel_id}>", "Choose a text channel or a thread")


def post_trouble(place: Place, me: discord.Member) -> Trouble | None:
    """What keeps the bot from posting in a place, or None."""
    lacking = lacking_to_write(place, me)
    if not place.permissions_for(me).read_message_history:
        lacking.append("read_message_history")
    if lacking:
        names = " and ".join(", ".join(map(_permission, lacking)).rsplit(", ", 1))
        return Trouble(f"I can't post in {place.mention}: my role lacks {names} there", "Allow it")
    if is_closed_to(place, me):
        return Trouble(f"I can't post in {place.mention}: the thread is locked", "Unlock it, or let me Manage Threads")
    return None


def lacking_to_write(place: Place, who: discord.Member) -> list[str]:
    """The permissions that somebody lacks to write in a place, by Discord's names."""
    writing = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    allowed = place.permissions_for(who)
    return [name for name in ("view_channel", writing) if not getattr(allowed, name)]


def is_closed_to(place: Place, who: discord.Member) -> bool:
    """Whether it is a locked thread that somebody may not open."""
    return isinstance(place, discord.Thread) and place.locked and not place.permissions_for(who).manage_threads


def role_trouble(place: Place, me: discord.Member, role: discord.Role) -> Trouble | None:
    """What keeps the bot from pinging a role in a place, or None."""
    if _may_ping(place, me, role):
        return None
    return Trouble(
        f"I can't ping {_named(role)} in {place.mention}",
        "Let anyone mention that role, or allow my role Mention Everyone there",
    )


async def trouble_in(
    bot: "BacklineClient", guild: discord.Guild, channel_id: int, role_id: int | None = None, *, fresh: bool = True
) -> Iterator[Trouble]:
    """Everything that stands in the way of a post there, and of the ping of its role."""
    place = await place_of(bot, guild, channel_id, fresh=fresh)
    if isinstance(place, Trouble):
        return iter([place])
    found = [post_trouble(place, guild.me)]
    if role_id is not None:
        role = guild.get_role(role_id)
        gone = Trouble("The role to ping is gone", "Choose another with /schedule edit")
        found.append(role_trouble(place, guild.me, role) if role else gone)
    return (one for one in found if one)


async def checked_place(bot: "BacklineClient", guild: discord.Guild, chosen: Chosen, then: str) -> Place:
    """The place a captain chose; raises `UserError` when the bot cannot post there, and says what to do first."""
    place = await place_of(bot, guild, chosen.id, fresh=isinstance(chosen, app_commands.AppCommandThread))
    trouble = place if isinstance(place, Trouble) else post_trouble(place, guild.me)
    if trouble:
        raise UserError(trouble.then(then))
    assert not isinstance(place, Trouble)
    return place


def checked_role(place: Place, captain: discord.Member, role: discord.Role, then: str) -> int:
    """The id of a role to ping; raises `UserError` when the captain or the bot may not mention it there."""
    if not _may_ping(place, captain, role):
        raise UserError(
            f"You may not ping {_named(role)} in {place.mention}, so I won't do it for you. "
            "Choose a role that anyone may mention, or have someone with Mention Everyone set this up."
        )
    trouble = role_trouble(place, place.guild.me, role)
    if trouble:
        raise UserError(trouble.then(then))
    return role.id


def _named(role: discord.Role) -> str:
    return role_in_words(role.id, role.guild.id)


def notes_on(place: Place) -> list[str]:
    """What a captain should know about a place that can be posted in."""
    if isinstance(place, discord.Thread) and place.archived:
        return [f"{place.mention} is archived: my post opens it again."]
    return []


def _may_ping(place: Place, who: discord.Member, role: discord.Role) -> bool:
    if role.mentionable and not role.is_default():
        return True
    return place.permissions_for(who).mention_everyone


def _permission(name: str) -> str:
    return name.replace("_", " ").title().replace(" In ", " in ")


async def all_may_read(bot: "BacklineClient", guild: discord.Guild, here: object, channel_id: int | None) -> bool:
    """Whether everybody who reads the channel `here` also sees the one with this id; False where that is not known."""
    there = await place_of(bot, guild, channel_id or 0, fresh=False)
    if not isinstance(here, Place) or not isinstance(there, Place):
        return False
    if isinstance(there, discord.Thread) and (there.is_private() or there.parent is None):
        return False
    readers = [role for role in guild.roles if here.permissions_for(role).view_channel]
    return all(there.permissions_for(role).view_channel for role in readers)
