"""Changing reminders in place: another time, other days or words, another place, and a pause."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

import discord

from bot.discord_app.buttons import club
from bot.discord_app.layouts import card
from bot.discord_app.remind_own import NONE_YET, numbered
from bot.discord_app.remind_setting import reminder_row, reminder_rows, snoozed_again, zone_of
from bot.errors import UserError
from bot.schedule.entry import BY_HAND, Entry, Progress
from bot.schedule.moments import parse_date, parse_moment
from bot.schedule.phrases import DayPattern
from bot.schedule.rotation import DAILY, TEXT
from bot.schedule.rule import Rule, anchored, day_in_words, local_day, local_time, moment_of, once_at


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different about a reminder; what is None, empty or False stays as it is."""

    at: time | None = None
    days: DayPattern | None = None
    when: str = ""
    about: str = ""
    program: str = ""
    zone: str | None = None
    channel: int | None = None
    direct: bool = False


async def edit(interaction: discord.Interaction, number: int, change: Change) -> None:
    """Change one reminder of the member who asks."""
    bot = club(interaction)
    _refuse_contradictions(change)
    if change.program not in ("", DAILY):
        bot.coach.workout(change.program)  # one that is gone is said now, and not at six in the morning
    numbered(await bot.store.entries_of_member(interaction.user.id), number)
    now, server = bot.now(), interaction.guild_id
    new = await bot.store.change_entry(number, lambda entry: changed(entry, change, server, now), now)
    if new is None:
        raise UserError(f"You have no reminder number {number}. See /remind list.")
    bot.runner.changed()
    text = bot.coach.voice.say("remind_changed", row=reminder_row(bot, new, dates=3))
    await interaction.response.send_message(view=card(text), ephemeral=True)


def _refuse_contradictions(change: Change) -> None:
    if change == Change():
        raise UserError("Say what to change: when:, time:, days:, about:, program:, timezone:, channel: or direct:.")
    if change.when and change.days:
        raise UserError("Choose one of when: and days:, so that I know whether it comes once or again and again.")
    if change.when and change.at:
        raise UserError("Write the time into when:, such as tomorrow 6pm, and leave time: out.")
    if change.about and change.program:
        raise UserError("Choose one of about: and program:, so that I know what to remind you of.")
    if change.channel and change.direct:
        raise UserError("Choose one of channel: and direct:, so that I know where to write.")


def changed(entry: Entry, change: Change, server: int | None, now: datetime) -> Entry:
    """The entry with the change made; raises `UserError` when it cannot be."""
    if snoozed_again(entry):
        raise UserError("That one is snoozed: stop it with /remind stop, or snooze it again when it comes.")
    new = replace(entry, rule=_rule(entry.rule, change, now))
    if change.about:
        new = replace(new, program=TEXT, text=change.about)
    if change.program and change.program != entry.program:
        new = replace(new, program=change.program, text="", progress=Progress())
    if change.channel or change.direct:
        # whatever was wrong with the old place is over
        paused = None if entry.in_trouble else entry.paused
        new = replace(new, channel_id=change.channel, guild_id=server or entry.guild_id, paused=paused)
    return new


def _rule(rule: Rule, change: Change, now: datetime) -> Rule:
    zone, at = change.zone or rule.zone, change.at or rule.at
    if change.when:
        return once_at(parse_moment(change.when, now, zone), zone)
    if change.days:
        pattern = change.days
        anchor = local_day(now, zone) if pattern.every > 1 else None
        new = replace(rule, days=pattern.days, every=pattern.every, nth=pattern.nth, anchor=anchor, once=None)
        return anchored(replace(new, at=at, zone=zone), now)
    if rule.once is None:
        return replace(rule, at=at, zone=zone)
    if change.at is None and change.zone is None:
        return rule
    was = local_time(rule.once, rule.zone)
    moment = moment_of(datetime.combine(was.date(), change.at or was.time()), zone)
    if moment <= now:
        raise UserError("That moment is over: choose a later time, or set another with /remind once.")
    return once_at(moment, zone)


async def pause(interaction: discord.Interaction, until: str | None, number: int | None) -> None:
    """Pause one reminder of the member who asks, or all of them: until a day, or until they are resumed."""
    bot = club(interaction)
    entries = await bot.store.entries_of_member(interaction.user.id)
    if not entries:
        raise UserError(NONE_YET)
    chosen = entries if number is None else [numbered(entries, number)]
    now = bot.now()
    day = await _day(interaction, until, chosen[0].rule.zone) if until else None
    moved = [
        await bot.store.change_entry(entry.id, lambda one: paused(one, day), now)
        for entry in chosen
        if day is None or entry.rule.once is None
    ]
    if not moved:
        raise UserError("A single reminder cannot wait until a day: change it with /remind edit, or stop it.")
    bot.runner.changed()
    rows = reminder_rows(bot, [entry for entry in moved if entry], dates=3)
    words = day_in_words(day) if day else ""
    text = bot.coach.voice.say("remind_paused", rows=rows, until=words, left=len(chosen) - len(moved))
    await interaction.response.send_message(view=card(text), ephemeral=True)


def paused(entry: Entry, until: date | None) -> Entry:
    """The entry, quiet until a day, or paused by hand; a reason that must be put right stays."""
    if until:
        by_hand = entry.paused == BY_HAND
        rule = replace(entry.rule, quiet_until=until)
        return replace(entry, rule=rule, paused=None if by_hand else entry.paused)
    return entry if entry.in_trouble else replace(entry, paused=BY_HAND)


async def _day(interaction: discord.Interaction, until: str, otherwise: str) -> date:
    zone = await zone_of(interaction) or otherwise
    today = local_day(club(interaction).now(), zone)
    day = parse_date(until, today)
    if day <= today:
        raise UserError("That day is here already: choose a later one, such as monday or 24 dec.")
    return day
