"""/schedule add: something posted to a channel again and again."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.captains import guild_of
from bot.discord_app.club_times import suggest_days, suggest_times, suggest_timezones
from bot.discord_app.entry_rows import full_row
from bot.discord_app.layouts import card, show_alone
from bot.discord_app.schedule_choosing import place_row, show_among_events, warnings_about
from bot.discord_app.schedule_contents import opening_line, own_text, program_key
from bot.discord_app.schedule_places import Chosen, checked_place, checked_role, notes_on
from bot.errors import UserError
from bot.schedule.changes import alive, new_rule, seasoned, without
from bot.schedule.entry import LONGEST_OPENING, LONGEST_TEXT, Entry
from bot.schedule.phrases import parse_zone
from bot.schedule.rule import Rule, anchored

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

MOST = 50
_Words = app_commands.Range[str, 1, 100]


@dataclass(frozen=True, slots=True)
class _When:
    """When it is to be posted, in the captain's words."""

    days: str
    time: str
    first: str | None
    last: str | None
    skip: str | None


@app_commands.describe(
    program="What to post",
    channel="Where to post it: a channel, a thread or a forum post",
    days="Such as: mon thu, weekdays, every other tuesday, first saturday",
    time="Such as: 7am or 19:30",
    timezone="A city or zone such as London or Europe/Paris; later the club's own is used",
    day="Always this day of the program; without it its days come in turn",
    text="Your own words, for Own text",
    role="Who to ping",
    first="The first day of the season, such as 5 jan",
    last="The last day of the season, such as 29 mar",
    skip="Dates to leave out, such as 24 dec - 2 jan, 3 apr",
    opening="A line above each post",
    events="True to show it among the server's events too",
)
@app_commands.rename(first="from", last="until")
@app_commands.autocomplete(days=suggest_days, time=suggest_times, timezone=suggest_timezones)
async def add(
    interaction: discord.Interaction,
    program: str,
    channel: Chosen,
    days: _Words,
    time: app_commands.Range[str, 1, 40],
    timezone: app_commands.Range[str, 1, 60] | None = None,
    day: app_commands.Range[int, 1, 31] | None = None,
    text: app_commands.Range[str, 1, LONGEST_TEXT] | None = None,
    role: discord.Role | None = None,
    first: _Words | None = None,
    last: _Words | None = None,
    skip: app_commands.Range[str, 1, 200] | None = None,
    opening: app_commands.Range[str, 1, LONGEST_OPENING] | None = None,
    events: bool | None = None,
) -> None:
    """Keep a new entry, and show its next dates."""
    await interaction.response.defer(ephemeral=True)  # Discord is asked about threads, and takes its time
    bot, guild = club(interaction), guild_of(interaction)
    key = program_key(bot, program, day)
    words = own_text(key, text)
    known = await bot.store.club_timezone(guild.id)
    if timezone is None and known is None:
        raise UserError("I don't know this club's time zone yet. Add timezone: with a city, such as London.")
    rule = _rule(bot, _When(days, time, first, last, skip), parse_zone(timezone) if timezone else known or "")
    place = await checked_place(bot, guild, channel, "add this again")
    captain = cast("discord.Member", interaction.user)
    role_id = checked_role(place, captain, role, "add this again") if role else None
    asked = Entry(0, guild.id, place.id, captain.id, key, rule, None, role_id=role_id, text=words)
    entry = await _kept(bot, replace(asked, opening=opening_line(opening or "")))
    if known is None:
        await bot.store.set_club_timezone(guild.id, rule.zone)
    bot.runner.changed()
    warnings = [*notes_on(place), *await warnings_about(bot, entry)]
    shown = place_row(bot, entry, dates=3) | full_row(entry, bot.now())
    text = bot.coach.voice.say("schedule_added", row=shown, warnings=warnings)
    await show_alone(interaction, card(text))
    await show_among_events(interaction, entry, events or None)


def _rule(bot: "BacklineClient", when: _When, zone: str) -> Rule:
    now = bot.now()
    rule = seasoned(new_rule(when.days, when.time, zone, now), when.first, when.last, now)
    if when.skip:
        rule = without(rule, when.skip, now)
    return alive(anchored(rule, now), now)


async def _kept(bot: "BacklineClient", asked: Entry) -> Entry:
    """The entry as it was kept; raises `UserError` for one that is there, or one too many."""
    guild_id = asked.guild_id or 0
    present = await bot.store.entries_of_guild(guild_id)
    same = next((e for e in present if _as_asked(e) == _as_asked(asked)), None)
    if same:
        raise UserError(f"That is scheduled already, as number {same.id}. See /schedule list.")
    if len(present) >= MOST:
        raise UserError(f"This server has {MOST} scheduled posts, the most I keep. Remove one with /schedule remove.")
    return await bot.store.add_entry(
        guild_id=guild_id,
        channel_id=asked.channel_id,
        user_id=asked.user_id,
        program=asked.program,
        rule=asked.rule,
        now=bot.now(),
        role_id=asked.role_id,
        text=asked.text,
        opening=asked.opening,
    )


def _as_asked(entry: Entry) -> tuple[object, ...]:
    return entry.program, entry.text, entry.channel_id, entry.rule
