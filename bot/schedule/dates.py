"""Single calendar days inside a sentence: “tomorrow”, “next friday”, “24 dec”, “2026-12-24”, “the 3rd”.

A day without a year is the next one to come, today included. “next friday” is the Friday of the coming week (weeks
begin on Monday), “friday week” the one after the next to come. “3/4” has two readings and is refused.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import UserError
from bot.schedule.clocks import part_of_day
from bot.schedule.dayphrases import DAY as WEEKDAY
from bot.schedule.dayphrases import NAMES
from bot.schedule.echo import echo
from bot.schedule.marks import DAY, take

MONTHS = tuple(calendar.month_name)[1:]
WEEKDAY_WORDS = (
    r"(?:monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri"
    r"|saturday|(?<!\bi )(?<!\bwe )sat|sunday|(?<!\bthe )sun)"
)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
MONTH_WORDS = (
    r"(?:january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sept|sep"
    r"|october|oct|november|nov|december|dec)"
)
_NUMBER = r"[0-9]{1,2}"
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,?\s+(?P<year>[12][0-9]{3})(?![0-9:]))?"
_WEEKDAY_BEFORE = rf"(?:\b(?P<weekday>{WEEKDAY_WORDS})\b\.?,?\s+)?(?:the\s+)?"
_TOMORROW = r"(?:tom+or+ow|tomorro|tmro?w?|tmw|tomoz|2mor+ow?|2moro)"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day that was named; `rolls` is the days to the next such day, `part` the part of it (tonight)."""

    date: date
    rolls: int = 0
    part: str | None = None


def find_day(text: str, today: date, *, slashes: bool = True) -> tuple[Day | None, str]:
    """The first single day that is named, and the text without it; raises `UserError` for one that is no day.

    Without `slashes`, “3/4” is left alone: in a long sentence it is a fraction as often as a date.
    """
    for pattern, read in _FORMS:
        match, rest = (None, text) if read is _slashed and not slashes else take(pattern, text, DAY)
        if match:
            return read(match, today), rest
    return None, text


def monday_of(day: date) -> date:
    """The Monday that its week begins with."""
    return day - day.weekday() * _DAY


def _iso(match: re.Match[str], today: date) -> Day:
    return Day(_day_of(int(match["day"]), int(match["month"]), int(match["year"]), today))


def _written(match: re.Match[str], today: date) -> Day:
    month = 1 + next(n for n, name in enumerate(MONTHS) if name.lower().startswith(match["month"].lower()[:3]))
    found = _day_of(int(match["day"]), month, int(match["year"]) if match["year"] else None, today)
    if match["weekday"] and found.weekday() != WEEKDAY[match["weekday"].lower()]:
        raise UserError(f"{_in_words(found)} is a {NAMES[found.weekday()]}: write the day or the date you mean.")
    return Day(found)


def _slashed(match: re.Match[str], today: date) -> Day:
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    if first <= 12 and second <= 12 and first != second and first and second:
        one, other = f"{first} {MONTHS[second - 1]}", f"{second} {MONTHS[first - 1]}"
        raise UserError(f"“{echo(match[0].strip())}” is {one} to some and {other} to others: write the month by name.")
    day, month = (first, second) if first > 12 or first == second else (second, first)
    return Day(_day_of(day, month, int(year) + (2000 if len(year) == 2 else 0) if year else None, today))


def _today(match: re.Match[str], today: date) -> Day:
    part = match["part"]
    return Day(today, part=part_of_day(part.split()[-1].removeprefix("to").removeprefix("2")) if part else None)


def _tomorrow(match: re.Match[str], today: date) -> Day:
    return Day(today + (2 if match["after"] else 1) * _DAY)


def _yesterday(match: re.Match[str], today: date) -> Day:
    return Day(today - _DAY)


def _of_next_week(match: re.Match[str], today: date) -> Day:
    weekday = next(found for found in (match["weekday"], match["named"], match["last"]) if found)
    return Day(monday_of(today) + _WEEK + WEEKDAY[weekday.lower()] * _DAY)


def _weekday_week(match: re.Match[str], today: date) -> Day:
    return Day(_coming(match["weekday"] or match["named"], today) + _WEEK)


def _weekday(match: re.Match[str], today: date) -> Day:
    return Day(_coming(match["weekday"], today), rolls=7)


def _coming(weekday: str, today: date) -> date:
    return today + (WEEKDAY[weekday.lower()] - today.weekday()) % 7 * _DAY


