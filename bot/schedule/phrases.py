"""The words people use for days, times and zones, read into values and written back.

A phrase that cannot be read raises `UserError` with one sentence: what was not understood, and what to write.
"""

import re
from datetime import time
from difflib import get_close_matches

from bot.errors import UserError
from bot.schedule.echo import echo
from bot.schedule.zones import parse_zone, suggest_zones

__all__ = ["days_in_words", "parse_days", "parse_time", "parse_zone", "suggest_zones", "time_in_words"]

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = frozenset(range(7))
_WEEKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_LONGEST = 100
_DAYS_HINT = "write days such as mon thu, weekdays or every day"
_TIME_HINT = "write a time such as 07:00, 7am or 7:30 pm"

_SHORT = (
    "m mo mon mond monday, tu tue tues tuesday, w we wed weds wednesday, "
    "th thu thur thurs thursday, f fr fri friday, sa sat saturday, su sun sunday"
)
_DAY = {word: number for number, names in enumerate(_SHORT.split(", ")) for word in names.split()} | {
    f"{name.lower()}s": number for number, name in enumerate(_NAMES)
}
# Stand alone or among others: “weekdays and sat”.
_SETS = {
    "weekday": _WEEKDAYS,
    "weekdays": _WEEKDAYS,
    "workdays": _WEEKDAYS,
    "weekend": _WEEKEND,
    "weekends": _WEEKEND,
}
# Stand alone only: “all mondays” is not every day.
_WHOLE = _SETS | {
    "every day": _WEEK,
    "everyday": _WEEK,
    "each day": _WEEK,
    "daily": _WEEK,
    "all": _WEEK,
    "all days": _WEEK,
    "all week": _WEEK,
    "week days": _WEEKDAYS,
    "working days": _WEEKDAYS,
    "mwf": frozenset({0, 2, 4}),
    "tth": frozenset({1, 3}),
}
_RUN_TOGETHER = re.compile(r"^([0-9]{1,2})([0-9]{2})(?=$|[ ap])")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})|h)?(?: ?o'?clock)?(?: ?(?P<half>[ap])\.?m\.?)?")
_HALF = re.compile(r"half ([0-9]{1,2})(?: ?[ap]m)?")
_FILLER = frozenset({"and", "on", "every", "each", "the"})


def parse_days(text: str) -> frozenset[int]:
    """The days of “mon thu”, “weekdays”, “mon-fri”, “every day except sunday” (0 is Monday); raises `UserError`."""
    _refuse_empty_or_long(text, "days", _DAYS_HINT)
    wanted, *left_out = re.split(r"\b(?:except|but not|without)\b(?: for\b)?", _plain(text))
    days = _day_set(wanted, text)
    for part in left_out:
        days -= _day_set(part, text)
    if not days:
        raise UserError(f"“{echo(text)}” leaves no day: {_DAYS_HINT}.")
    return days


def days_in_words(days: frozenset[int]) -> str:
    """“every day”, “weekdays”, “weekends” or the days by name: “Monday, Wednesday and Friday”."""
    for words, several in (("every day", _WEEK), ("weekdays", _WEEKDAYS), ("weekends", _WEEKEND)):
        if days == several:
            return words
    names = [_NAMES[day] for day in sorted(days)]
    return " and ".join(", ".join(names).rsplit(", ", 1))


def parse_time(text: str) -> time:
    """The wall-clock time of “7”, “7am”, “7:30 pm”, “19:30”, “0730” or “noon”; raises `UserError`."""
    _refuse_empty_or_long(text, "time", _TIME_HINT)
    words = re.sub(r"\s+", " ", text.strip().lower()).removeprefix("at ")
    if words in {"noon", "midday"}:
        return time(12)
    if words == "midnight":
        return time(0)
    _refuse_half(words)
    found = _clock_time(words)
    if found is None:
        raise UserError(f"I don't know the time “{echo(text)}”: {_TIME_HINT}.")
    return found


def time_in_words(at: time) -> str:
    """A wall-clock time as everybody reads it: “07:30”."""
    return at.strftime("%H:%M")


def _clock_time(words: str) -> time | None:
    words = _RUN_TOGETHER.sub(r"\1:\2", words)
    match = _CLOCK.fullmatch(words)
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _refuse_half(words: str) -> None:
    match = _HALF.fullmatch(words)
    if match and 1 <= (hour := int(match[1])) <= 12:
        before = (hour - 2) % 12 + 1
        raise UserError(f"“{words}” is {before}:30 to some and {hour}:30 to others: write the one you mean.")


def _day_set(words: str, text: str) -> frozenset[int]:
    words = words.strip()
    if words in _WHOLE:
        return _WHOLE[words]
    days: set[int] = set()
    for part in re.split(r"[,;/|+&\s]+", _joined_ranges(words)):
        if part in _SETS:
            days |= _SETS[part]
        elif part and part not in _FILLER:
            days |= _day_range(part, text)
    if not days:
        raise UserError(f"I don't know the days “{echo(text)}”: {_DAYS_HINT}.")
    return frozenset(days)


def _joined_ranges(words: str) -> str:
    return re.sub(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*", "-", words)


def _day_range(part: str, text: str) -> set[int]:
    first, dash, last = part.partition("-")
    start = _day(first, text)
    if not dash:
        return {start}
    return {(start + step) % 7 for step in range((_day(last, text) - start) % 7 + 1)}


def _day(word: str, text: str) -> int:
    word = word.rstrip(".")
    if word in _DAY:
        return _DAY[word]
    if word in {"t", "s"}:
        raise UserError(f"“{word}” can mean two days: write {'tue or thu' if word == 't' else 'sat or sun'}.")
    names = [name.lower() for name in _NAMES]
    # a slip seldom hits the first letter: "munday" is as near to Sunday as to Monday
    near = get_close_matches(word, [n for n in names if n[0] == word[:1]], n=1, cutoff=0.7)
    near = near or get_close_matches(word, names, n=1, cutoff=0.7)
    if near:
        raise UserError(f"I don't know the day “{echo(word)}”. Did you mean {near[0].capitalize()}?")
    raise UserError(f"I don't know the days “{echo(text)}”: {_DAYS_HINT}.")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().lower())


def _refuse_empty_or_long(text: str, what: str, hint: str) -> None:
    if not text.strip():
        raise UserError(f"{hint[0].upper()}{hint[1:]}.")
    if len(text) > _LONGEST:
        raise UserError(f"That is too long for {'a time' if what == 'time' else what}: {hint}.")
