"""What the /schedule commands share: which entry is meant, how a change is made, and how it is answered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.captains import guild_of, server_of, typed_by_captain
from bot.discord_app.entry_rows import row_of, title_of, when_in_words
from bot.discord_app.layouts import card, label, show_alone
from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.warnings import warnings_for

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

Choices = list[app_commands.Choice[int]]


async def suggest_entries(interaction: discord.Interaction, current: str) -> Choices:
    """The club's entries in words, for an option that asks which one; for captains only."""
    if not typed_by_captain(interaction):
        return []
    return _matching(interaction, await club(interaction).store.entries_of_guild(server_of(interaction)), current)


async def suggest_removable(interaction: discord.Interaction, current: str) -> Choices:
    """The same, and after them what members post in the club's channels."""
    if not typed_by_captain(interaction):
        return []
    store, server = club(interaction).store, server_of(interaction)
    entries = await store.entries_of_guild(server)
    return _matching(interaction, entries + await store.members_entries_in(server), current)


async def chosen(interaction: discord.Interaction, entry: int, *, members: bool = False) -> Entry:
    """The club's entry with this number, also a member's in a channel when `members`; raises `UserError` if none."""
    found = await club(interaction).store.entry(entry)
    if found is None or found.guild_id != guild_of(interaction).id or found.channel_id is None:
        raise gone(entry)
    if found.personal and not members:
        raise gone(entry)
    return found


def gone(entry: int) -> UserError:
    """What is said about a number that is not there."""
    return UserError(f"There is no scheduled post number {entry} here. See /schedule list.")


async def changed(interaction: discord.Interaction, entry: int, how: Callable[[Entry], Entry]) -> Entry:
    """The club's entry after `how` was applied to it; what `how` raises leaves it as it was."""
    bot = club(interaction)
    await chosen(interaction, entry)
    new = await bot.store.change_entry(entry, how, bot.now())
    if new is None:
        raise gone(entry)
    bot.runner.changed()
    bot.mirror.follow(new)
    return new


async def tell_change(interaction: discord.Interaction, entry: Entry, did: str, notes: Sequence[str] = ()) -> None:
    """Answer a change: what was done, the next three dates, and what the captain may want to look at."""
    bot = club(interaction)
    warnings = [*notes, *await warnings_about(bot, entry)]
    text = bot.coach.voice.say("schedule_changed", did=did, row=place_row(bot, entry, dates=3), warnings=warnings)
    await show_alone(interaction, card(text))


async def show_among_events(interaction: discord.Interaction, entry: Entry, wanted: bool | None) -> None:
    """Begin or end the mirror of an entry among the server's events, after its change was answered; None leaves it."""
    if wanted is None:
        return
    bot = club(interaction)
    await (bot.mirror.start(entry) if wanted else bot.mirror.clear(entry))
    text = bot.coach.voice.say("schedule_events", number=entry.id, shown=wanted)
    await interaction.followup.send(view=card(text), ephemeral=True)


async def warnings_about(bot: "BacklineClient", entry: Entry) -> list[str]:
    """What a captain may want to change about an entry, beside the club's others and its long run."""
    guild = entry.guild_id or 0
    others = await bot.store.entries_of_guild(guild)
    return warnings_for(entry, others, await bot.store.long_run(guild), bot.now())


def place_row(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    """`row_of` with the place it is posted in."""
    return row_of(bot, entry, dates) | {"where": f"<#{entry.channel_id}>"}


def _matching(interaction: discord.Interaction, entries: Sequence[Entry], current: str) -> Choices:
    named = [(entry.id, label(_in_short(interaction, entry), 100)) for entry in entries]
    wanted = current.strip().lower()
    return [app_commands.Choice(name=name, value=number) for number, name in named if wanted in name.lower()][:25]


def _in_short(interaction: discord.Interaction, entry: Entry) -> str:
    channel = interaction.guild.get_channel_or_thread(entry.channel_id or 0) if interaction.guild else None
    where = f" in #{channel.name}" if channel else ""
    what = "a member's reminder" if entry.personal else title_of(club(interaction), entry)
    return f"{entry.id}: {what}{where}, {when_in_words(entry.rule, at=' ')}"
