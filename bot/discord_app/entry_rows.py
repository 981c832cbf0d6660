"""An entry as data for the templates: in words, with its next dates in every reader's zone and on its own clock."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.coach.voice import escaped
from bot.discord_app.layouts import label
from bot.schedule.entry import BY_HAND, Entry
from bot.schedule.phrases import pattern_in_words, time_in_words
from bot.schedule.rotation import AGAIN, DAILY, DIGEST, TEXT
from bot.schedule.rule import Rule, day_in_words, falls_on, local_day, next_dates, on_the_clock, without_the_past

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_TITLES = {DAILY: "Daily reminder", DIGEST: "Weekly digest", TEXT: "Own text"}
_MOST_EXCEPTIONS = 12


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


def when_in_words(rule: Rule, at: str = " at ") -> str:
    """When a rule comes round, without season and exceptions: “every other Tuesday at 07:00”; `at` joins the time."""
    if rule.once is not None:
        return f"once, {on_the_clock(rule.once, rule.zone)}"
    return f"{pattern_in_words(rule.days, rule.every, rule.nth)}{at}{time_in_words(rule.at)}"


def coming(entry: Entry, dates: int) -> list[datetime]:
    """Its next dates, in UTC; none while it is paused or when it has ended."""
    if dates < 1 or entry.paused or entry.next_at is None:
        return []
    return [entry.next_at, *next_dates(entry.rule, entry.next_at, dates - 1)]


def entry_when(entry: Entry) -> str:
    """The same for an entry; for what was snoozed “again at …”."""
    if entry.program.startswith(AGAIN) and entry.rule.once is not None:
        return f"again at {on_the_clock(entry.rule.once, entry.rule.zone)}"
    return when_in_words(entry.rule)


def row_of(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    """The fields of one entry; `dates` says how many of its next dates are shown (none while it is paused)."""
    moments = coming(entry, dates)
    quiet = entry.rule.quiet_until
    return {
        "id": entry.id,
        "title": escaped(title_of(bot, entry)),
        "when": entry_when(entry),
        "zone": entry.rule.zone,
        "paused": entry.paused,
        "by_hand": entry.paused == BY_HAND,
        "quiet": day_in_words(quiet) if quiet and quiet > local_day(bot.now(), entry.rule.zone) else None,
        "finished": entry.next_at is None,
        "dates": [{"stamp": int(m.timestamp()), "local": on_the_clock(m, entry.rule.zone)} for m in moments],
    }


def role_in_words(role_id: int, guild_id: int | None) -> str:
    """How a role is named to people: everyone's role has the id of its server, and a name of its own."""
    return "@everyone" if role_id == guild_id else f"<@&{role_id}>"


def full_row(entry: Entry, now: datetime) -> dict[str, object]:
    """The fields that only a whole page about an entry shows: who is pinged, season, exceptions, patience."""
    rule = without_the_past(entry.rule, now)
    skips = [day_in_words(day) for day in sorted(rule.skips) if falls_on(rule, day)]
    moves = [f"{day_in_words(m.day)} to {day_in_words(m.to.date())}, {m.to:%H:%M}" for m in rule.moves]
    return {
        "role": role_in_words(entry.role_id, entry.guild_id) if entry.role_id else None,
        "text": escaped(entry.text),
        "opening": escaped(entry.opening),
        "first": day_in_words(rule.first) if rule.first else None,
        "last": day_in_words(rule.last) if rule.last else None,
        "skips": _shortened(skips),
        "moves": _shortened(moves),
        "patience": _span(entry.patience),
        "captain": f"<@{entry.user_id}>",
    }


def _shortened(words: list[str]) -> list[str]:
    more = len(words) - _MOST_EXCEPTIONS
    return words if more <= 0 else [*words[:_MOST_EXCEPTIONS], f"{more} more"]


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    count, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"
