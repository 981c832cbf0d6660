"""What a captain should know before members do: strength sessions too close together, or before the long run. Pure.

These are sentences, not refusals: the captain decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.schedule.entry import Entry
from bot.schedule.rotation import AGAIN, DAILY, DIGEST, TEXT
from bot.schedule.rule import day_in_words, local_day, local_time, next_dates

# Muscles want two nights between hard sessions, as in `rotation.REST`; on the club's clock here, because the hour
# that a clock change takes away is nothing a captain can plan for.
_REST = timedelta(hours=48)
_AHEAD = timedelta(weeks=4)
_MOST_DATES = 29  # one a day over four weeks
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class _Session:
    """One session to come: whose it is, when, and the naive time on the clock they are compared on."""

    entry: Entry
    at: datetime
    clock: datetime


def is_strength(entry: Entry) -> bool:
    """Whether an entry posts strength sessions only: a program in rotation or one day of it."""
    return entry.program not in {DAILY, DIGEST, TEXT} and not entry.program.startswith(AGAIN)


def warnings_for(entry: Entry, others: Sequence[Entry], long_run: int | None, now: datetime) -> list[str]:
    """One sentence for each thing a captain may want to change about `entry`, over the next four weeks.

    `others` are the club's entries, with or without `entry` itself; `long_run` is a weekday, 0 is Monday.
    """
    mine = _sessions(entry, entry.rule.zone, now)
    told = _beside_itself(mine)
    for other in others:
        if other.id != entry.id:
            told += _beside(mine, _sessions(other, entry.rule.zone, now))
    return told if long_run is None else told + before_long_run(entry, long_run, now)


def before_long_run(entry: Entry, long_run: int, now: datetime) -> list[str]:
    """One sentence when a strength session of `entry` stands on the day before the weekday `long_run`, else none."""
    zone = entry.rule.zone
    for one in _sessions(entry, zone, now):
        if (one.clock.weekday() + 1) % 7 == long_run:
            return [
                f"Number {entry.id} has a strength session on {_day(one)}, "
                f"the day before the club's long run on {WEEKDAYS[long_run]}."
            ]
    return []


def _sessions(entry: Entry, zone: str, now: datetime) -> list[_Session]:
    if not is_strength(entry) or entry.personal or entry.paused or entry.next_at is None:
        return []
    moments = next_dates(entry.rule, now, _MOST_DATES)
    return [_Session(entry, at, local_time(at, zone)) for at in moments if at <= now + _AHEAD]


def _beside_itself(mine: list[_Session]) -> list[str]:
    for one, following in pairwise(mine):
        if following.clock - one.clock < _REST:
            return [
                f"Number {one.entry.id} has sessions less than 48 hours apart, "
                f"on {_day(one)} and {_day(following)}: muscles need two nights between."
            ]
    return []


def _beside(mine: list[_Session], theirs: list[_Session]) -> list[str]:
    close = ((one, other) for one in mine for other in theirs if abs(one.clock - other.clock) < _REST)
    for one, other in close:
        return [
            f"Number {other.entry.id} has a strength session on {_day(other)}, "
            f"less than 48 hours from this one on {_day(one)}."
        ]
    return []


def _day(session: _Session) -> str:
    return day_in_words(local_day(session.at, session.entry.rule.zone))
