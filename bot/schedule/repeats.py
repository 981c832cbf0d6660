"""What repeats inside a sentence: “every morning”, “tuesdays and thursdays”, “mon wed fri”, “fortnightly on sunday”.

The words of a pattern that stand together are one run; the part of the day among them (“monday evenings”) is kept
apart. A run repeats when it says so, or names several days: a lone “friday” is a date and is left where it is.
"""

import re
from dataclasses import dataclass

from bot.errors import UserError
from bot.schedule.clocks import PART_WORDS, part_of_day
from bot.schedule.dates import WEEKDAY_WORDS
from bot.schedule.dayphrases import NAMES, nearest
from bot.schedule.marks import DAY, PART
from bot.schedule.numberwords import PLACE, SMALL_NUMBER
from bot.schedule.patterns import DayPattern, parse_pattern


@dataclass(frozen=True, slots=True)
class Repeat:
    """A pattern of days, and the part of the day that was said with it."""

    pattern: DayPattern
    part: str | None = None


_EVERY = r"every|evry|evrey|eveyr|evey|each"
_PLURAL_DAY = rf"{'|'.join(name.lower() for name in NAMES)}"
_KINDS = re.compile(
    rf"(?P<hyphen>[-–—,&/+])|\b(?:(?P<every>{_EVERY})|(?P<single>single)|(?P<plural>(?:{_PLURAL_DAY})s)"
    rf"|(?P<weekday>{WEEKDAY_WORDS}\b\.?)|(?P<set>weekdays?|weekends?|workdays?|week\s+days)"
    r"|(?P<daily>daily|everyday)|(?P<nightly>nightly)|(?P<days>days?)"
    rf"|(?P<cycle>fortnightly|bi-?weekly|fortnights?|alternate)|(?P<weekly>weekly|monthly)|(?P<weeks>weeks?|months?)|(?P<part>{PART_WORDS})"
    rf"|(?P<place>{PLACE}|other|last)|(?P<number>{SMALL_NUMBER})|(?P<once>once)"
    r"|(?P<glue>the|a|on|in|of|and|n|to|through|from|except(?:\s+for)?|but\s+not|without))(?![\w:'])",
    re.I,
)
_ANCHORS = frozenset({"plural", "weekday", "set", "daily", "nightly", "days", "part", "weekly", "weeks", "cycle"})
_STARTS = _ANCHORS - {"days", "weeks"} | {"every", "place", "once"}
_TOO_OFTEN = re.compile(
    rf"\b(?:hourly|(?:{_EVERY})\s+(?:(?:other|few|{SMALL_NUMBER}|[0-9]+|half|half\s+an)\s+)?(?:hours?|hrs?|h|min(?:ute)?s?))\b",
    re.I,
)
_BEFORE_PART = re.compile(r"(?:^|[,.;:\x01-\x03]|\b(?:the|on|in|me|us|for|and|please))\s*$", re.I)
_THIS_ONE = re.compile(r"\b(?:this|next|coming)\s+$", re.I)
MORE_THAN_ONE = "That is more than one reminder: ask for one, and then for the next."


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    words: str
    parts: frozenset[str]
    lone_part: bool


def find_repeat(text: str, *, lone_parts: bool = True) -> tuple[Repeat | None, str]:
    """What repeats, and the text without it; raises `UserError` for a rhythm that no pattern of days can keep.

    Without `lone_parts`, “nights” alone does not count: “i work nights” is no request for every night.
    """
    if match := _TOO_OFTEN.search(text):
        raise UserError(f"I can't remind you as often as “{match[0]}”: write days and a time, such as weekdays 7am.")
    runs = [run for run in _runs(text) if not run.lone_part or (lone_parts and _BEFORE_PART.search(text[: run.start]))]
    parts = {part for run in runs for part in run.parts}
    if len(parts) > 1 or any(_THIS_ONE.search(text[: run.start]) for run in runs):
        raise UserError(MORE_THAN_ONE)
    for run in reversed(runs):
        text = f"{text[: run.start]} {PART if run.parts else DAY} {text[run.end :]}"
    if not runs:
        return None, text
    return Repeat(_together([run.words for run in runs]), next(iter(parts), None)), text


def mended(text: str) -> str:
    """The text with slips in names of weekdays put right: “teusday”, “wendesdays”."""
    text = re.sub(r"\bthrs\b", "thurs", text, flags=re.I)
    return re.sub(r"\b[a-z]{3,8}day(?=s?\b)", _mended_day, text, flags=re.I)


