"""The time of day inside a sentence: “at 7”, “7:30 pm”, “noon”, “quarter past 6”, and “in the morning”.

A bare “7” says nothing about the half of the day; a word of the day (“this evening”) decides, else it is 07:00.
"""

import re
from dataclasses import dataclass
from datetime import time

from bot.errors import UserError
from bot.schedule.marks import MARK, PART, TIME, take
from bot.schedule.numberwords import SMALL, number, one_of

_MORNING, _AFTERNOON, _EVENING, _NIGHT = "morning", "afternoon", "evening", "night"
# What it is without a time, and from which hour to which it lasts; a night goes on after midnight.
_LASTS = {_MORNING: (0, 12), _AFTERNOON: (12, 19), _EVENING: (16, 24), _NIGHT: (17, 30)}
_USUAL = {_MORNING: time(7), _AFTERNOON: time(15), _EVENING: time(18), _NIGHT: time(20)}
PART_WORDS = r"(?:mornin?gs?|mornins?|mornign|afternoons?|arvos?|evenings?|evenins?|eves?|nights?|nites?)"
_HOUR = rf"(?:[0-9]{{1,2}}|{one_of(SMALL)})"
_MINUTE = r"[0-9]{2}"
_AT = r"(?:(?:\b(?:at|around|round|by|from|till?|about|for)\s+){1,2}|@\s?|~\s?)"
_BY = r"(?:(?:\b(?:at|around|round|by|till?)\s+(?:about\s+|around\s+)?)|@\s?|~\s?)"
_AM = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCK = r"(?:\s?o'?\s?clock\b|-?ish\b)"
_NOT_THINGS = (
    r"(?!\s*(?:%|x\b|×|sets?\b|reps?\b|times?\b|min(?:ute)?s?\b|sec(?:ond)?s?\b|hours?\b|days?\b|weeks?\b|k\b|km\b|kg\b"
    r"|miles?\b|points?\b|legs?\b|sides?\b|go\b|of\b(?!\s*(?:the\b|\x02))|or\b|marathon\b|[-–]\s?[0-9]))"
)
_ENDS = (
    r"(?=\s*(?:$|[\x01-\x03,;!?)]|\.(?![0-9])|[-–—]\s"
    r"|(?:to|about|abt|for|that|please|pls|plz|sharp|and|remind|if|so)\b))"
)
_NAMED = re.compile(
    r"(?:\b(?:at|around|by|before|in\s+the|every)\s+){0,2}\b(?:(?P<noon>noon|midday)|(?P<midnight>midnight)|(?P<lunch>lunchtime)"
    r"|(?:(?<=at )|(?<=by )|(?<=before ))"
    r"(?:(?P<lunch2>lunch)|(?P<bed>bed(?:\s?time)?)|(?P<breakfast>breakfast)|(?P<tea>tea\s?time)))\b",
    re.I,
)
_HOUR_AND_HALF = rf"(?P<hour>{_HOUR})\b(?:\s*{_AM})?{_NOT_THINGS}"
_PAST = tuple(
    re.compile(rf"{form}\s+(?P<way>past|to)\s+{_HOUR_AND_HALF}", re.I)
    for form in (
        rf"{_AT}?\b(?P<shift>half|(?:a\s+)?quarter)",
        # “10 to 12 squats” is no time of day
        rf"(?:{_BY}|(?<={MARK})\s*|^\s*)(?P<shift>twenty[\s-]five|five|ten|twenty|5|10|20|25)(?:\s+min(?:ute)?s?)?",
    )
)
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_AT}?(?<![\w.:])(?P<hour>{_HOUR})(?:\s?[:.h]?\s?(?P<minute>{_MINUTE})|\s+(?P<said>thirty|fifteen|forty[\s-]five))?"
        rf"\s*{_AM}",
        rf"{_AT}?(?<![\w.:])(?P<hour>[0-9]{{1,2}}):(?P<minute>{_MINUTE})(?![\w:])",
        rf"{_AT}?(?<![\w.:])(?P<hour>{_HOUR}){_CLOCK}",
        rf"{_BY}(?P<hour>{_HOUR})(?:(?:[:.h]?(?P<minute>{_MINUTE})|h|\s+(?P<said>thirty|fifteen|forty[\s-]five)))?\b"
        rf"(?![.:][0-9])(?:{_CLOCK})?{_NOT_THINGS}",
        rf"(?:\bin\s+)?(?<![\w.:])(?P<hour>{_HOUR})(?:[:.h](?P<minute>{_MINUTE}))?(?=\s*{PART})",
        rf"(?:(?<={MARK})|^)[\s,]*(?:\bfor\s+)?\b(?P<hour>{_HOUR})(?:(?:[:.h]?(?P<minute>{_MINUTE})|h))?{_ENDS}",
    )
)
_HALF_HOUR = re.compile(rf"(?<!and )(?<!and a )\bhalf\s+(?P<hour>{_HOUR})(?:\s?[ap]m)?\b{_NOT_THINGS}", re.I)
_IN_THE_PART = re.compile(
    rf"(?:\b(?:in|of|during|on|at)\s+(?:(?:the|each|every)\s+)?|(?<={MARK})\s*|^\s*)(?P<part>{PART_WORDS})\b", re.I
)
_NAMED_TIMES = {
    "noon": time(12),
    "lunch": time(12),
    "lunch2": time(12),
    "midnight": time(0),
    "breakfast": time(7, 30),
    "tea": time(17),
    "bed": time(21),
}
_SAID = {"thirty": 30, "fifteen": 15}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was said. `bare` says nothing about the half of the day: it may be the later one too."""

    at: time
    words: str
    bare: bool = False

    @property
    def later(self) -> time:
        """The same time in the second half of the day."""
        return self.at.replace(hour=self.at.hour % 12 + 12)

    @property
    def is_midnight(self) -> bool:
        """Whether it is the word “midnight”, which can be either end of a day."""
        return self.words == "midnight"


def find_clock(text: str) -> tuple[Clock | None, str]:
    """The time of day that is said first and most plainly, and the text without it; “half 7” is a `UserError`."""
    if match := _HALF_HOUR.search(text):
        raise UserError(half_means_two(match[0], number(match["hour"])))
    for pattern in (_NAMED, *_PAST, *_FORMS):
        match, rest = take(pattern, text, TIME)
        clock = _clock(match) if match else None
        if clock:
            return clock, rest
    return None, text


def find_part(text: str) -> tuple[str | None, str]:
    """“morning”, “afternoon”, “evening” or “night”, and the text without it."""
    match, rest = take(_IN_THE_PART, text, PART)
    return (part_of_day(match["part"]), rest) if match else (None, text)


def part_of_day(word: str) -> str:
    """The one name of a part of the day: “nites” is “night”."""
    first = word.lower()[0]
    return {"m": _MORNING, "a": _AFTERNOON, "e": _EVENING, "n": _NIGHT}[first]


def usual_time(part: str) -> time:
    """When something stands that was asked for in a part of the day, and no more was said."""
    return _USUAL[part]


def is_over(part: str, hour: int) -> bool:
    """Whether a part of the day has ended by that hour."""
    return hour >= _LASTS[part][1]


def time_of(clock: Clock, part: str | None) -> tuple[time, int]:
    """The wall-clock time, and how many days after the day that was named; raises `UserError` when they disagree."""
    if part is None:
        return clock.at, 0
    first, end = _LASTS[part]
    earliest, step = (clock.at.hour % 12, 12) if clock.bare else (clock.at.hour, 24)
    for hour in range(earliest, 30, step):
        if first <= hour < end:
            return clock.at.replace(hour=hour % 24), hour // 24
    raise UserError(f"“{clock.words}” is not in the {part}: write one or the other.")


def half_means_two(words: str, hour: int) -> str:
    """What to say to “half 7”: 6:30 in much of Europe, 7:30 in Britain."""
    before = (hour - 2) % 12 + 1
    return f"“{words}” is {before}:30 to some and {hour}:30 to others: write the one you mean."


def _clock(match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    words = " ".join(match[0].split())
    if "noon" in groups:
        found = next(name for name in _NAMED_TIMES if groups[name])
        return Clock(_NAMED_TIMES[found], "midnight" if found == "midnight" else words)
    hour, half = number(groups["hour"]), (groups.get("half") or "").lower()
    minute = _minute(groups)
    if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    bare = not half and 1 <= hour <= 12 and not groups["hour"].startswith("0")
    return _shifted(Clock(time(hour, minute), words, bare), groups)


def _minute(groups: dict[str, str | None]) -> int:
    said = groups.get("said")
    return _SAID.get(said.lower(), 45) if said else int(groups.get("minute") or 0)


def _shifted(clock: Clock, groups: dict[str, str | None]) -> Clock:
    shift = groups.get("shift")
    if not shift:
        return clock
    name = shift.lower().split()[-1]
    minutes = {"half": 30, "quarter": 15}.get(name) or number(shift)
    total = clock.at.hour * 60 + (minutes if groups["way"] == "past" else -minutes)
    hour = (total // 60 % 12 or 12) if clock.bare else total // 60 % 24
    return Clock(time(hour, total % 60), clock.words, clock.bare)
