"""A member's request for a reminder in plain words, read into days, time and what it is about.

“remind me every morning at 7 to do my bridges” has three places to look for a time: between the asking words and what
it is about, then what it is about, then what was said before. Each is asked only for what is still missing, so that
“remind me at 6pm to pack for sunday” is no Sunday.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from bot.errors import UserError
from bot.schedule.about import about_words, without_markup
from bot.schedule.asking import find_ask
from bot.schedule.clocks import Clock, find_clock, find_part, time_of, usual_time
from bot.schedule.dates import WEEKDAY_WORDS, Day, find_day
from bot.schedule.marks import DAY, MARK, left_over
from bot.schedule.numberwords import SMALL, one_of
from bot.schedule.patterns import DayPattern
from bot.schedule.repeats import MORE_THAN_ONE, Repeat, find_repeat, mended
from bot.schedule.rule import local_day
from bot.schedule.waits import Wait, find_wait
from bot.schedule.whens import When, moment_of_when


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked to be reminded of, and when.

    Either `days` repeat at the wall-clock time `at`, or it is `once`, in UTC. `missing` says that no time of day was
    named; a single day without one stands in `day`. `needs_zone` says that a wall-clock time was meant and no zone is
    known: a single moment is then found by reading the text again with one. An empty `about` is the daily mix.
    """

    days: DayPattern | None = None
    at: time | None = None
    once: datetime | None = None
    about: str = ""
    missing: Literal["", "time"] = ""
    needs_zone: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """What has been found about the time so far."""

    wait: Wait | None = None
    repeat: Repeat | None = None
    day: Day | None = None
    part: str | None = None
    clock: Clock | None = None

    @property
    def has_day(self) -> bool:
        return any((self.wait, self.repeat, self.day))

    @property
    def has_time(self) -> bool:
        parts = (self.part, self.repeat and self.repeat.part, self.day and self.day.part)
        return any((self.clock, *parts)) or (self.wait is not None and not self.wait.on_the_calendar)

    @property
    def is_enough(self) -> bool:
        return self.wait is not None or (self.has_day and self.has_time)


_LONGEST = 1000
# “to” and its like begin what it is about, but not in “mon to fri”, “quarter to 7” or “7 of the morning”.
_NO_TIME = rf"(?!\s*(?:[0-9]|(?:{WEEKDAY_WORDS}|{one_of(SMALL)})\b))"
_ABOUT = re.compile(
    rf"\b(?:to|about|abt)\b{_NO_TIME}|\b(?:that|regarding|if)\b|\bof\b(?!\s+(?:the|each|every|next)\b)"
    rf"|\bfor\s+(?=(?:my|a|some|our)\b)|:(?![0-9])|\s[-–—]+\s{_NO_TIME}",
    re.I,
)
_BEFORE_SOMETHING = re.compile(r"\b(?:an?|[0-9]+|half\s+an)\s*(?:h|hours?|min(?:ute)?s?|days?)\s+before\b", re.I)
_AGAIN_AND_AGAIN = re.compile(r"\b(?:always|never|keep|every\s+time)\b", re.I)
_SEVERAL = re.compile(
    rf"{MARK}[\s,]*(?:and|or|&|plus|then)\s*(?:{MARK}|[0-9]{{1,2}}(?=\s*(?:$|[,.;!?]|(?:to|about|for)\b)))", re.I
)
_SLASHED = re.compile(r"(?:^\s*|\bon\s+)[0-9]{1,2}/[0-9]{1,2}\b", re.I)
_NO_CLOCK = re.compile(r"(?<![\w:.])(?:[0-9]{1,3}:[0-9]{1,2}|[0-9]{1,3}\s?[ap]\.?m)(?![\w:])", re.I)


def read_request(text: str, now: datetime, zone: str | None) -> Request | None:
    """The reminder that was asked for; None when none was, or when nothing says a time.

    Raises `UserError` with what to write for a time that was said and cannot be kept (“every other day”, “half 7”).
    """
    ask = find_ask(mended(without_markup(text)[:_LONGEST]))
    if ask is None or _BEFORE_SOMETHING.search(ask.after):
        return None
    today = local_day(now, zone or "UTC")
    head, tail = _split(ask.after)
    said, head_left = _read(head, _Said(), today)
    said, tail_left = _read_tail(tail, said, today)
    said, before = _read_before(ask.before, said, today)
    if not (said.has_day or said.has_time):
        return None
    words = _taken(f"{ask.before} {ask.after}", f"{before} {head_left} {tail_left}")
    return replace(_request(said, words, now, zone), about=about_words(head_left, tail_left, before))