def _mended_day(match: re.Match[str]) -> str:
    names = [name.lower() for name in NAMES]
    return match[0] if match[0].lower() in names else nearest(match[0].lower(), names, 0.8) or match[0]


def _together(phrases: list[str]) -> DayPattern:
    """One pattern from one or more phrases: “fortnightly … on sundays” is one, “daily … on weekdays” the narrower."""
    cycles = [words for words in phrases if _is_cycle(words)]
    days = [words for words in phrases if not _is_cycle(words)]
    if len(cycles) == 1 and len(days) == 1:
        return parse_pattern(f"{cycles[0]} on {days[0]}")
    patterns = {parse_pattern(words) for words in phrases}
    narrow = {one for one in patterns if len(one.days) < 7 or one.every > 1}
    if len(narrow) > 1:
        raise UserError(MORE_THAN_ONE)
    return (narrow or patterns).pop()


def _is_cycle(words: str) -> bool:
    return bool(re.fullmatch(r"(?:every |each )?(?:\w+ )?(?:fortnight|weeks?)|fortnightly|bi-?weekly|monthly", words))


def _runs(text: str) -> list[_Run]:
    runs: list[_Run] = []
    tokens: list[re.Match[str]] = []
    for token in _KINDS.finditer(text):
        # a number belongs to a pattern in “every 2 weeks” only: “mon 7 and wed 8” are two days with their times
        stray = _kind(token) == "number" and not (tokens and _kind(tokens[-1]) == "every")
        if tokens and (stray or text[tokens[-1].end() : token.start()].strip()):
            runs += _run(tokens)
            tokens = []
        tokens += [] if stray else [token]
    return runs + _run(tokens)


def _run(tokens: list[re.Match[str]]) -> list[_Run]:
    """The run these neighbours make: one, or none when they only sound like it."""
    tokens = _trimmed(tokens)
    kinds = [_kind(token) for token in tokens]
    if not _repeats(kinds, tokens):
        return []
    parts = frozenset(part_of_day(t[0]) for t in tokens if _kind(t) in {"part", "nightly"})
    words = _usual_words(tokens, kinds)
    return [_Run(tokens[0].start(), tokens[-1].end(), words, parts, kinds == ["part"])]


def _trimmed(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    kinds = [_kind(token) for token in tokens]
    start = next((i for i, kind in enumerate(kinds) if kind in _STARTS), len(tokens))
    end = next((i for i in range(len(tokens), 0, -1) if kinds[i - 1] in _ANCHORS), 0)
    return tokens[start:end]


def _repeats(kinds: list[str], tokens: list[re.Match[str]]) -> bool:
    present = set(kinds)
    days = present & {"plural", "weekday", "set"}
    if "every" in present:
        return bool(days or present & {"part", "days", "cycle"} or "place" in present or "number" in present)
    if present & {"plural", "daily", "nightly", "cycle"} or kinds.count("weekday") > 1:
        return True
    if "set" in present:
        return any(t[0].lower().endswith("s") or len(tokens) > 1 for t in tokens if _kind(t) == "set")
    if any(_kind(t) == "part" and t[0].lower().endswith("s") for t in tokens):
        return True
    if "weekday" in present:
        return bool(present & {"weekly", "place", "once"})
    return ("once" in present and "days" in present) or [t[0].lower() for t in tokens] == ["monthly"]


def _usual_words(tokens: list[re.Match[str]], kinds: list[str]) -> str:
    """The run as `parse_pattern` reads it: without parts of the day, spelled as usual."""
    words: list[str] = []
    for token, kind in zip(tokens, kinds, strict=True):
        word = token[0].lower()
        words.append({"every": "every", "single": "", "part": "", "nightly": "every day"}.get(kind, word))
        if word == "n":
            words[-1] = "and"
    plain = re.sub(r"\b(?:in|of|at)(?: the| a)?(?=\s*$| (?:on|in)\b)", "", " ".join(filter(None, words))).strip(" ,-")
    if not re.search(rf"day|week|fortnight|daily|month|\b{WEEKDAY_WORDS}\b", plain):
        plain = f"{plain} day" if plain.startswith("every") else "every day"
    return plain.replace("once a day", "every day")


def _kind(token: re.Match[str]) -> str:
    return token.lastgroup or ""
