"""When something repeats: days and a wall-clock time in one zone, turned into moments in UTC.

Local time lives here and nowhere else. Everything is computed on the club's own clock and converted to UTC last:
adding seven days in UTC would move 07:00 to 08:00 over the March change.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from operator import attrgetter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# Longer than any gap a rule can have: the fifth Tuesday of a month, left out a few times, every twelfth week.
_HORIZON_DAYS = 800
_BACKLOG = timedelta(days=22)
LONGEST_EVERY = 12
LAST = -1


@dataclass(frozen=True, slots=True)
class Move:
    """One occurrence at another time: the local day it belongs to, and the local wall-clock time it has instead."""

    day: date
    to: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """On `days` (0 is Monday) at the wall-clock time `at` in the IANA zone `zone`.

    `every` 2 is every other week, counted from the week of `anchor`; `nth` keeps only those weekdays of a month (1 is
    the first, -1 the last). Nothing happens before the local day `first` or `quiet_until`, after `last`, and on
    `skips`; `moves` give single occurrences another time. With `once` all of that is only shown: there is one
    occurrence, at that moment in UTC.
    """

    days: frozenset[int]
    at: time
    zone: str
    every: int = 1
    nth: frozenset[int] = frozenset()
    anchor: date | None = None
    first: date | None = None
    last: date | None = None
    quiet_until: date | None = None
    skips: frozenset[date] = frozenset()
    moves: tuple[Move, ...] = ()
    once: datetime | None = None

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("a rule needs at least one day from 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo is not None or any(move.to.tzinfo is not None for move in self.moves):
            raise ValueError("a rule's times are wall-clock times: without a zone of their own")
        if not 1 <= self.every <= LONGEST_EVERY or (self.every > 1 and (self.nth or self.anchor is None)):
            raise ValueError("a rule of every so many weeks needs a date to count from, and no place in the month")
        if not self.nth <= frozenset({LAST, 1, 2, 3, 4, 5}):
            raise ValueError("a place in the month is 1 to 5, or -1 for the last")
        if self.once is not None and self.once.tzinfo is None:
            raise ValueError("moments are aware: give this one a time zone")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a rule comes round: the moment in UTC, and the local day it belongs to, also when moved."""

    at: datetime
    day: date
    moved: bool = False


_moment_of_it = attrgetter("at")


def next_after(rule: Rule, moment: datetime) -> datetime | None:
    """The first occurrence strictly after `moment`, in UTC; None when the rule has ended. Naive is a `ValueError`."""
    found = next(occurrences(rule, moment), None)
    return found.at if found else None


def upcoming(rule: Rule, moment: datetime, count: int) -> list[Occurrence]:
    """The next `count` occurrences strictly after `moment`, earliest first; fewer when the rule ends before."""
    return list(islice(occurrences(rule, moment), count))


def next_dates(rule: Rule, moment: datetime, count: int) -> list[datetime]:
    """The moments of `upcoming`, in UTC."""
    return [one.at for one in upcoming(rule, moment, count)]


def latest_and_next(rule: Rule, first: datetime, now: datetime) -> tuple[datetime, datetime | None]:
    """The last occurrence not after `now`, or `first` when none came since, and the one that follows, if any does.

    A backlog becomes one.
    """
    due = first
    # After a long absence the weeks in between need no walking through; a rare rule is looked for further back.
    reach = _BACKLOG
    while now - reach > first and not _comes_between(rule, now - reach, now):
        reach *= 2
    for one in occurrences(rule, max(first, now - reach)):
        if one.at > now:
            return due, one.at
        due = one.at
    return due, None


def _comes_between(rule: Rule, earlier: datetime, later: datetime) -> bool:
    found = next_after(rule, earlier)
    return found is not None and found <= later


def anchored(rule: Rule, now: datetime) -> Rule:
    """A rule of every so many weeks, counted from the first of its days that comes after `now`."""
    if rule.every == 1:
        return rule
    weekly = replace(rule, every=1, anchor=None, skips=frozenset(), moves=(), quiet_until=None)
    found = next(occurrences(weekly, now), None)
    return replace(rule, anchor=found.day if found else rule.anchor)


def once_at(moment: datetime, zone: str, at: time | None = None) -> Rule:
    """A rule of one moment, in UTC; `at` is the wall-clock time it stands for, when that is another one."""
    local = moment.astimezone(ZoneInfo(zone))
    usual = at or local.time().replace(second=0, microsecond=0)
    return Rule(frozenset({local.weekday()}), usual, zone, once=moment)