def _edge(match: re.Match[str], today: date) -> Day:
    """The first or last day of a month."""
    name = match["month"].lower()
    first = today.replace(day=1)
    if name.startswith("next"):
        first = (first + 31 * _DAY).replace(day=1)
    elif not name.startswith(("the", "this")):
        month = 1 + next(n for n, known in enumerate(MONTHS) if known.lower().startswith(name[:3]))
        year = int(match["year"]) if match["year"] else today.year + (month < today.month)
        first = date(year, month, 1)
    at_end = match["edge"].lower().startswith(("end", "last"))
    found = first.replace(day=calendar.monthrange(first.year, first.month)[1]) if at_end else first
    if found < today and not match["year"]:
        return Day(_next_year(found) if not name.startswith(("the", "this")) else (found + 31 * _DAY).replace(day=1))
    return Day(found)


def _next_year(first: date) -> date:
    return first.replace(year=first.year + 1)


def _nth_of_month(match: re.Match[str], today: date) -> Day:
    wanted, first = int(match["day"]), today.replace(day=1)
    for _ in range(3):
        if 1 <= wanted <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=wanted) >= today:
            return Day(first.replace(day=wanted))
        first = (first + 31 * _DAY).replace(day=1)
    raise UserError(f"No month has a day “{echo(match[0].strip())}”: write a date such as 24 dec.")


def _day_of(day: int, month: int, year: int | None, today: date) -> date:
    """The date in that year, or the next one to come; raises `UserError` when there is none."""
    # eight years hold a 29 February, also around 2100
    for candidate in [year] if year is not None else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    name = MONTHS[month - 1] if 1 <= month <= 12 else f"in month {month}"
    raise UserError(f"There is no {day} {name}{f' {year}' if year else ''}: write a date such as 24 dec or 2026-12-24.")


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_Read = Callable[[re.Match[str], date], Day]
_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(rf"(?:\bon\s+)?{form}", re.I), read)
    for form, read in (
        (r"\b(?P<year>[12][0-9]{3})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})\b", _iso),
        (
            rf"{_WEEKDAY_BEFORE}(?<![:.])\b(?P<day>{_NUMBER}){_TH}?(?:\s+of)?\s*(?P<month>{MONTH_WORDS})\b\.?{_YEAR}",
            _written,
        ),
        (
            rf"{_WEEKDAY_BEFORE}\b(?P<month>{MONTH_WORDS})\b\.?\s*(?:the\s+)?(?P<day>{_NUMBER})"
            rf"(?:{_TH}\b|(?![0-9:]|\s*[ap]\.?m|\s*o'?clock))(?!\s*(?:x\b|×|sets|reps|km|k\b|miles)){_YEAR}",
            _written,
        ),
        (
            rf"(?<![\w/.-])(?P<first>{_NUMBER})/(?P<second>{_NUMBER})(?:/(?P<year>[0-9]{{4}}|[0-9]{{2}}))?(?![\w/])",
            _slashed,
        ),
        (
            rf"(?<![\w/.-])(?P<first>{_NUMBER})(?P<sep>[.-])(?P<second>{_NUMBER})(?P=sep)(?P<year>[12][0-9]{{3}})(?![\w/])",
            _slashed,
        ),
        (rf"(?<![\w/.-])(?P<first>{_NUMBER})\.(?P<second>{_NUMBER})\.(?P<year>(?!))?(?![\w/])", _slashed),
        (
            rf"\b(?P<edge>end|start|beginning|(?:the\s+)?last\s+day)\s+of\s+(?P<month>{MONTH_WORDS}|(?:the|this|next)\s+month)\b{_YEAR}",
            _edge,
        ),
        (
            r"\b(?:(?P<part>tonight|tonite|2nite|this\s+(?:morning|afternoon|arvo|evening|eve|night))|(?:later\s+)?today)\b(?!')",
            _today,
        ),
        (rf"(?P<after>\b(?:the\s+)?day\s+after\s+)?\b{_TOMORROW}\b(?!')", _tomorrow),
        (r"\byesterday\b", _yesterday),
        (
            rf"\b(?:next\s+(?P<weekday>{WEEKDAY_WORDS})|(?P<named>{WEEKDAY_WORDS})\s+(?:of\s+)?next\s+week"
            rf"|next\s+week\s+(?:on\s+)?(?P<last>{WEEKDAY_WORDS}))\b\.?",
            _of_next_week,
        ),
        (
            rf"\b(?:(?P<weekday>{WEEKDAY_WORDS})\s+week|a\s+week\s+(?:on\s+)?(?P<named>{WEEKDAY_WORDS}))\b",
            _weekday_week,
        ),
        (
            rf"\bthe\s+(?P<day>{_NUMBER}){_TH}\b(?!\s*(?:of\b|and\b|&|,|set\b|rep\b|week\b|time\b|{WEEKDAY_WORDS}\b))",
            _nth_of_month,
        ),
        (rf"\b(?:this\s+coming\s+|this\s+|coming\s+)?(?P<weekday>{WEEKDAY_WORDS})\b(?!')\.?", _weekday),
    )
)
