"""Reads knowledge files as a proofreader would: markdown, mentions, units, doubled questions and dates.

Works on the files as they stand, so that one that cannot be loaded is proofread too. What the bot cannot work with is
found by `library`; what stands here is asked by `backline check` only and never keeps the bot from starting.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, cast

from bot.coach.yamlfile import Place, YamlFile
from bot.errors import Fault

Remark = tuple[str, str]

OLDEST = timedelta(days=2 * 365 + 1)
_NEVER_SHOWN = {"questions", "aliases", "all", "none", "groups", "negations", "past"}
_MATCHED_ONLY = {"words.yaml"}  # never shown either: all of it is for reading messages

_MAY_BE_MARKED = re.compile(r"[*_~`|#@<]|://|www\.|\]\(|discord\.gg", re.IGNORECASE)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[a-z]")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_MARK = re.compile(r"\\.|\*\*|\*|__|~~|\|\||`+")
_HEADING = re.compile(r"\s*(?:#{1,3}|-#)\s")
_MENTION = re.compile(r"(?<!\w)@(?:everyone|here)\b|<(?:@[!&]?|#|a?:\w+:|/[\w ]+:)\d*>?", re.IGNORECASE)
_LINK = re.compile(r"\w+://\S+|\bwww\.\S+|\bdiscord\.gg/\S+|\]\([^)]*\)?", re.IGNORECASE)

# a figure or a span, taken whole or not at all: the 2 of "2 or 3 kg" is not a figure on its own
_FIGURE = r"(?>\d+(?:\.\d+)?(?:\s?(?:[-–]|to|or)\s?\d+(?:\.\d+)?)?)"
# after it nothing that could be counted: the sentence ends or goes on without a noun
_BARE = (
    r"(?=\s*(?:[.,;:!?)]|$)|"
    r"\s+(?:and|then|or|at|per|on|in|between|before|after|for|with|from|as|when|if|but|while|until|each)\b)"
)
_ABOUT = r"(?: (?:for|it|of|there|still|about|around|up to|at least|at most|another|only|with|by))* "
_NEEDS_A_UNIT = re.compile(
    r"\b(?:hold|rest|paus|wait|lower|add|lift|load|weigh|increas|do|perform|aim|start|work|build)(?:e|es|s|ing)?\b"
    rf"{_ABOUT}{_FIGURE}{_BARE}"
    rf"|\bhold(?: [a-z]+){{1,3}} for {_FIGURE}{_BARE}"
    rf"|\b(?:every|within) {_FIGURE}{_BARE}"
    rf"|(?<![\w.,–-])(?<!RPE )(?=\d+\.\d|\d+\s?[-–]\s?\d+\.\d){_FIGURE}{_BARE}",
    re.IGNORECASE,
)
_KG, _LB = re.compile(r"[\d.]+\s?(?:kg|kilos?)\b"), re.compile(r"[\d.]+\s?(?:lbs?|pounds?)\b")
_PER_KG = re.compile(r"\bg(?:rams?)?(?:\s?/\s?| per | a | for (?:each|every) )(?:kg|kilo)")
_PER_LB = re.compile(r"(?:/\s?| per | a | each | every )(?:lb|pound)\b")


def proofread(files: dict[str, YamlFile], today: date) -> list[Fault]:
    """Every remark on these files, with file and line; `today` tells which dates of review are too old, or to come."""
    faults: list[Fault] = []
    for name, file in files.items():
        if name.split("/")[-1] not in _MATCHED_ONLY:
            for place, text in _shown(file.data, ()):
                faults += _text(file, place, text)
    return [*faults, *_doubled(files.values()), *_dates(files.values(), today)]


def _walk(data: Any, place: Place, skipped: set[str]) -> Iterator[tuple[Place, Any]]:
    if isinstance(data, dict):
        for key, child in cast(dict[str, Any], data).items():
            if key not in skipped:
                yield from _walk(child, (*place, key), skipped)
    elif isinstance(data, list):
        for index, child in enumerate(cast(list[Any], data)):
            yield from _walk(child, (*place, index), skipped)
    else:
        yield place, data


def _shown(data: Any, place: Place) -> Iterator[tuple[Place, str]]:
    return ((at, text) for at, text in _walk(data, place, _NEVER_SHOWN) if isinstance(text, str))


def _text(file: YamlFile, place: Place, text: str) -> Iterator[Fault]:
    marked, figures = _MAY_BE_MARKED.search(text), _DIGIT.search(text)
    if not marked and not figures:
        return
    first = file.line(place)
    # only a block ("|") holds several lines, and it begins on the line below its name
    below = 1 if "\n" in text else 0
    for number, line in enumerate(text.splitlines()):
        remarks = [*(_markup(line) if marked else ()), *(_units(line) if figures else ())]
        yield from (Fault(file.name, first + below + number, *remark) for remark in remarks)


def _markup(line: str) -> Iterator[Remark]:
    bare = _CODE.sub(lambda code: "x" * len(code[0]), line)
    if _HEADING.match(bare):
        yield "a text holds no headings and no small print.", "Take the # away, or write it in bold."
    if found := _MENTION.search(bare):
        yield f"“{found[0]}” would mention somebody.", "Name them in plain words."
    if found := _LINK.search(bare):
        yield f"“{found[0]}” is a link.", "Say it in words; a text leads nowhere else."
    marks = [m[0] for m in _MARK.finditer(bare) if not m[0].startswith("\\") and not _alone(bare, m)]
    for mark in dict.fromkeys(marks):
        if marks.count(mark) % 2:
            yield f"“{mark}” is opened and not closed.", "Close it on the same line; a sign meant as such gets a \\."


def _alone(line: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands between blanks, as in "3 * 12" or before a point of a list: Discord shows it as it is."""
    return not line[: mark.start()][-1:].strip() and not line[mark.end() :][:1].strip()