def local_time(moment: datetime, zone: str) -> datetime:
    """A moment as the clocks of `zone` show it, naive."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day in `zone` at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_days_between(zone: str, earlier: datetime, later: datetime) -> int:
    """How many times the calendar page turned in `zone` from `earlier` to `later`."""
    return (local_day(later, zone) - local_day(earlier, zone)).days


def moment_of(wall: datetime, zone: str) -> datetime:
    """The first moment in UTC at which clocks in `zone` show the naive `wall`, or the end of a gap that swallows it."""
    return _first_moment(wall, ZoneInfo(zone))


def zone_signature(zone: str) -> str:
    """What the clocks of `zone` do from 2025 to 2040, as a hash: another one after an update of the zone's rules.

    Empty for a zone that is not known here.
    """
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    offsets = [(start + day * _DAY).astimezone(tz).utcoffset() for day in range(15 * 366)]
    return sha256(repr([off.total_seconds() for off in offsets if off is not None]).encode()).hexdigest()


def without_the_past(rule: Rule, now: datetime) -> Rule:
    """The same rule without skipped dates, moves and a pause that are over."""
    today = local_day(now, rule.zone)
    moves = tuple(m for m in rule.moves if max(m.day, m.to.date()) >= today - _DAY)
    skips = frozenset(day for day in rule.skips if day >= today - _DAY)
    quiet = rule.quiet_until if rule.quiet_until and rule.quiet_until > today else None
    return replace(rule, skips=skips, moves=moves, quiet_until=quiet)


def occurrences(rule: Rule, moment: datetime) -> Iterator[Occurrence]:
    """All that come strictly after `moment`, each later than the one before. A naive `moment` is a `ValueError`."""
    if moment.tzinfo is None:
        raise ValueError("moments are aware: give this one a time zone")
    tz = ZoneInfo(rule.zone)
    if rule.once is not None:
        return iter([Occurrence(rule.once, rule.once.astimezone(tz).date())] if rule.once > moment else [])
    regular = _regular(rule, moment, tz)
    return _each_later(regular, _moved(rule, moment, tz)) if rule.moves else regular


def _each_later(regular: Iterator[Occurrence], moved: Iterator[Occurrence]) -> Iterator[Occurrence]:
    last = None
    for one in heapq.merge(regular, moved, key=_moment_of_it):
        if one.at != last:
            yield one
        last = one.at


def _moved(rule: Rule, moment: datetime, tz: ZoneInfo) -> Iterator[Occurrence]:
    found = (Occurrence(_first_moment(m.to, tz), m.day, moved=True) for m in rule.moves if stands(rule, m))
    return iter(sorted((one for one in found if one.at > moment), key=_moment_of_it))


def stands(rule: Rule, move: Move) -> bool:
    """Whether a move still counts, when the days, the season, the skips or a pause were changed after it was made."""
    began = rule.first is None or move.day >= rule.first
    ended = rule.last is not None and move.day > rule.last
    quiet = rule.quiet_until is not None and move.to.date() < rule.quiet_until
    return falls_on(rule, move.day) and move.day not in rule.skips and began and not ended and not quiet


def _regular(rule: Rule, moment: datetime, tz: ZoneInfo) -> Iterator[Occurrence]:
    # One day early: a gap at the end of a day (America/Nuuk, 23:00) moves that day's occurrence to the next day.
    start = moment.astimezone(tz).date() - _DAY
    start = max(day for day in (start, rule.first, rule.quiet_until) if day is not None)
    absent = rule.skips | {move.day for move in rule.moves}
    day, horizon = start, start + _HORIZON_DAYS * _DAY
    while day < horizon and (rule.last is None or day <= rule.last):
        if falls_on(rule, day) and day not in absent:
            at = _first_moment(datetime.combine(day, rule.at), tz)
            if at > moment and (at.astimezone(tz).date() == day or _exists(day, tz)):
                yield Occurrence(at, day)
                moment, horizon = at, day + _HORIZON_DAYS * _DAY
        day += _DAY


def falls_on(rule: Rule, day: date) -> bool:
    """Whether the pattern of days alone has this calendar day: without season, pause, skips and moves."""
    if day.weekday() not in rule.days:
        return False
    if rule.nth:
        of_month = (day.day - 1) // 7 + 1
        is_last = (day + 7 * _DAY).month != day.month
        return of_month in rule.nth or (is_last and LAST in rule.nth)
    if rule.every > 1 and rule.anchor is not None:
        return (_monday(day) - _monday(rule.anchor)).days // 7 % rule.every == 0
    return True


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _exists(day: date, tz: ZoneInfo) -> bool:
    """False for a day the zone left out, such as 30 December 2011 in Pacific/Apia."""
    return _first_moment(datetime.combine(day, time(0)), tz).astimezone(tz).date() == day


def _first_moment(wall: datetime, tz: ZoneInfo) -> datetime:
    """The first moment in UTC at which the clocks of `tz` show `wall` or, when a gap swallows it, later."""
    early = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if early.astimezone(tz).replace(tzinfo=None) == wall:
        return early  # fold=0 is the first of two, where the hour comes twice
    # In a gap the two folds stand on either side of the change: halve until the second it happens.
    before, after = wall.replace(tzinfo=tz, fold=1).astimezone(UTC), early
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(tz).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def on_the_clock(moment: datetime, zone: str) -> str:
    """A moment as the clocks and calendars of `zone` show it: "Mon 23 Nov, 07:00"."""
    return f"{day_in_words(local_day(moment, zone))}, {moment.astimezone(ZoneInfo(zone)):%H:%M}"


def day_in_words(day: date) -> str:
    """A calendar day in short: "Mon 23 Nov"."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{weekday} {day.day} {months[day.month - 1]}"
