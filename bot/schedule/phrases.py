"""The words people use for days, times and zones, read into values and written back: the one door to them.

A phrase that cannot be read raises `UserError` with one sentence: what was not understood, and what to write.
"""

import re
from datetime import time

from bot.errors import UserError
from bot.schedule.clocks import half_means_two
from bot.schedule.dayphrases import days_in_words, refuse_empty_or_long
from bot.schedule.echo import echo
from bot.schedule.patterns import DayPattern, parse_pattern, pattern_in_words
from bot.schedule.zones import parse_zone, suggest_zones

__all__ = [
    "DayPattern",
    "days_in_words",
    "parse_pattern",
    "parse_time",
    "parse_zone",
    "pattern_in_words",
    "suggest_zones",
    "time_in_words",
]

_HINT = "write a time such as 07:00, 7am or 7:30 pm"
_RUN_TOGETHER = re.compile(r"^([0-9]{1,2})([0-9]{2})(?=$|[ ap])")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})|h)?(?: ?o'?clock)?(?: ?(?P<half>[ap])\.?m\.?)?")
_HALF = re.compile(r"half ([0-9]{1,2})(?: ?[ap]m)?")


def parse_time(text: str) -> time:
    """The wall-clock time of “7”, “7am”, “7:30 pm”, “19:30”, “0730” or “noon”; raises `UserError`."""
    refuse_empty_or_long(text, "a time", _HINT)
    words = re.sub(r"\s+", " ", text.strip().lower()).removeprefix("at ")
    if words in {"noon", "midday"}:
        return time(12)
    if words == "midnight":
        return time(0)
    _refuse_half(words)
    found = _clock_time(words)
    if found is None:
        raise UserError(f"I don't know the time “{echo(text)}”: {_HINT}.")
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
        raise UserError(half_means_two(words, hour))
