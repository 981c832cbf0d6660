"""Calendar days on their own, one or many: “24 dec”, “in 2 weeks”, “24 dec - 2 jan, 14 feb”."""

import re
from datetime import date, timedelta

from bot.errors import UserError
from bot.schedule.dates import MONTH_WORDS, MONTHS, find_day, monday_of
from bot.schedule.dayphrases import NAMES, nearest, refuse_empty_or_long
from bot.schedule.echo import echo
from bot.schedule.marks import left_over, tidy
from bot.schedule.waits import day_after, find_wait
from bot.schedule.whens import FURTHEST

_HINT = "write a date such as 24 dec, fri or 2026-12-24"
_LONGEST_LIST = 400
_LONGEST_RANGE = 60
_DAY = timedelta(days=1)
_NAMED = [name.lower() for name in (*MONTHS, *NAMES, "today", "tomorrow", "tonight", "morning", "afternoon", "evening")]
_HYPHENATED = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b|\b([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})\b")
_SEPARATOR = re.compile(r"\s*(?:[,;&\n]|\band\b|\bplus\b)\s*(?:and\s+)?", re.I)
_RANGE = re.compile(r"\s*(?:[-–—]|\b(?:to|until|till|til|through|thru)\b)\s*", re.I)
_BARE = re.compile(r"(?:the\s+)?[0-9]{1,2}(?:st|nd|rd|th)?", re.I)
_WITH_MONTH = re.compile(
    rf"(?P<before>[0-9](?:st|nd|rd|th)?(?:\s+of)?\s*)?\b(?P<month>{MONTH_WORDS}\b\.?(?:\s+20[0-9]{{2}})?)", re.I
)


def parse_date(text: str, today: date) -> date:
    """The day of “fri”, “tomorrow”, “24 dec”, “in 2 weeks”: from today on, two years at most; raises `UserError`."""
    refuse_empty_or_long(text, "a date", _HINT)
    found = _date(text, today)
    _refuse_past_or_far(found, text, today)
    return found


def parse_dates(text: str, today: date) -> frozenset[date]:
    """All days of a list with ranges, “24 dec - 2 jan, 14 feb”, each of 60 days at most; raises `UserError`.

    A range that has begun already is read from today on.
    """
    refuse_empty_or_long(text, "a list of dates", _HINT, _LONGEST_LIST)
    days: set[date] = set()
    for ends in _pieces(text):
        days |= _days_between(ends, today)
    return frozenset(days)


def unread(text: str, left: str, hint: str) -> UserError:
    """What to say to words that are no day and no time: the name they most likely stood for, or what to write."""
    for word in re.findall(r"[a-z]{4,}", left.lower()):
        if word not in _NAMED and (near := nearest(word, _NAMED, 0.75)):
            name = near if near in _NAMED[-6:] else near.capitalize()
            return UserError(f"I don't know the word “{echo(word)}”. Did you mean {name}?")
    return UserError(f"I don't know when “{echo(text)}” is: {hint}.")


def _date(text: str, today: date) -> date:
    words = re.sub(r"^(?:until|till|til|from)\s+", "", tidy(text).strip("!?,"), flags=re.I)
    words = re.sub(r"^(?=[0-9]{1,2}(?:st|nd|rd|th)$)", "the ", words, flags=re.I)
    if re.fullmatch(r"(?:the\s+)?next\s+week", words, re.I):
        return monday_of(today) + 7 * _DAY
    if re.fullmatch(r"(?:the\s+)?next\s+month", words, re.I):
        return (today.replace(day=1) + 31 * _DAY).replace(day=1)
    wait, rest = find_wait(words)
    if wait and wait.on_the_calendar and not left_over(rest):
        return day_after(wait, today)
    day, rest = find_day(words, today)
    if day is None or left_over(rest):
        raise unread(text, left_over(rest), _HINT)
    return day.date


def _refuse_past_or_far(day: date, text: str, today: date) -> None:
    if day < today:
        raise UserError(f"“{echo(text)}” is past: write a date from today on.")
    if day - today > FURTHEST:
        raise UserError(f"“{echo(text)}” is more than two years ahead: write a nearer date.")


def _pieces(text: str) -> list[list[str]]:
    """The dates of a list, one or two (a range) in each; “24” of “24 and 25 dec” has got its month."""
    words = _HYPHENATED.sub(lambda m: f"{m[1]}/{m[2]}/{m[3]}" if m[1] else f"{m[4]}.{m[5]}.{m[6]}", text)
    words = re.sub(r",\s*(20[0-9]{2})\b(?!\s*[/.])", r" \1", words)
    words = re.sub(r"\bbetween\b(.+?)\band\b", r"\1 to ", words, flags=re.I | re.S)
    items = [re.sub(r"^from\s+", "", item.strip(), flags=re.I) for item in _SEPARATOR.split(words)]
    ranges = [_RANGE.split(item) for item in items if item]
    flat = [piece for ends in ranges for piece in ends]
    named = iter([_with_month(flat, index) for index in range(len(flat))])
    return [[next(named) for _ in ends] for ends in ranges]


def _with_month(pieces: list[str], index: int) -> str:
    if not _BARE.fullmatch(pieces[index].strip()):
        return pieces[index]
    behind = next((m for piece in reversed(pieces[:index]) if (m := _WITH_MONTH.search(piece))), None)
    ahead = next((m for piece in pieces[index:] if (m := _WITH_MONTH.search(piece))), None)
    # “dec 24, 25” goes on in the same month, “24, 25 dec” waits for it
    chosen = behind if behind and not (behind["before"] is not None and ahead and ahead["before"]) else ahead
    return f"{pieces[index]} {chosen['month']}" if chosen else pieces[index]


def _days_between(ends: list[str], today: date) -> set[date]:
    words = " - ".join(ends)
    if len(ends) > 2 or not all(end.strip() for end in ends):
        raise UserError(f"I can't read the dates “{echo(words)}”: write a range such as 24 dec - 2 jan.")
    if len(ends) == 1:
        return {parse_date(ends[0], today)}
    first, last = _range(ends[0], ends[1], today)
    if last < first:
        raise UserError(f"“{echo(words)}” ends before it begins: write the earlier date first.")
    first = max(first, min(today, last))
    _refuse_past_or_far(first, words, today)
    if last - first >= timedelta(days=_LONGEST_RANGE):
        raise UserError(f"“{echo(words)}” is longer than {_LONGEST_RANGE} days: write shorter ranges.")
    _refuse_past_or_far(last, words, today)
    return {first + n * _DAY for n in range((last - first).days + 1)}


def _range(start: str, end: str, today: date) -> tuple[date, date]:
    first = _date(start, today)
    running = _date(end, today)
    a_year_ago = first - timedelta(days=365)
    if a_year_ago <= today <= running < first and (running - a_year_ago).days < _LONGEST_RANGE:
        return today, running
    return first, _date(end, first)
