"""When a rule comes round, told by others: the dates by dateutil, the moments by watching the zone's clock.

Nothing here is shared with `bot.schedule.rule` but the Rule itself.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, rruleset, weekday

from bot.schedule.rule import Rule

_MINUTE = timedelta(minutes=1)
_EDGE = timedelta(days=2)
# An anchor lies at most so many periods after the time that is asked for.
_PERIODS = 60


def expected(rule: Rule, after: datetime, until: datetime) -> list[datetime]:
    """Every moment of `rule` later than `after` and not later than `until`, in UTC, earliest first."""
    first, last = (after - _EDGE).replace(tzinfo=None), (until + _EDGE).replace(tzinfo=None)
    moments = {shown_at(wall, rule.zone) for wall in wall_clock_times(rule, first, last)}
    return sorted(moment for moment in moments if after < moment <= until)


def wall_clock_times(rule: Rule, first: datetime, last: datetime) -> list[datetime]:
    """The naive local times of a rule from `first` to `last`: an iCalendar set of a rule, EXDATEs and RDATEs."""
    times = rruleset()
    times.rrule(_series(rule, first, last))
    for day in rule.skips:
        times.exdate(datetime.combine(day, rule.at))
    for move in rule.moves:
        times.exdate(datetime.combine(move.day, rule.at))
    begins = max(rule.first or date.min, rule.quiet_until or date.min)
    regular = [wall for wall in times if wall >= first and wall.date() >= begins]
    return regular + [move.to for move in rule.moves if _still_moved(rule, move.day, move.to)]


def _series(rule: Rule, first: datetime, last: datetime) -> rrule:
    until = min(last, datetime.combine(rule.last or date.max, time(23, 59)))
    if rule.nth:
        places = [weekday(day, place) for day in sorted(rule.days) for place in sorted(rule.nth)]
        start = datetime.combine(first.date().replace(day=1), rule.at)
        return rrule(MONTHLY, dtstart=start, until=until, byweekday=places)
    anchor = rule.anchor or first.date()
    start = anchor - timedelta(days=anchor.weekday(), weeks=rule.every * _PERIODS)
    begins = datetime.combine(start, rule.at)
    return rrule(WEEKLY, interval=rule.every, wkst=MO, dtstart=begins, until=until, byweekday=sorted(rule.days))


def _still_moved(rule: Rule, day: date, to: datetime) -> bool:
    """Whether the day that was moved belongs to the rule as it is today, and its new time does not lie in a pause."""
    midnight = datetime.combine(day, time(0))
    belongs = any(wall.date() == day for wall in _series(rule, midnight, midnight + timedelta(days=1)))
    in_season = (rule.first or date.min) <= day <= (rule.last or date.max)
    return belongs and in_season and day not in rule.skips and to.date() >= (rule.quiet_until or date.min)


@lru_cache(maxsize=50_000)
def shown_at(wall: datetime, zone: str) -> datetime:
    """The first minute at which the clocks of `zone` show the naive `wall`, or are past it."""
    tz = ZoneInfo(zone)
    far = [(wall.replace(tzinfo=UTC) + timedelta(hours=hours)).astimezone(tz).utcoffset() for hours in (-40, 40)]
    offsets = [offset for offset in far if offset is not None]
    if offsets[0] == offsets[1]:
        return (wall - offsets[0]).replace(tzinfo=UTC)
    # Clocks change nearby: begin well before either offset, and watch.
    instant = (wall - max(offsets)).replace(tzinfo=UTC) - timedelta(hours=2)
    while instant.astimezone(tz).replace(tzinfo=None) < wall:
        instant += _MINUTE
    return instant
