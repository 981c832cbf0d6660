"""Reading an iCalendar file: its events become the club's own words, at the times that a rule can say.

Kept are single moments and what repeats by weekday (every week, every so many weeks, at a place in the month), with
an end, dates left out and dates moved. Everything else is left out, with its title and the reason. The zone
definitions in the file are not read: a zone is known by its name, and a hostile definition could keep us busy for long.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.errors import UserError
from bot.schedule.calendar import ICAL_DAYS
from bot.schedule.echo import echo
from bot.schedule.entry import LONGEST_TEXT
from bot.schedule.exchange import LARGEST, Draft
from bot.schedule.rotation import TEXT
from bot.schedule.rule import (
    LAST,
    LONGEST_EVERY,
    Move,
    Rule,
    falls_on,
    local_day,
    local_time,
    next_after,
    once_at,
    without_the_past,
    zone_signature,
)

MOST_EVENTS = 500
_DAY = timedelta(days=1)
_FOLD = re.compile(rb"\r?\n[ \t]")
# Some programs put a path of their own before the zone's name. Bounded: a hostile file must not keep us busy.
_VENDOR = re.compile(rb'TZID="?/[^:;"\r\n]{0,200}?((?:[A-Z]\w{1,40}/){1,2}[A-Z][\w+-]{1,40})"?(?=[:;])')
_PLACE = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_COUNTED_YEARS = 30
_PATTERN = "it repeats in a way I can't: I know weekdays, every so many weeks, and places in the month"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that is not taken over, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar holds for us: drafts without a channel, and what is left out."""

    drafts: tuple[Draft, ...]
    left_out: tuple[LeftOut, ...]


class _CannotBeKept(Exception):  # noqa: N818  caught here, where it is the reason of a `LeftOut`
    """Why an event is left out."""


def read_calendar(data: bytes, zone: str | None, now: datetime) -> Reading:
    """The events of a calendar file from `now` on; `zone` is the club's, for times without one. Raises `UserError`."""
    drafts: list[Draft] = []
    left_out: list[LeftOut] = []
    for event, changes in _with_changes(_events_in(data)):
        try:
            drafts.append(_draft(event, changes, zone, now))
        except _CannotBeKept as reason:
            left_out.append(LeftOut(_title(event), str(reason)))
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            left_out.append(LeftOut(_title(event), "I can't read it"))
    return Reading(tuple(drafts), tuple(left_out))


def _events_in(data: bytes) -> list[Event]:
    if len(data) > LARGEST:
        raise UserError(f"This file is larger than {LARGEST // 1024} kB, the most I read. Export a shorter season.")
    plain = _VENDOR.sub(rb"TZID=\1", _without_zones(_FOLD.sub(b"", data)))
    try:
        calendars = cast("list[Any]", Calendar.from_ical(plain, multiple=True))
        found: list[Event] = [event for part in calendars for event in part.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, RecursionError):
        raise UserError("I can't read this calendar. Export it again as .ics from where it comes from.") from None
    if not found:
        raise UserError("There are no events in this calendar. Export one with events, as .ics.")
    if len(found) > MOST_EVENTS:
        raise UserError(f"This calendar holds {len(found)} events, and I read {MOST_EVENTS}. Export a shorter season.")
    return found


def _without_zones(data: bytes) -> bytes:
    """The file without its zone definitions, in one pass over its lines."""
    kept: list[bytes] = []
    inside = False
    for line in data.splitlines(keepends=True):
        word = line.strip().upper()
        inside = inside or word == b"BEGIN:VTIMEZONE"
        if not inside:
            kept.append(line)
        inside = inside and word != b"END:VTIMEZONE"
    return b"".join(kept)


def _with_changes(events: Sequence[Event]) -> list[tuple[Event, list[Event]]]:
    """Each event with the changes of its single dates; a change whose event is missing stands for itself."""
    changes: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if "RECURRENCE-ID" in event:
            changes[_words(event, "UID")].append(event)
    series = [event for event in events if "RECURRENCE-ID" not in event]
    known = {_words(event, "UID") for event in series}
    alone = [event for uid, several in changes.items() if uid not in known for event in several]
    return [(one, changes.get(_words(one, "UID"), []) if "RRULE" in one else []) for one in series] + [
        (one, []) for one in alone
    ]


def _draft(event: Event, changes: Sequence[Event], usual_zone: str | None, now: datetime) -> Draft:
    if _words(event, "STATUS").upper() == "CANCELLED":
        raise _CannotBeKept("it is cancelled")
    text = _text(event)
    if not text:
        raise _CannotBeKept("it has no title")
    start, zone = _start(event, usual_zone)
    rule = _repeating(event, start, zone, changes, now) if "RRULE" in event else once_at(_utc(start), zone)
    if "RDATE" in event:
        raise _CannotBeKept("it has extra dates")
    if next_after(rule, now) is None:
        raise _CannotBeKept("it is over")
    return Draft(TEXT, without_the_past(rule, now), text=text)


def _start(event: Event, usual_zone: str | None) -> tuple[datetime, str]:
    """The aware start, to the minute, and the name of its zone."""
    held: Any = event.get("DTSTART")
    start: object = held.dt
    if not isinstance(start, datetime):
        raise _CannotBeKept("it has no time of day")
    start = start.replace(second=0, microsecond=0)
    if start.tzinfo is not None:
        zone = str(getattr(start.tzinfo, "key", "UTC"))
    elif "TZID" in held.params:
        raise _CannotBeKept(f"I don't know its time zone “{echo(str(held.params['TZID']))}”")
    elif usual_zone is None:
        raise _CannotBeKept("it says no time zone, and I don't know the club's: set it with /club timezone")
    else:
        zone, start = usual_zone, start.replace(tzinfo=ZoneInfo(usual_zone))
    if not zone_signature(zone):
        raise _CannotBeKept(f"I don't know its time zone “{echo(zone)}”")
    return start, zone


