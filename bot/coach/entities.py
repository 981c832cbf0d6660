"""The things a message names: exercises, programs, muscles, equipment, days, figures with their units.

One reading for answers, for commands in plain words and for whatever else needs to know what was named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.coach.lexicon import Lexicon
from bot.coach.library import Library
from bot.coach.names import Names
from bot.coach.words import Spellings, plain, tokens

_DAY = re.compile(r"\bday (?:number )?(\d|one|two|three|a|b)\b")
_DAYS = {"one": 1, "two": 2, "three": 3, "a": 1, "b": 2}
_FIGURE = re.compile(
    r"\b(\d+(?:[.,]\d+)?(?: ?(?:x|×|-|–|to) ?\d+)?) ?"
    r"(kg|kgs|kilos?|lbs?|pounds?|stone|reps?|sets?|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|km|k|miles?|m|am|pm|%)?\b"
)
_BEFORE_A_DAY = {"on", "every", "each", "this", "next", "last", "till", "until", "by", "and", "or"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = {short: day for day in _WEEKDAYS for short in (day, day[:3])} | {
    "tues": "tuesday",
    "weds": "wednesday",
    "thur": "thursday",
    "thurs": "thursday",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names that decides: ids; `day` is the session of a program, `words` the message mended."""

    exercises: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    day: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What else a message names: muscles by their topics, equipment, days of the week, figures with their units."""

    muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    weekdays: tuple[str, ...]
    figures: tuple[str, ...]


class Entities:
    """Finds what a library knows by name; slips of the thumb are mended by `lexicon` first."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        exercises = {e.topic: (e.name, *e.aliases) for e in library.exercises.values()}
        programs = {p.id: (p.name, *p.aliases, *called(p.id)) for p in library.programs.values()}
        muscles = {
            topic: (title, topic.partition("/")[2].replace("-", " "))
            for topic, title in library.titles().items()
            if topic.startswith("muscle/")
        }
        pieces = sorted({piece for e in library.exercises.values() for piece in e.equipment})
        self._exercises = Names(exercises, lexicon)
        self._programs = Names(programs, lexicon)
        self._muscles = Names(muscles, lexicon)
        self._equipment = Names({piece: _pieces(piece) for piece in pieces}, lexicon)

    def named(self, text: str) -> Named:
        """Exercises, programs and a day of one."""
        mended = self._lexicon.mended(text)
        words = self._lexicon.fold(mended)
        exercises, _ = self._exercises.found(words)
        programs, _ = self._programs.found(words)
        # "hip trusts" is a name only in its usual spelling
        plain_names, _ = self._exercises.found(mended)
        read = words if set(exercises) - set(plain_names) else mended
        return Named(tuple(exercises), tuple(programs), day_named(" ".join(words)), " ".join(read))

    def details(self, text: str) -> Details:
        """Everything else: for whoever explains a reading, and for commands that take figures and days."""
        _, rest = self._exercises.found(self._lexicon.words(text))
        return Details(
            tuple(self._muscles.found(rest)[0]),
            tuple(self._equipment.found(rest)[0]),
            _weekdays(tokens(text)),
            tuple(" ".join(filter(None, hit)) for hit in _FIGURE.findall(plain(text)))[:8],
        )


def day_named(words: str) -> int | None:
    """The session of a program that words name: "day 2", "day b"."""
    found = _DAY.search(words)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else _DAYS[found[1]]


def symptoms(library: Library) -> list[Sequence[str]]:
    """Every way to say a symptom, so that no typo rule turns a "bang" into a "band"."""
    safety = library.safety
    return [*safety.groups.values(), safety.pains, *(group for sign in safety.signs for group in sign.all)]


def called(program: str) -> list[str]:
    """What people call a program by its id: "beginner workout", "beginner one" …"""
    return [f"{program} {noun}" for noun in ("workout", "program", "session", "exercise", "one", "day", "training")]


def open_lexicon(library: Library, words: Mapping[str, int] | None = None) -> Lexicon:
    """The words of a library for mending slips: its texts, examples and symptoms, and `words` of a trained model."""
    texts = [
        " ".join((f.passage.short, *f.passage.steps, f.passage.detail, *f.passage.questions))
        for f in library.everything()
    ]
    cues = [*library.words.aspects.values(), *library.words.actions.values()]
    known = [phrase.replace("*", "") for group in (*symptoms(library), *cues) for phrase in group]
    known += [*library.words.fillers, *library.words.pronouns]
    names = [name for e in library.exercises.values() for name in (e.name, *e.aliases)]
    return Lexicon(Spellings(library.words.spellings), [*texts, *known, *names], words)


def _weekdays(words: Sequence[str]) -> tuple[str, ...]:
    """The days of the week in a message, however short; "sat" and "sun" only beside another day or after "on"."""
    found: list[str] = []
    for at, word in enumerate(words):
        day = _SHORT_DAYS.get(word.rstrip("s") if len(word) > 4 else word)
        alone = word in {"sat", "sun"} and not found and (at == 0 or words[at - 1] not in _BEFORE_A_DAY)
        if day and not alone:
            found.append(day)
    return tuple(dict.fromkeys(found))


def _pieces(piece: str) -> list[str]:
    return [part.strip() for part in re.split(r" or |\(.*\)", piece) if part.strip()]
