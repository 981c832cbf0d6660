"""/remind: what a member gets by direct message, or in a channel they can see."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.club_times import (
    Choices,
    subcommand,
    suggest_days,
    suggest_times,
    suggest_timezones,
    suggest_timezones_or_none,
)
from bot.discord_app.layouts import answer_in_pages, card
from bot.discord_app.remind_changes import Change, edit, pause
from bot.discord_app.remind_own import suggest_own, suggest_series
from bot.discord_app.remind_places import checked_place
from bot.discord_app.remind_resume import resume
from bot.discord_app.remind_setting import known_zone, reminder_rows, zone_of
from bot.discord_app.remind_stop import stop
from bot.discord_app.remind_wish import EVERY_DAY, LONGEST_ABOUT, Days, When, moment_or_words, wish_for, zone_enough_for
from bot.discord_app.remind_zone import keep_zone, set_or_ask_zone
from bot.discord_app.schedule_places import Chosen
from bot.schedule.phrases import parse_pattern, parse_time, parse_zone
from bot.schedule.rotation import DAILY

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

Time = app_commands.Range[str, 1, 40]
Zone = app_commands.Range[str, 1, 60]
About = app_commands.Range[str, 1, LONGEST_ABOUT]
_MOMENTS = ("in 20 minutes", "in 1 hour", "in 2 hours", "today 6pm", "tomorrow 7am", "tomorrow 6pm")
_PAGE = 12  # so that their words and dates fit into one message
_TIME = "Such as: 7am or 19:30"
_OPTIONS = {
    "timezone": "Your city or zone, such as London; else the club's, or the one you gave before",
    "program": "A program whose days come in turn; without it, the daily mix",
    "about": "Your own words, such as: do my bridges",
    "channel": "A channel you can write in; without it, by direct message",
}


def remind_group(client: "BacklineClient") -> app_commands.Group:
    """`/remind` with its subcommands, in a server and in direct messages."""
    programs = [app_commands.Choice(name=p.name, value=p.id) for p in client.coach.library.programs.values()]
    program = app_commands.choices(program=programs[:25])
    or_daily = app_commands.choices(program=[app_commands.Choice(name="The daily mix", value=DAILY), *programs][:25])
    group = app_commands.Group(name="remind", description="Reminders to yourself")
    for callback, name, description in (
        (program(_daily), "daily", "A reminder every day: strength days, and recovery on the days between"),
        (program(_days), "days", "A reminder on some days, such as: mon thu, or every other tuesday"),
        (program(_once), "once", "One reminder, such as: in 2h, or tomorrow 6pm"),
        (_list, "list", "Your reminders, with their next dates"),
        (or_daily(_edit), "edit", "Change a reminder in place"),
        (_pause, "pause", "No reminders for a while"),
        (_resume, "resume", "Let paused reminders go on"),
        (_stop, "stop", "End a reminder"),
        (_timezone, "timezone", "Your time zone, for reminders that name none"),
    ):
        group.add_command(subcommand(name, description, callback))
    return group


async def _suggest_moments(interaction: discord.Interaction, current: str) -> Choices:
    typed = current.strip()[:100]
    near = [moment for moment in _MOMENTS if moment.startswith(typed.lower())]
    offered = [typed, *(moment for moment in near if moment != typed)] if typed else near
    return [app_commands.Choice(name=moment, value=moment) for moment in offered]


@app_commands.describe(time=_TIME, **_OPTIONS)
@app_commands.autocomplete(time=suggest_times, timezone=suggest_timezones)
async def _daily(
    interaction: discord.Interaction,
    time: Time,
    timezone: Zone | None = None,
    program: str | None = None,
    about: About | None = None,
    channel: Chosen | None = None,
) -> None:
    await _set(interaction, Days(EVERY_DAY, parse_time(time)), timezone, program, about, channel)


@app_commands.describe(days="Such as: mon thu, weekdays, every other tuesday", time=_TIME, **_OPTIONS)
@app_commands.autocomplete(days=suggest_days, time=suggest_times, timezone=suggest_timezones)
async def _days(
    interaction: discord.Interaction,
    days: app_commands.Range[str, 1, 100],
    time: Time,
    timezone: Zone | None = None,
    program: str | None = None,
    about: About | None = None,
    channel: Chosen | None = None,
) -> None:
    await _set(interaction, Days(parse_pattern(days), parse_time(time)), timezone, program, about, channel)


@app_commands.describe(when="Such as: in 2h, tomorrow 6pm, fri 7am", **_OPTIONS)
@app_commands.autocomplete(when=_suggest_moments, timezone=suggest_timezones)
async def _once(
    interaction: discord.Interaction,
    when: app_commands.Range[str, 1, 60],
    timezone: Zone | None = None,
    program: str | None = None,
    about: About | None = None,
    channel: Chosen | None = None,
) -> None:
    zone = await zone_of(interaction, timezone)
    moment = moment_or_words(when, club(interaction).now(), zone)
    await _set(interaction, moment, timezone, program, about, channel)


async def _set(
    interaction: discord.Interaction,
    when: When,
    timezone: str | None,
    program: str | None,
    about: str | None,
    channel: Chosen | None,
) -> None:
    wish = wish_for(when, about, program, await checked_place(interaction, channel))
    if program:
        club(interaction).coach.workout(program)  # one that is gone is said now, and not at six in the morning
    await set_or_ask_zone(interaction, wish, await zone_of(interaction, timezone) or zone_enough_for(wish))


async def _list(interaction: discord.Interaction) -> None:
    bot, person = club(interaction), interaction.user.id
    own = await bot.store.member_timezone(person) is not None
    zone = await known_zone(bot.store, person, interaction.guild_id)
    entries = await bot.store.entries_of_member(person)
    pages = [entries[start : start + _PAGE] for start in range(0, len(entries), _PAGE)] or [[]]
    texts = [
        bot.coach.voice.say(
            "remind_list",
            rows=reminder_rows(bot, page, dates=2),
            continued=number > 1,
            zone=zone if number == len(pages) else None,
            own=own,
        )
        for number, page in enumerate(pages, 1)
    ]
    await answer_in_pages(interaction, map(card, texts))


@app_commands.describe(
    entry="Which one",
    time="Another time, such as: 7am",
    days="Other days, such as: mon thu; one that comes once comes again and again then",
    when="Once, at another moment, such as: in 2h, tomorrow 6pm",
    about="Other words",
    program="The daily mix or a program, instead of your own words",
    timezone="Another city or zone, such as London",
    channel="Another channel you can write in",
    direct="Choose True for direct messages instead of a channel",
)
@app_commands.autocomplete(entry=suggest_series)
@app_commands.autocomplete(time=suggest_times, days=suggest_days, when=_suggest_moments, timezone=suggest_timezones)
async def _edit(
    interaction: discord.Interaction,
    entry: int,
    time: Time | None = None,
    days: app_commands.Range[str, 1, 100] | None = None,
    when: app_commands.Range[str, 1, 60] | None = None,
    about: About | None = None,
    program: str | None = None,
    timezone: Zone | None = None,
    channel: Chosen | None = None,
    direct: bool = False,
) -> None:
    change = Change(
        at=parse_time(time) if time else None,
        days=parse_pattern(days) if days else None,
        when=when or "",
        about=" ".join((about or "").split()),
        program=program or "",
        zone=parse_zone(timezone) if timezone else None,
        channel=await checked_place(interaction, channel),
        direct=direct,
    )
    await edit(interaction, entry, change)


@app_commands.describe(until="The day they begin again, such as: monday or 24 dec", entry="Which one; else all of them")
@app_commands.autocomplete(entry=suggest_series)
async def _pause(
    interaction: discord.Interaction, until: app_commands.Range[str, 1, 60] | None = None, entry: int | None = None
) -> None:
    await pause(interaction, until, entry)


@app_commands.describe(entry="Which one; else all that are paused")
@app_commands.autocomplete(entry=suggest_own)
async def _resume(interaction: discord.Interaction, entry: int | None = None) -> None:
    await resume(interaction, entry)


@app_commands.rename(everything="all")
@app_commands.describe(entry="Which one; not needed when you have just one", everything="End all of them")
@app_commands.autocomplete(entry=suggest_own)
async def _stop(interaction: discord.Interaction, entry: int | None = None, everything: bool = False) -> None:
    await stop(interaction, entry, everything=everything)


@app_commands.describe(timezone="Your city or zone, such as London; none to forget it")
@app_commands.autocomplete(timezone=suggest_timezones_or_none)
async def _timezone(interaction: discord.Interaction, timezone: Zone) -> None:
    await keep_zone(interaction, timezone)