def _repeating(event: Event, start: datetime, zone: str, changes: Sequence[Event], now: datetime) -> Rule:
    held: Any = event["RRULE"]
    if isinstance(held, list):
        raise _CannotBeKept(_PATTERN)
    fields = {str(name).upper(): list(cast("list[Any]", values)) for name, values in held.items()}
    day = start.date()
    rule = _pattern(fields, Rule(frozenset({day.weekday()}), start.time().replace(tzinfo=None), zone), day)
    rule = replace(rule, first=day if day > local_day(now, zone) else None, last=_last_day(fields, rule, day))
    gone = frozenset(_day_of(one, zone) for one in _dates(event, "EXDATE"))
    moves: list[Move] = []
    for change in changes:
        was = _day_of(cast("Any", change["RECURRENCE-ID"]).dt, zone)
        if _words(change, "STATUS").upper() == "CANCELLED":
            gone |= {was}
        else:
            to = local_time(_start(change, zone)[0], zone)
            moves += [Move(was, to)] if to != datetime.combine(was, rule.at) else []
    return replace(rule, skips=gone, moves=tuple(moves))


def _pattern(fields: dict[str, list[Any]], rule: Rule, start: date) -> Rule:
    """`rule` on the days, weeks and places of an RRULE."""
    if set(fields) - {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"}:
        raise _CannotBeKept(_PATTERN)
    every = int(fields.get("INTERVAL", [1])[0])
    found = [_PLACE.fullmatch(str(one)) for one in fields.get("BYDAY", [])]
    places = {(int(one[1] or 0), ICAL_DAYS.index(one[2])) for one in found if one}
    days = frozenset(day for _, day in places) or rule.days
    numbers = frozenset(number for number, _ in places if number)
    ways: dict[str, Callable[[], Rule | None]] = {
        "DAILY": lambda: _daily(rule, every, places, numbers),
        "WEEKLY": lambda: _weekly(replace(rule, days=days), every, start, fields) if not numbers else None,
        "MONTHLY": lambda: _monthly(rule, every, places, fields),
    }
    way = ways.get(str(fields["FREQ"][0]).upper())
    kept = way() if way and None not in found else None
    if kept is None or ("BYSETPOS" in fields and not kept.nth):
        raise _CannotBeKept(_PATTERN)
    return kept


def _daily(rule: Rule, every: int, places: set[tuple[int, int]], numbers: frozenset[int]) -> Rule | None:
    days = frozenset(day for _, day in places) or frozenset(range(7))
    return replace(rule, days=days) if every == 1 and not numbers else None


def _weekly(rule: Rule, every: int, start: date, fields: dict[str, list[Any]]) -> Rule | None:
    if every == 1:
        return rule
    # Our weeks begin on Monday; where the file's begin elsewhere, several days may fall into other weeks.
    other_weeks = str(fields.get("WKST", ["MO"])[0]) != "MO" and len(rule.days) > 1
    return None if other_weeks or every > LONGEST_EVERY else replace(rule, every=every, anchor=start)


def _monthly(rule: Rule, every: int, places: set[tuple[int, int]], fields: dict[str, list[Any]]) -> Rule | None:
    days = frozenset(day for _, day in places)
    positions = [int(one) for one in fields.get("BYSETPOS", [])]
    if positions and len(days) == 1 and {number for number, _ in places} == {0}:
        places = {(position, day) for position in positions for day in days}
    elif positions:
        return None
    nth = frozenset(number for number, _ in places)
    square = places == {(number, day) for number in nth for day in days}
    known = nth <= {LAST, 1, 2, 3, 4, 5}
    return replace(rule, days=days, nth=nth) if every == 1 and nth and square and known else None


def _last_day(fields: dict[str, list[Any]], rule: Rule, start: date) -> date | None:
    if "UNTIL" in fields:
        until = fields["UNTIL"][0]
        if not isinstance(until, datetime):
            return cast("date", until)
        local = local_time(until, rule.zone) if until.tzinfo else until
        return local.date() if local.time() >= rule.at else local.date() - _DAY
    if "COUNT" not in fields:
        return None
    days = (start + offset * _DAY for offset in range(_COUNTED_YEARS * 366))
    coming = (day for day in days if falls_on(rule, day))
    return next((day for nth, day in enumerate(coming, 1) if nth == int(fields["COUNT"][0])), None)


def _dates(event: Event, name: str) -> list[Any]:
    held: Any = event.get(name, [])
    lists: list[Any] = cast("list[Any]", held) if isinstance(held, list) else [held]
    return [one.dt for several in lists for one in several.dts]


def _day_of(moment: date | datetime, zone: str) -> date:
    if not isinstance(moment, datetime):
        return moment
    return local_day(moment, zone) if moment.tzinfo else moment.date()


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _title(event: Event) -> str:
    return echo(_words(event, "SUMMARY"), 60) or "no title"


def _text(event: Event) -> str:
    """The event in its own words: the title, where it is, and what is said of it."""
    parts = [_words(event, name).strip() for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
    text = "\n".join(part for part in parts if part)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"


def _words(event: Event, name: str) -> str:
    held: Any = event.get(name, "")
    several = cast("list[Any]", held) if isinstance(held, list) else [held]
    return str(several[0])
