"""Weekdays as people write them, read into numbers from 0 (Monday) to 6 and written back.

A phrase that cannot be read raises `UserError` with one sentence: what was not understood, and what to write.
"""

import re
from difflib import get_close_matches

from bot.errors import UserError
from bot.schedule.echo import echo

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY = frozenset(range(7))
_WEEKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_LONGEST = 100

_SHORT = (
    "m mo mon mond monday, tu tue tues tuesday, w we wed weds wednesday, "
    "th thu thur thurs thursday, f fr fri friday, sa sat saturday, su sun sunday"
)
DAY = {word: number for number, names in enumerate(_SHORT.split(", ")) for word in names.split()} | {
    f"{name.lower()}s": number for number, name in enumerate(NAMES)
}
# Stand alone or among others: “weekdays and sat”.
SETS = {
    "weekday": _WEEKDAYS,
    "weekdays": _WEEKDAYS,
    "workdays": _WEEKDAYS,
    "weekend": _WEEKEND,
    "weekends": _WEEKEND,
}
# Stand alone only: “all mondays” is not every day.
WHOLE = SETS | {
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "each day": EVERY_DAY,
    "daily": EVERY_DAY,
    "all": EVERY_DAY,
    "all days": EVERY_DAY,
    "all week": EVERY_DAY,
    "week days": _WEEKDAYS,
    "working days": _WEEKDAYS,
    "mwf": frozenset({0, 2, 4}),
    "tth": frozenset({1, 3}),
}
_FILLER = frozenset({"and", "on", "every", "each", "the"})


def read_days(words: str, text: str, hint: str) -> frozenset[int]:
    """The days of plain `words`, which are part of `text`; a `UserError` repeats the text and ends with the hint."""
    try:
        days = _without_exceptions(words)
    except ValueError:
        raise UserError(f"I don't know the days “{echo(text)}”: {hint}.") from None
    if not days:
        raise UserError(f"“{echo(text)}” leaves no day: {hint}.")
    return days


def days_in_words(days: frozenset[int]) -> str:
    """“every day”, “weekdays”, “weekends” or the days by name: “Monday, Wednesday and Friday”."""
    for words, several in (("every day", EVERY_DAY), ("weekdays", _WEEKDAYS), ("weekends", _WEEKEND)):
        if days == several:
            return words
    return listed([NAMES[day] for day in sorted(days)])


def listed(words: list[str]) -> str:
    """Words as people list them: “Monday, Wednesday and Friday”."""
    return " and ".join(", ".join(words).rsplit(", ", 1))


def plain(text: str) -> str:
    """Lower case, with single spaces."""
    return re.sub(r"\s+", " ", text.strip().lower())


def refuse_empty_or_long(text: str, what: str, hint: str, longest: int = _LONGEST) -> None:
    """A `UserError` when nothing was written, or far more than anybody writes for `what`."""
    if not text.strip():
        raise UserError(f"{hint[0].upper()}{hint[1:]}.")
    if len(text) > longest:
        raise UserError(f"That is too long for {what}: {hint}.")


def _without_exceptions(words: str) -> frozenset[int]:
    wanted, *left_out = re.split(r"\b(?:except|but not|without)\b(?: for\b)?", words)
    days = _day_set(wanted)
    for part in left_out:
        days -= _day_set(part)
    return days


def _day_set(words: str) -> frozenset[int]:
    words = words.strip()
    if words in WHOLE:
        return WHOLE[words]
    days: set[int] = set()
    for part in re.split(r"[,;/|+&\s]+", _joined_ranges(words)):
        if part in SETS:
            days |= SETS[part]
        elif part and part not in _FILLER:
            days |= _day_range(part)
    if not days:
        raise ValueError("no day at all")
    return frozenset(days)


def _joined_ranges(words: str) -> str:
    return re.sub(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*", "-", words)


def _day_range(part: str) -> set[int]:
    first, dash, last = part.partition("-")
    start = _day(first)
    if not dash:
        return {start}
    return {(start + step) % 7 for step in range((_day(last) - start) % 7 + 1)}


def _day(word: str) -> int:
    word = word.rstrip(".")
    if word in DAY:
        return DAY[word]
    if word in {"t", "s"}:
        raise UserError(f"“{word}” can mean two days: write {'tue or thu' if word == 't' else 'sat or sun'}.")
    near = nearest(word, [name.lower() for name in NAMES], 0.7)
    if near:
        raise UserError(f"I don't know the day “{echo(word)}”. Did you mean {near.capitalize()}?")
    raise ValueError(word)


def nearest(word: str, names: list[str], cutoff: float) -> str | None:
    """The name that a slip of the fingers most likely stood for, if any."""
    # a slip seldom hits the first letter: "munday" is as near to Sunday as to Monday
    near = get_close_matches(word, [n for n in names if n[0] == word[:1]], n=1, cutoff=cutoff)
    near = near or get_close_matches(word, names, n=1, cutoff=cutoff)
    return near[0] if near else None
