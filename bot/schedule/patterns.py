"""Which days of which weeks: “every other tuesday”, “every 3 weeks on fri”, “first and third monday of the month”.

Read into a `DayPattern` and written back so that it reads as the same pattern again. Every so many weeks and a place
in the month exclude each other, and one pattern holds one rhythm: what mixes two is refused with what to write.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.errors import UserError
from bot.schedule.dayphrases import (
    DAY,
    EVERY_DAY,
    NAMES,
    WHOLE,
    days_in_words,
    listed,
    nearest,
    plain,
    read_days,
    refuse_empty_or_long,
)
from bot.schedule.echo import echo
from bot.schedule.numberwords import PLACE, PLACES, SMALL, SMALL_NUMBER, nth_in_figures, number, place
from bot.schedule.rule import LAST, LONGEST_EVERY


@dataclass(frozen=True, slots=True)
class DayPattern:
    """The days (0 is Monday) of every `every`th week, or their `nth` ones of a month (1 to 5, -1 is the last)."""

    days: frozenset[int]
    every: int = 1
    nth: frozenset[int] = frozenset()


_LONGEST = 150
_HINT = "write days such as mon thu, weekdays, every other tuesday or first saturday"
_OTHER_DAYS = re.compile(
    rf"\b(?:(?:every|each) (?:other|alternate|few|{PLACE}|{SMALL_NUMBER})|alternat(?:e|ing)) (?:week|work)?days?\b"
)
_FORTNIGHT = r"fortnightly|bi-? ?weekly|(?:(?:once )?every|each|once a|per) fortnight"
_WEEKS = (
    rf"(?:once )?(?:every|each) (?P<count>{SMALL_NUMBER}|couple of) weeks?"
    rf"|(?:every|each) (?P<place>other|alternate|{PLACE}) weeks?"
    rf"|(?P<fortnight>{_FORTNIGHT}|alternat(?:e|ing) weeks)"
    r"|(?P<weekly>weekly|(?:every|each) week|once a week)"
)
_WEEKS_BEFORE = re.compile(rf"^(?:on |in )?(?:{_WEEKS})\b,?(?: on\b)?(?: the\b)?")
_WEEKS_AFTER = re.compile(rf",? ?(?:\b(?:of|in) )?\b(?:{_WEEKS})$")
_OTHER_BEFORE = re.compile(r"^(?:on )?(?:(?:every|each) (?:other|alternate)|alternat(?:e|ing))\b")
_MONTH = r"monthly|once a month|(?:every|each) month"
_MONTH_BEFORE = re.compile(rf"^(?:{_MONTH})\b,?(?: on\b)?(?: the\b)?")
_MONTH_AFTER = re.compile(rf",? ?\b(?:(?:of|in) (?:(?:the|every|each|a|any) )?month|{_MONTH}|(?:a|per) month)$")
_NTH = rf"(?:{PLACE}|last)"
_JOINT = re.compile(rf"(?:\s*[,;&/+]\s*(?:and )?|\s+and\s+)(?=(?:(?:the|on|every|each) )*{_NTH}\b)")
_SEGMENT = re.compile(rf"^(?:on |the )*(?P<every>(?:every|each) )?(?:the )?(?P<nth>{_NTH}(?: {_NTH})*)\b(?P<days>.*)$")
_SECOND_TO_LAST = re.compile(rf"\b(?:{PLACE}|next)[ -](?:to[ -])?last\b|\bpenultimate\b|\blast but one\b")
_VOCABULARY = [
    *(name.lower() for name in NAMES),
    *("every", "each", "other", "alternate", "fortnightly", "biweekly", "weekly", "monthly", "daily"),
    *("weeks", "month", "weekdays", "weekends", "last", "except", *list(PLACES)[:5]),
]
_KNOWN = frozenset(
    {
        *_VOCABULARY,
        *DAY,
        *(word for phrase in WHOLE for word in phrase.split()),
        *PLACES,
        *SMALL,
        "week",
        "fortnight",
        "alternating",
        "once",
        "without",
        "until",
    }
)


def parse_pattern(text: str) -> DayPattern:
    """“mon thu”, “weekdays”, “mon-fri”, “every day except sunday”, “every other tuesday”, “first saturday”.

    Raises `UserError`.
    """
    refuse_empty_or_long(text, "days", _HINT, _LONGEST)
    words = plain(text).strip(".!")
    _refuse_other_days(words, text)
    _refuse_slips(words)
    words, every = _every(words)
    words, monthly = _monthly(words)
    if not words:
        raise UserError(_which_day(text, monthly=monthly))
    if every > 1 and re.search(r".\b(?:every|each)\b", words):
        raise UserError(_one_rhythm(text))
    days, nth, counted = _places(words, text, monthly=monthly)
    if (monthly and not nth) or (nth and every > 1):
        raise UserError(_which_day(text, monthly=monthly) if monthly else _one_rhythm(text))
    return DayPattern(days, counted if every == 1 else every, nth)


def pattern_in_words(days: frozenset[int], every: int = 1, nth: frozenset[int] = frozenset()) -> str:
    """“every other Tuesday”, “every 3 weeks on Friday”, “the first and third Monday of the month”; else the days."""
    names = days_in_words(days)
    if nth:
        places = [_place_in_words(n) for n in sorted(nth, key=lambda n: (n == LAST, n))]
        return f"the {listed(places)} {listed([NAMES[day] for day in sorted(days)])} of the month"
    if every == 1:
        return names
    if days == EVERY_DAY:
        return f"every day of every {'other' if every == 2 else nth_in_figures(every)} week"
    if every == 2:
        return f"every other week on {names}" if names.startswith("week") else f"every other {names}"
    return f"every {every} weeks on {names}"


def _place_in_words(nth: int) -> str:
    return "last" if nth == LAST else list(PLACES)[nth - 1]


def _every(words: str) -> tuple[str, int]:
    """What is left without “every 3 weeks on”, and how many weeks those are; 1 when nothing is said."""
    for pattern in (_WEEKS_BEFORE, _WEEKS_AFTER):
        if match := pattern.search(words):
            return (words[: match.start()] + words[match.end() :]).strip(" ,"), _weeks(match)
    if match := _OTHER_BEFORE.match(words):
        return words[match.end() :].strip(), 2
    return words, 1


def _weeks(match: re.Match[str]) -> int:
    if match["weekly"]:
        return 1
    if match["fortnight"] or match["place"] in {"other", "alternate"} or match["count"] == "couple of":
        return 2
    weeks = number(match["count"]) if match["count"] else place(match["place"])
    if not 1 <= weeks <= LONGEST_EVERY:
        raise UserError(f"I can count from 1 to {LONGEST_EVERY} weeks: write such as every 2 weeks on tue.")
    return weeks


def _monthly(words: str) -> tuple[str, bool]:
    for pattern in (_MONTH_BEFORE, _MONTH_AFTER):
        if match := pattern.search(words):
            return (words[: match.start()] + words[match.end() :]).strip(" ,"), True
    return words, False


def _places(words: str, text: str, *, monthly: bool) -> tuple[frozenset[int], frozenset[int], int]:
    """The days, their places in the month, and the weeks from one to the next (“every second tue” is two)."""
    segments = [_SEGMENT.match(part) for part in _JOINT.split(words)]
    if not any(segments):
        if re.search(r".\b(?:every|each)\b.*\b(?:other|alternate|second)\b", words):
            raise UserError(_one_rhythm(text))
        return read_days(words, text, _HINT), frozenset(), 1
    found = [one for one in segments if one]
    if not found[-1]["days"].strip():
        raise UserError(_which_day(text, monthly=True))
    if _SECOND_TO_LAST.search(words):
        raise UserError(f"I can keep the last one of a month, not the one before “{echo(text)}”: {_HINT}.")
    nth = frozenset(_nth(word, text) for one in found for word in one["nth"].split())
    every, listed_days = found[0]["every"], [one["days"].strip() for one in found]
    if len(found) < len(segments):
        raise UserError(_one_rhythm(text))
    several = {_named_days(days, text) for days in listed_days if days}
    if len(several) > 1:
        raise UserError(_one_rhythm(text))
    if every and not monthly and len(nth) == 1 and not nth & {1, LAST}:
        _refuse_doubtful(text, min(nth), found[0]["days"].strip())
        return several.pop(), frozenset(), 2
    return several.pop(), nth, 1


def _nth(word: str, text: str) -> int:
    nth = LAST if word == "last" else place(word)
    if nth != LAST and not 1 <= nth <= 5:
        raise UserError(f"No weekday comes that often in a month as in “{echo(text)}”: {_HINT}.")
    return nth


def _named_days(words: str, text: str) -> frozenset[int]:
    if re.search(r"\b(?:(?:week|work)?days?|weekends?|weeks?|daily|all)\b", words):
        raise UserError(f"Name the weekday of “{echo(text)}”: write such as first saturday, or last friday.")
    if re.search(r"\b(?:every|each)\b", words):
        raise UserError(_one_rhythm(text))
    return read_days(words, text, _HINT)


def _refuse_doubtful(text: str, nth: int, days: str) -> None:
    if nth > 2:
        raise UserError(
            f"“{echo(text)}” can mean two things: write every {nth} weeks on {echo(days)}, "
            f"or {_place_in_words(nth)} {echo(days)} of the month."
        )


def _refuse_other_days(words: str, text: str) -> None:
    if _OTHER_DAYS.search(words):
        raise UserError(f"“{echo(text)}” falls on other weekdays each week, which I can't keep: write mon wed fri.")


def _refuse_slips(words: str) -> None:
    for word in re.findall(r"[a-z]{4,}", words):
        near = None if word in _KNOWN else nearest(word, _VOCABULARY, 0.75)
        if near and near not in DAY:
            _did_you_mean(word, near)


def _did_you_mean(word: str, near: str) -> NoReturn:
    raise UserError(f"I don't know the word “{echo(word)}”. Did you mean {near}?")


def _which_day(text: str, *, monthly: bool) -> str:
    such = "first saturday, or last friday of the month" if monthly else "every other tuesday"
    return f"Say which day too with “{echo(text)}”: write such as {such}."


def _one_rhythm(text: str) -> str:
    return f"“{echo(text)}” mixes two rhythms: write one of them here, and make a second entry for the other."
