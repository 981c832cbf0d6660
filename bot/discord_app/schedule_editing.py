"""/schedule edit: everything about an entry changed in place."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.captains import guild_of
from bot.discord_app.club_times import suggest_days, suggest_times, suggest_timezones
from bot.discord_app.schedule_choosing import changed, chosen, show_among_events, suggest_entries, tell_change
from bot.discord_app.schedule_contents import opening_line, with_content
from bot.discord_app.schedule_places import Chosen, Place, Trouble, checked_place, checked_role, notes_on, place_of
from bot.errors import UserError
from bot.schedule.changes import alive, patterned, retimed, seasoned
from bot.schedule.entry import LONGEST_OPENING, LONGEST_TEXT, Entry
from bot.schedule.phrases import parse_time, parse_zone
from bot.schedule.rule import Rule, anchored

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_PATIENCES = {15: "15 minutes", 30: "30 minutes", 60: "1 hour", 120: "2 hours", 240: "4 hours", 480: "8 hours"} | {
    720: "12 hours", 1440: "24 hours"
}  # fmt: skip
_Words = app_commands.Range[str, 1, 100]
_THEN = "edit this again"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to change, as it was typed; None leaves it as it is. Place and role are checked already."""

    days: str | None
    time: str | None
    timezone: str | None
    first: str | None
    last: str | None
    program: str | None
    day: int | None
    text: str | None
    opening: str | None
    patience: int | None
    no_role: bool

    def nothing(self) -> bool:
        """Whether none of it is given."""
        return not self.no_role and all(getattr(self, name) is None for name in self.__slots__ if name != "no_role")


@app_commands.describe(
    entry="Which one; the number stands in /schedule list",
    time="Another time, such as 7am or 19:30",
    days="Other days, such as: mon thu, every other tuesday, first saturday",
    timezone="Another city or zone, such as London",
    channel="Another channel, thread or forum post",
    role="Who to ping",
    no_role="True to ping nobody any more",
    text="Other words, for Own text",
    opening="Another line above each post; none takes it away",
    program="Something else to post",
    day="Always this day of the program",
    first="The first day of the season; none takes it away",
    last="The last day of the season; none takes it away",
    events="Whether it stands among the server's events too",
    patience="How late a post may still go out, after the bot was away",
)
@app_commands.rename(first="from", last="until")
@app_commands.choices(patience=[app_commands.Choice(name=name, value=minutes) for minutes, name in _PATIENCES.items()])
@app_commands.autocomplete(entry=suggest_entries)
@app_commands.autocomplete(days=suggest_days, time=suggest_times, timezone=suggest_timezones)
async def edit(
    interaction: discord.Interaction,
    entry: int,
    time: app_commands.Range[str, 1, 40] | None = None,
    days: _Words | None = None,
    timezone: app_commands.Range[str, 1, 60] | None = None,
    channel: Chosen | None = None,
    role: discord.Role | None = None,
    no_role: bool = False,
    text: app_commands.Range[str, 1, LONGEST_TEXT] | None = None,
    opening: app_commands.Range[str, 1, LONGEST_OPENING] | None = None,
    program: str | None = None,
    day: app_commands.Range[int, 1, 31] | None = None,
    first: _Words | None = None,
    last: _Words | None = None,
    patience: int | None = None,
    events: bool | None = None,
) -> None:
    """Change what is given, and leave the rest."""
    await interaction.response.defer(ephemeral=True)  # Discord is asked about threads, and takes its time
    bot = club(interaction)
    found = await chosen(interaction, entry)
    asked = Asked(days, time, timezone, first, last, program, day, text, opening, patience, no_role)
    if asked.nothing() and channel is None and role is None and events is None:
        raise UserError(
            "Say what to change: time:, days:, timezone:, channel:, role:, no_role:, text:, opening:, program:, day:, "
            "from:, until:, patience: or events:."
        )
    if role and no_role:
        raise UserError("Choose role: or no_role:, not both.")
    place, role_id = await _place_and_role(interaction, found, channel, role, keep_role=not no_role)
    new = await changed(interaction, entry, lambda was: _edited(bot, was, asked, place, role_id))
    await tell_change(interaction, new, f"Number {entry} is changed", notes_on(place) if place else [])
    await show_among_events(interaction, new, events)


async def _place_and_role(
    interaction: discord.Interaction,
    found: Entry,
    channel: Chosen | None,
    role: discord.Role | None,
    *,
    keep_role: bool,
) -> tuple[Place | None, int | None]:
    """Where it goes from now on and who is pinged there, both checked; None for what stays."""
    bot, guild = club(interaction), guild_of(interaction)
    place = await checked_place(bot, guild, channel, _THEN) if channel else None
    if place and role is None and keep_role and found.role_id:
        role = guild.get_role(found.role_id)  # the same role in another channel is another permission
    if role is None:
        return place, None
    there = place or await place_of(bot, guild, found.channel_id or 0, fresh=False)
    if isinstance(there, Trouble):
        raise UserError(there.then(_THEN))
    return place, checked_role(there, cast("discord.Member", interaction.user), role, _THEN)


def _edited(bot: "BacklineClient", was: Entry, asked: Asked, place: Place | None, role_id: int | None) -> Entry:
    new = with_content(bot, was, asked.program, asked.day, asked.text)
    more: dict[str, Any] = {"rule": _rule(bot, was.rule, asked)}
    if place:
        more["channel_id"] = place.id
        if was.in_trouble:
            more["paused"] = None  # whatever was wrong was wrong with the other channel
    if asked.no_role or role_id is not None:
        more["role_id"] = role_id
    if asked.opening is not None:
        more["opening"] = opening_line(asked.opening)
    if asked.patience is not None:
        more["patience"] = timedelta(minutes=asked.patience)
    return replace(new, **more)


def _rule(bot: "BacklineClient", rule: Rule, asked: Asked) -> Rule:
    now = bot.now()
    at = parse_time(asked.time) if asked.time is not None else None
    zone = parse_zone(asked.timezone) if asked.timezone is not None else None
    if asked.days is not None:
        rule = replace(rule, once=None)  # what came once comes on these days from now on
    rule = seasoned(retimed(rule, at, zone, now), asked.first, asked.last, now)
    if asked.days is not None:
        rule = anchored(patterned(rule, asked.days, now), now)
    changed_when = any(one is not None for one in (asked.timezone, asked.time, asked.first, asked.last, asked.days))
    return alive(rule, now) if changed_when else rule