def _taken(text: str, rest: str) -> str:
    """The words of the time: what the text has and the rest has not."""
    left = rest.split()
    return " ".join(word.strip(",.;:!?") for word in text.split() if word not in left)


def _split(text: str) -> tuple[str, str]:
    """Where it begins to say what it is about."""
    match = _ABOUT.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


def _read(text: str, said: _Said, today: date) -> tuple[_Said, str]:
    """What the text adds to what is missing, and the text without it; two times at once are a `UserError`."""
    rest, slashes = text, bool(_SLASHED.search(text))
    if not said.has_day:
        wait, rest = find_wait(rest)
        repeat, rest = (None, rest) if wait else find_repeat(rest)
        day, rest = (None, rest) if wait or repeat else find_day(rest, today, slashes=slashes)
        said = replace(said, wait=wait, repeat=repeat, day=day)
    said, rest = _read_time(rest, said)
    _refuse_several(rest, today)
    return said, rest


def _read_time(text: str, said: _Said) -> tuple[_Said, str]:
    if not said.part:
        part, text = find_part(text)
        said = replace(said, part=part)
    if not said.clock:
        clock, text = find_clock(text)
        said = replace(said, clock=clock)
        if clock is None and (match := _NO_CLOCK.search(text)):
            raise UserError(f"I don't know the time “{match[0]}”: write a time such as 07:00, 7am or 7:30 pm.")
    return said, text


def _refuse_several(rest: str, today: date) -> None:
    if not re.search(MARK, rest):
        return
    _, marked = find_day(rest, today, slashes=False)
    _, marked = find_clock(marked)
    if _SEVERAL.search(marked):
        raise UserError(MORE_THAN_ONE)


def _read_tail(tail: str, said: _Said, today: date) -> tuple[_Said, str]:
    if said.is_enough:
        return said, tail
    if said.has_day:
        return _read_time(tail, said)
    if not said.has_time:
        return _read(tail, said, today)
    repeat, rest = find_repeat(tail)
    if repeat:
        return replace(said, repeat=repeat), rest
    day, rest = find_day(tail, today, slashes=False)
    before, _, behind = rest.partition(DAY)
    # “to pack for sunday” says what for, “to pack on sunday” says when, at the end of a request only
    if day is None or left_over(behind) or re.search(r"\b(?:for|of|is|by)\s*$", before):
        return said, tail
    return replace(said, day=day), rest


def _read_before(before: str, said: _Said, today: date) -> tuple[_Said, str]:
    if said.is_enough:
        return said, before
    if not (said.has_day or said.has_time):
        return _read(before, said, today)
    if said.has_day:
        return _read_time(before, said)
    repeat, rest = find_repeat(before, lone_parts=False)
    if repeat:
        return replace(said, repeat=repeat), rest
    day, rest = find_day(before, today, slashes=False)
    if day and day.rolls and _AGAIN_AND_AGAIN.search(before):
        return replace(said, repeat=Repeat(DayPattern(frozenset({day.date.weekday()})))), before
    only_that = day is not None and len(left_over(rest).split()) <= 3
    return (replace(said, day=day), rest) if only_that else (said, before)


def _request(said: _Said, words: str, now: datetime, zone: str | None) -> Request:
    if said.repeat:
        return _repeated(said, said.repeat, needs_zone=zone is None)
    if said.wait and not (said.clock or said.part):
        return Request(once=moment_of_when(When(words, said.wait), now, zone or "UTC"))
    if not said.has_time and said.day:
        if said.day.date < local_day(now, zone or "UTC"):
            raise UserError("That day is past: write one that is still to come, such as tomorrow 6pm.")
        return Request(missing="time", day=said.day.date, needs_zone=zone is None)
    if zone is None:
        return Request(needs_zone=True)
    return Request(once=moment_of_when(When(words, said.wait, said.day, said.part, said.clock), now, zone))


def _repeated(said: _Said, repeat: Repeat, *, needs_zone: bool) -> Request:
    part, days = repeat.part or said.part, repeat.pattern
    if said.clock is None:
        at = usual_time(part) if part else None
        return Request(days, at, missing="" if at else "time", needs_zone=needs_zone)
    at, later = time_of(said.clock, part)
    if later:
        # “friday night at 1” is on Saturday by the calendar
        days = replace(days, days=frozenset((day + later) % 7 for day in days.days))
    return Request(days, at, needs_zone=needs_zone)
