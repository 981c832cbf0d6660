"""An entry as data for the templates: in words, with its next dates in every reader's zone and on its own clock."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.discord_app.layouts import label
from bot.schedule.entry import Entry
from bot.schedule.phrases import days_in_words, pattern_in_words, time_in_words
from bot.schedule.rotation import AGAIN, DAILY, DIGEST, TEXT
from bot.schedule.rule import next_dates, on_the_clock

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_TITLES = {DAILY: "Daily reminder", DIGEST: "Weekly digest", TEXT: "Own text"}


def program_title(bot: "BacklineClient", program: str) -> str:
    """What people read for what an entry posts: a program, a day of one, the daily mix, a digest, words."""
    if program in _TITLES:
        return _TITLES[program]
    name, _, day = program.partition("/")
    found = bot.coach.library.programs.get(name)
    title = found.name if found else name
    return f"{title}, day {day}" if found and day else title


def title_of(bot: "BacklineClient", entry: Entry) -> str:
    """The same for an entry; its own words in short where it posts words."""
    if entry.program.startswith(AGAIN):
        return "Snoozed reminder" if not entry.text else label(entry.text.splitlines()[0], 60)
    if entry.program == TEXT and entry.text:
        return f"“{label(entry.text.splitlines()[0], 60)}”"
    return program_title(bot, entry.program)


def coming(entry: Entry, dates: int) -> list[datetime]:
    """Its next dates, in UTC; none while it is paused or when it has ended."""
    if entry.paused or entry.next_at is None:
        return []
    return [entry.next_at, *next_dates(entry.rule, entry.next_at, dates - 1)]


def when_in_words(entry: Entry) -> str:
    """“every other Tuesday at 07:00”, “once, Thu 24 Dec, 18:00”, or for what was snoozed “again at …”."""
    rule = entry.rule
    if rule.once is not None:
        before = "again at " if entry.program.startswith(AGAIN) else "once, "
        return before + on_the_clock(rule.once, rule.zone)
    return f"{pattern_in_words(rule.days, rule.every, rule.nth)} at {time_in_words(rule.at)}"


def row_of(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    """The fields of one entry; `dates` says how many of its next dates are shown (none while it is paused)."""
    moments = coming(entry, dates)
    return {
        "id": entry.id,
        "title": title_of(bot, entry),
        "when": when_in_words(entry),
        "days": days_in_words(entry.rule.days),
        "time": time_in_words(entry.rule.at),
        "zone": entry.rule.zone,
        "paused": entry.paused,
        "dates": [{"stamp": int(m.timestamp()), "local": on_the_clock(m, entry.rule.zone)} for m in moments],
    }
