"""A club's schedule as an iCalendar file (RFC 5545), for calendars of all makes.

One event for each entry: its pattern as RRULE, what is left out as EXDATE, what is moved as an override with
RECURRENCE-ID. An occurrence that no pattern explains (moved into a pause, or by a change of the clocks) is an event of
its own. Posts have no length; here each takes an hour, and leaves its reader free.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

from bot.schedule.rule import Move, Rule, falls_on, local_day, moment_of, stands

LENGTH = timedelta(hours=1)
ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
# The pattern of a rule comes round within this many days, or never.
_SEARCHED = 800
# Longer than anybody keeps a file; after that calendars go on with the last offset they know.
_YEARS_OF_ZONE = 10
_YEARS_OF_GAPS = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry for a calendar: an id that stays the same, what people read, and when it comes."""

    uid: str
    title: str
    about: str
    place: str
    rule: Rule


def write_calendar(name: str, listed: Sequence[Listed], now: datetime) -> bytes:
    """The file of a calendar called `name`, with what comes after `now`."""
    calendar = Calendar()
    _put(calendar, "prodid", "-//Backline//Schedule//EN")
    _put(calendar, "version", "2.0")
    _put(calendar, "method", "PUBLISH")
    _put(calendar, "name", name)
    _put(calendar, "x-wr-calname", name)
    for one in listed:
        for event in _events(one, now):
            calendar.add_component(event)
    today = now.date()
    calendar.add_missing_timezones(today - 366 * _DAY, today.replace(month=1, day=1, year=today.year + _YEARS_OF_ZONE))
    return calendar.to_ical()


def _events(one: Listed, now: datetime) -> Iterator[Event]:
    rule = one.rule
    if rule.once is not None:
        if rule.once > now:
            yield _event(one, rule.once.astimezone(ZoneInfo(rule.zone)), now)
        return
    start = _first_day(rule, now)
    moves = {move.day: move for move in rule.moves if stands(rule, move)}
    if start is not None:
        yield _series(one, start, now)
        moves = _swallowed(rule, start) | moves
    for move in moves.values():
        yield _moved(one, move, start, now)


def _first_day(rule: Rule, now: datetime) -> date | None:
    """The first day of the pattern from today on, also when it is skipped or moved; None when there is none."""
    begin = max(day for day in (local_day(now, rule.zone), rule.first, rule.quiet_until) if day is not None)
    days = (begin + offset * _DAY for offset in range(_SEARCHED))
    return next((day for day in days if _in_pattern(rule, day)), None)


def _in_pattern(rule: Rule, day: date) -> bool:
    return falls_on(rule, day) and (rule.last is None or day <= rule.last)


def _series(one: Listed, start: date, now: datetime) -> Event:
    rule = one.rule
    event = _event(one, _wall(rule, start), now)
    _put(event, "rrule", recurrence(rule))
    # a move that no longer counts does not bring its day back
    for day in sorted(rule.skips | {move.day for move in rule.moves if not stands(rule, move)}):
        if day >= start and _in_pattern(rule, day):
            _put(event, "exdate", _wall(rule, day))
    return event


def recurrence(rule: Rule) -> dict[str, object]:
    """The fields of the RRULE that says a rule's pattern and its end."""
    fields: dict[str, object] = {"freq": "MONTHLY" if rule.nth else "WEEKLY"}
    if rule.every > 1:
        fields["interval"] = rule.every
    if rule.last is not None:
        fields["until"] = moment_of(datetime.combine(rule.last, time(23, 59, 59)), rule.zone)
    days = [ICAL_DAYS[day] for day in sorted(rule.days)]
    fields["byday"] = [f"{place}{day}" for place in sorted(rule.nth) for day in days] if rule.nth else days
    return fields | {"wkst": "MO"}


def _swallowed(rule: Rule, start: date) -> dict[date, Move]:
    """Occurrences at a time that a change of the clocks leaves out, as moves to the first moment after it."""
    found: dict[date, Move] = {}
    absent = rule.skips | {move.day for move in rule.moves}
    for day in (start + offset * _DAY for offset in range(_YEARS_OF_GAPS * 366)):
        if _in_pattern(rule, day) and day not in absent:
            wall = datetime.combine(day, rule.at)
            shown = moment_of(wall, rule.zone).astimezone(ZoneInfo(rule.zone)).replace(tzinfo=None)
            if shown != wall:
                found[day] = Move(day, shown)
    return found


def _moved(one: Listed, move: Move, start: date | None, now: datetime) -> Event:
    to = moment_of(move.to, one.rule.zone).astimezone(ZoneInfo(one.rule.zone))
    event = _event(one, to, now)
    if start is not None and move.day >= start and _in_pattern(one.rule, move.day):
        _put(event, "recurrence-id", _wall(one.rule, move.day))
    else:
        event["uid"] = f"{move.day:%Y%m%d}-{one.uid}"
    return event


def _event(one: Listed, start: datetime, now: datetime) -> Event:
    event = Event()
    _put(event, "uid", one.uid)
    _put(event, "dtstamp", now.astimezone(UTC))
    _put(event, "dtstart", start)
    _put(event, "duration", LENGTH)
    _put(event, "summary", one.title)
    if one.about:
        _put(event, "description", one.about)
    _put(event, "location", one.place)
    _put(event, "transp", "TRANSPARENT")
    return event


def _wall(rule: Rule, day: date) -> datetime:
    return datetime.combine(day, rule.at, tzinfo=ZoneInfo(rule.zone))


def _put(part: Component, name: str, value: object) -> None:
    part.add(name, value)  # pyright: ignore[reportUnknownMemberType]  the library says the type of a part of it
