"""A member's own reminders, found by their number, and offered while they type."""

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.entry_rows import entry_when, title_of
from bot.discord_app.layouts import label
from bot.discord_app.ports import ClubStore
from bot.discord_app.remind_setting import snoozed_again
from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.rotation import DAILY

NONE_YET = "You have no reminders. Set one with /remind daily."
_LONGEST_CHAIN = 100
_Offers = list[app_commands.Choice[int]]


async def suggest_own(interaction: discord.Interaction, current: str) -> _Offers:
    """All of a member's reminders, snoozed ones too."""
    return _offered(interaction, await club(interaction).store.entries_of_member(interaction.user.id), current)


async def suggest_series(interaction: discord.Interaction, current: str) -> _Offers:
    """A member's reminders without what they snoozed."""
    entries = await club(interaction).store.entries_of_member(interaction.user.id)
    return _offered(interaction, [entry for entry in entries if not snoozed_again(entry)], current)


def _offered(interaction: discord.Interaction, entries: list[Entry], current: str) -> _Offers:
    named = [(entry.id, _in_short(interaction, entry)) for entry in entries]
    wanted = current.strip().lower()
    return [app_commands.Choice(name=label(n, 100), value=i) for i, n in named if wanted in n.lower()][:25]


def _in_short(interaction: discord.Interaction, entry: Entry) -> str:
    what = "" if entry.program == DAILY else f", {title_of(club(interaction), entry)}"
    return f"{entry.id}: {entry_when(entry)} ({entry.rule.zone}){what}"


def numbered(entries: list[Entry], number: int) -> Entry:
    """The entry with this number among a member's own; raises `UserError`."""
    found = next((entry for entry in entries if entry.id == number), None)
    if found is None:
        raise UserError(f"You have no reminder number {number}. See /remind list.")
    return found


async def root_of(store: ClubStore, entry: Entry) -> Entry | None:
    """The reminder that was snoozed, however often; None when it was stopped."""
    found: Entry | None = entry
    for _ in range(_LONGEST_CHAIN):
        if found is None or not found.origin:
            return found
        delivery = await store.delivery(found.origin)
        found = await store.entry(delivery.entry_id) if delivery else None
    return None


async def snoozes_of(store: ClubStore, root: Entry, entries: list[Entry]) -> list[Entry]:
    """What is snoozed of one reminder, among a member's own."""
    snoozed = [(entry, await root_of(store, entry)) for entry in entries if snoozed_again(entry)]
    return [entry for entry, came_from in snoozed if came_from and came_from.id == root.id and entry.id != root.id]
