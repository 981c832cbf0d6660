"""How long from now: “in 2h”, “in 90 minutes”, “in 1h30”, “in an hour and a half”, “in 3 days”."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.schedule.echo import echo
from bot.schedule.marks import TIME, take
from bot.schedule.numberwords import NUMBER, number
from bot.schedule.rule import moment_of


@dataclass(frozen=True, slots=True)
class Wait:
    """Months and days are turned on the calendar page, seconds are counted by the clock."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def on_the_calendar(self) -> bool:
        """Whether it is made of whole days."""
        return not self.seconds and bool(self.days or self.months)


_SECONDS = {"s": 1, "min": 60, "h": 3600}
_DAYS = {"d": 1, "w": 7, "f": 14}
_MONTHS = {"mo": 1, "y": 12}
_UNIT = (
    r"(?P<s>s|secs?|seconds?)|(?P<min>m|mins?|minutes?|minuets?)|(?P<h>h|hrs?|hours?)|(?P<d>d|days?)|(?P<w>w|wks?|weeks?)"
    r"|(?P<f>fortnights?)|(?P<mo>months?|mths?)|(?P<y>y|yrs?|years?)"
)
_HALF = r"(?:\s+and\s+a\s+half)"
_ANY_UNIT = re.sub(r"\?P<\w+>", "?:", _UNIT)
_COUNT = rf"(?:[0-9]{{1,4}}[.,][0-9]{{1,2}}|{NUMBER})"
_PIECE = rf"{_COUNT}{_HALF}?\s*(?:{_ANY_UNIT})\b{_HALF}?"
_FRENCH = r"[0-9]{1,2}\s*(?:h|hrs?|hours?)\s*[0-9]{1,2}(?:\s*m(?:ins?|inutes?)?)?(?![0-9:.]|\s*[ap]m)\b"
_PARTS_OF_AN_HOUR = (
    (r"(?:a\s+)?half\s+(?:an?\s+)?hour", 30),
    (r"three\s+quarters\s+of\s+an\s+hour", 45),
    (r"(?:a\s+)?quarter\s+of\s+an\s+hour", 15),
)
_QUARTERS = "|".join(pattern for pattern, _ in _PARTS_OF_AN_HOUR)
_LENGTH = rf"(?:{_QUARTERS}|{_FRENCH}|{_PIECE}(?:\s*(?:,|and|&)?\s*{_PIECE}){{0,3}})"
_NOT_BEFORE = r"(?!['’]?s?\s+(?:before|prior|early|earlier|ahead|ago|hold|rest|plank|run)\b)"
_LATER = r"(?:\s+from\s+(?:now|today)|'?s?'?\s+time|\s+later)?"
_LED = re.compile(
    rf"\b(?:in|after|give\s+me)\s+(?:about\s+|another\s+)?(?P<length>{_LENGTH})\b{_NOT_BEFORE}{_LATER}", re.I
)
_FIRST = re.compile(rf"^\s*(?P<length>{_LENGTH})\b{_NOT_BEFORE}{_LATER}", re.I)
_LED_BEHIND = re.compile(rf"\b(?P<length>{_LENGTH})(?:\s+from\s+now|'?s?'?\s+time)\b", re.I)
_ONE = re.compile(rf"(?P<count>{_COUNT})(?P<half>{_HALF}?)\s*(?:{_UNIT})(?![a-z])(?P<and_half>{_HALF}?)", re.I)


def find_wait(text: str) -> tuple[Wait | None, str]:
    """How long from now, and the text without it; “2h” alone counts when it comes first. Raises `UserError`."""
    for pattern in (_LED, _LED_BEHIND, _FIRST):
        match, rest = take(pattern, text, TIME)
        if match and (wait := _length(match["length"].lower())):
            if pattern is _FIRST:
                _refuse_hour_or_wait(match["length"])
            return wait, rest
    return None, text


def after(wait: Wait, now: datetime, zone: str) -> datetime:
    """The moment so long after `now`, in UTC: days and months later the clocks in `zone` show the same time."""
    moment = now.astimezone(UTC).replace(microsecond=0)
    if wait.days or wait.months:
        local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        moment = moment_of(datetime.combine(day_after(wait, local.date()), local.time()), zone)
    return moment + timedelta(seconds=wait.seconds)


def day_after(wait: Wait, today: date) -> date:
    """The calendar day so many months and days after `today`; the last of a month when it has no such day."""
    months = today.year * 12 + today.month - 1 + wait.months
    year, month = months // 12, months % 12 + 1
    if year > today.year + 100:
        raise UserError("That is more than two years ahead: write a nearer date.")
    last = calendar.monthrange(year, month)[1]
    return today.replace(year=year, month=month, day=min(today.day, last)) + timedelta(days=wait.days)


def _length(words: str) -> Wait | None:
    for pattern, minutes in _PARTS_OF_AN_HOUR:
        if re.fullmatch(pattern, words):
            return Wait(seconds=minutes * 60)
    if match := re.fullmatch(r"([0-9]+)\s*h[a-z]*\s*([0-9]+)\s*[a-z]*", words):
        return Wait(seconds=int(match[1]) * 3600 + int(match[2]) * 60)
    return _sum(words)


def _sum(words: str) -> Wait | None:
    months = days = seconds = 0.0
    for one in _ONE.finditer(words):
        count = _count(one["count"]) + (0.5 if one["half"] or one["and_half"] else 0)
        unit = next(name for name, found in one.groupdict().items() if found and name in _SECONDS | _DAYS | _MONTHS)
        seconds += count * _SECONDS.get(unit, 0)
        days += count * _DAYS.get(unit, 0)
        months += count * _MONTHS.get(unit, 0)
    if not (months.is_integer() and days.is_integer()):
        return None
    return Wait(int(months), int(days), round(seconds))


def _count(words: str) -> float:
    return float(words.replace(",", ".")) if re.fullmatch(r"[0-9]+[.,][0-9]+", words) else number(words)


def _refuse_hour_or_wait(length: str) -> None:
    match = re.fullmatch(r"\s*(1[3-9]|2[0-3])\s*h\s*([0-9]{2})?", length, re.I)
    if match:
        raise UserError(
            f"“{echo(length)}” can be a time or a wait: write {match[1]}:{match[2] or '00'}, or in {length}."
        )