def _units(line: str) -> Iterator[Remark]:
    if _LETTER.search(line) and (found := _NEEDS_A_UNIT.search(line)):
        yield f"“{found[0].strip()}” has no unit.", "Add it: s, min, hours, days, weeks, reps, sets, or kg and lb."
    for here, there, missing in ((_KG, _LB, "lb"), (_LB, _KG, "kg"), (_PER_KG, _PER_LB, "per pound")):
        if (found := here.search(line)) and not there.search(line):
            yield f"“{found[0]}” stands without {missing}.", "Give both on the same line."
    if (found := _PER_LB.search(line)) and re.search(r"\d\s?g", line) and not _PER_KG.search(line):
        yield f"“{found[0].strip()}” stands without g per kg.", "Give both on the same line."


def _doubled(files: Iterable[YamlFile]) -> Iterator[Fault]:
    """The same example question at two places teaches the engine nothing but doubt."""
    seen: dict[str, Fault] = {}
    for file in files:
        for place, text in _walk(file.data, (), set()):
            if "questions" not in place[-2:-1] or not isinstance(text, str):
                continue
            words = " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("’", "")))
            here = file.fault(place, f"“{text}” is an example")
            first = seen.setdefault(words, here)
            if first is not here:
                yield Fault(here.file, here.line, f"{here.what} at {first.file}:{first.line} too.", "Keep one.")


def _dates(files: Iterable[YamlFile], today: date) -> list[Fault]:
    dated = [(f, p, _day(d)) for f in files for p, d in _walk(f.data, (), _NEVER_SHOWN) if p[-1:] == ("reviewed",)]
    days = [(file, place, day) for file, place, day in dated if day]
    old = [
        file.fault(place, f"last reviewed {day}, more than two years ago.", "Read it again, then set the date.")
        for file, place, day in days
        if today - day > OLDEST
    ]
    # east of here it may be tomorrow already
    ahead = [
        file.fault(place, f"reviewed {day} lies in the future.", "Write the day on which it was read.")
        for file, place, day in days
        if day > today + timedelta(days=1)
    ]
    # when most dates lie ahead it is this machine's clock that is wrong
    return old + (ahead if 2 * len(ahead) <= len(days) else [])


def _day(written: Any) -> date | None:
    """A date as YAML reads it, or in quotes; the library tells of anything else."""
    if type(written) is date:  # a datetime is a date too, and cannot be compared with one
        return written
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
