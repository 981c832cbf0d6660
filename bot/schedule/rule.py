"""When something repeats: weekdays and a wall-clock time in one zone, turned into moments in UTC.

Local time lives here and nowhere else. Everything is computed on the club's own clock and converted to UTC last:
adding seven days in UTC would move 07:00 to 08:00 over the March change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
# A rule of one weekday whose day its zone leaves out comes back within two weeks; one more for the edges.
_HORIZON_DAYS = 22


@dataclass(frozen=True, slots=True)
class Rule:
    """Every week on `days` (0 is Monday) at the wall-clock time `at` in the IANA zone `zone`."""

    days: frozenset[int]
    at: time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("a rule needs at least one day from 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo is not None:
            raise ValueError("a rule's time is wall-clock time: without a zone of its own")


def next_after(rule: Rule, moment: datetime) -> datetime:
    """The first occurrence strictly after `moment`, in UTC; a naive `moment` is a `ValueError`."""
    return next(_occurrences(rule, moment))


def next_dates(rule: Rule, moment: datetime, count: int) -> list[datetime]:
    """The next `count` occurrences strictly after `moment`, in UTC, earliest first."""
    found: list[datetime] = []
    while len(found) < count:
        moment = next_after(rule, moment)
        found.append(moment)
    return found


def latest_due(rule: Rule, first: datetime, now: datetime) -> datetime:
    """The last occurrence not after `now`, or `first` when none came since: a backlog becomes one."""
    due = first
    # After a long absence the weeks in between need no walking through.
    following = next_after(rule, max(first, now - _HORIZON_DAYS * _DAY))
    while following <= now:
        due, following = following, next_after(rule, following)
    return due


def local_days_between(zone: str, earlier: datetime, later: datetime) -> int:
    """How many times the calendar page turned in `zone` from `earlier` to `later`."""
    tz = ZoneInfo(zone)
    return (later.astimezone(tz).date() - earlier.astimezone(tz).date()).days


def _occurrences(rule: Rule, moment: datetime) -> Iterator[datetime]:
    if moment.tzinfo is None:
        raise ValueError("moments are aware: give this one a time zone")
    tz = ZoneInfo(rule.zone)
    # One day early: a gap at the end of a day (America/Nuuk, 23:00) moves that day's occurrence to the next day.
    start = moment.astimezone(tz).date() - _DAY
    for offset in range(_HORIZON_DAYS):
        day = start + offset * _DAY
        if day.weekday() in rule.days and _exists(day, tz):
            occurrence = _first_moment(datetime.combine(day, rule.at), tz)
            if occurrence > moment:
                yield occurrence


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
    local = moment.astimezone(ZoneInfo(zone))
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{weekday} {local.day} {months[local.month - 1]}, {local:%H:%M}"
