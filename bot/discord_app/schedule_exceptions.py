"""/schedule pause, resume, skip, unskip and move: what changes for a while, and what for one date only."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.captains import typed_by_captain
from bot.discord_app.club_times import suggest_times
from bot.discord_app.schedule_choosing import changed, chosen, suggest_entries, tell_change
from bot.discord_app.schedule_pausing import ask_to_pause_all, ask_to_resume_all, resting
from bot.discord_app.schedule_resuming import acknowledged, resumed, tell_resumed
from bot.errors import UserError
from bot.schedule.changes import alive, moved, quiet, skipped, unskipped
from bot.schedule.entry import Entry
from bot.schedule.rule import Rule, day_in_words, on_the_clock, upcoming

Dates = list[app_commands.Choice[str]]
_Words = app_commands.Range[str, 1, 100]
_NEXT = "next"


async def _suggest_dates(interaction: discord.Interaction, current: str) -> Dates:
    """The next dates of the entry that stands in the same command; what was typed comes first."""
    found = await _entry_typed(interaction)
    coming = upcoming(found.rule, club(interaction).now(), 20) if found else []
    return _offered([one.day for one in coming], current)


async def _suggest_skipped(interaction: discord.Interaction, current: str) -> Dates:
    found = await _entry_typed(interaction)
    return _offered(sorted(found.rule.skips) if found else [], current)


async def _entry_typed(interaction: discord.Interaction) -> Entry | None:
    number = interaction.namespace.entry
    if not typed_by_captain(interaction):
        return None
    try:
        return await chosen(interaction, int(number))
    except (UserError, TypeError, ValueError):
        return None


def _offered(days: Sequence[date], current: str) -> Dates:
    typed = current.strip()[:100]
    named = [(day_in_words(day), day.isoformat()) for day in days]
    kept = [(name, value) for name, value in named if typed.lower() in name.lower()]
    first = [(typed, typed)] if typed else [("the next one", _NEXT)]
    return [app_commands.Choice(name=name, value=value) for name, value in [*first, *kept][:25]]


@app_commands.describe(
    entry="Which one; without it all that run",
    until="The day it goes on, such as 12 jan; without it until you resume it",
)
@app_commands.autocomplete(entry=suggest_entries)
async def pause(interaction: discord.Interaction, entry: int | None = None, until: _Words | None = None) -> None:
    """Post nothing for a while."""
    if entry is None:
        await ask_to_pause_all(interaction, until)
        return
    now = club(interaction).now()

    def how(was: Entry) -> Entry:
        if was.in_trouble or (was.paused and until is None):
            raise UserError(f"Number {entry} is paused already; /schedule resume lets it go on.")
        if until is None:
            return resting(was, None)
        return replace(was, paused=None, rule=alive(quiet(was.rule, until, now), now))

    new = await changed(interaction, entry, how)
    day = new.rule.quiet_until
    await tell_change(interaction, new, f"Number {entry} is paused{f' until {day_in_words(day)}' if day else ''}")


@app_commands.describe(entry="Which one; without it all that were paused by hand")
@app_commands.autocomplete(entry=suggest_entries)
async def resume(interaction: discord.Interaction, entry: int | None = None) -> None:
    """Let an entry go on, if it can be posted now."""
    if entry is None:
        await ask_to_resume_all(interaction)
        return
    await acknowledged(interaction)
    await tell_resumed(interaction, await resumed(interaction, await chosen(interaction, entry)))


@app_commands.describe(
    entry="Which one; the number stands in /schedule list",
    date="Which date, such as 24 dec, or several: 24 dec - 2 jan; without it the next one",
)
@app_commands.autocomplete(entry=suggest_entries)
@app_commands.autocomplete(date=_suggest_dates)
async def skip(interaction: discord.Interaction, entry: int, date: _Words = _NEXT) -> None:
    """Leave out the next post, or those of some dates."""
    clock = club(interaction)
    await _other_days(interaction, entry, lambda rule: skipped(rule, date, clock.now()), "skips")


@app_commands.describe(
    entry="Which one; the number stands in /schedule list",
    date="Which skipped date comes back; without it the next one",
)
@app_commands.autocomplete(entry=suggest_entries)
@app_commands.autocomplete(date=_suggest_skipped)
async def unskip(interaction: discord.Interaction, entry: int, date: _Words = _NEXT) -> None:
    """Bring a skipped date back."""
    clock = club(interaction)
    await _other_days(interaction, entry, lambda rule: unskipped(rule, date, clock.now()), "no longer skips")


async def _other_days(
    interaction: discord.Interaction, entry: int, change: Callable[[Rule], tuple[Rule, Sequence[date]]], does: str
) -> None:
    """Change which days an entry leaves out, and name those days in the answer."""
    days = list[str]()

    def how(was: Entry) -> Entry:
        rule, found = change(was.rule)
        days[:] = map(day_in_words, found)
        return replace(was, rule=rule)

    new = await changed(interaction, entry, how)
    await tell_change(interaction, new, f"Number {entry} {does} {_listed(days)}")


@app_commands.describe(
    entry="Which one; the number stands in /schedule list",
    to="The day it has instead, such as tomorrow or 24 dec",
    time="The time it has instead, such as 7pm",
    date="Which date is moved; without it the next one",
)
@app_commands.autocomplete(entry=suggest_entries)
@app_commands.autocomplete(date=_suggest_dates, time=suggest_times)
async def move(
    interaction: discord.Interaction,
    entry: int,
    to: _Words | None = None,
    time: app_commands.Range[str, 1, 40] | None = None,
    date: _Words = _NEXT,
) -> None:
    """Give one post another day or time; the others stay."""
    did = ""

    def how(was: Entry) -> Entry:
        nonlocal did
        rule, found = moved(was.rule, date, to, time, club(interaction).now())
        target = next((one.to for one in rule.moves if one.day == found.day), None)
        where = f"{day_in_words(target.date())}, {target:%H:%M}" if target else "its usual time"
        did = f"Number {entry} moves from {on_the_clock(found.at, rule.zone)} to {where}, this once"
        return replace(was, rule=rule)

    new = await changed(interaction, entry, how)
    await tell_change(interaction, new, did)


def _listed(words: Sequence[str]) -> str:
    shown = [*words[:5], *([f"{len(words) - 5} more"] if len(words) > 5 else [])]
    return " and ".join(", ".join(shown).rsplit(", ", 1))
