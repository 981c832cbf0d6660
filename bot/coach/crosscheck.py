"""Checks that need the whole knowledge base: references between files, sources, names that collide."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from bot.coach.model import ASPECTS, Exercise, Passage, Slot
from bot.coach.yamlfile import Place, YamlFile
from bot.errors import Fault

if TYPE_CHECKING:
    from bot.coach.library import Library

Found = Iterator[Fault]


class Places:
    """Where an item stands: the file it came from, and the path inside it."""

    def __init__(self, library: "Library", files: dict[str, YamlFile]) -> None:
        self.library = library
        self.files = files

    def fault(self, item: str, place: Place, what: str, mend: str) -> Fault:
        origin = self.library.origins.get(item)
        if origin is None:
            return Fault("knowledge", 1, f"{item}: {what}", mend)
        file = self.files[origin.file]
        # an item of a list starts at its own line; find its path again by that line
        base = next((p for p, n in file.lines.items() if n == origin.line and len(p) in (0, 2)), ())
        return file.fault((*base, *place), what, mend)


def cross_check(library: "Library", files: dict[str, YamlFile], without: Collection[str] = ()) -> list[Fault]:
    """Every fault that shows only when all files are read; empty when the base holds together.

    `without` are files that cannot be used ("daily.yaml"): what stands in them is not asked for.
    """
    places = Places(library, files)
    faults: list[Fault] = []
    for check in (_exercises, _programs, _topics, _names):
        faults += check(library, places)
    if "safety.yaml" not in without:
        faults += _safety(library, places)
    if "daily.yaml" not in without:
        faults += _daily(library, files)
    return faults


def _passage(library: "Library", places: Places, item: str, place: Place, passage: Passage) -> Found:
    for index, source in enumerate(passage.sources):
        if source not in library.sources:
            yield places.fault(item, (*place, "sources", index), f"there is no source “{source}”.", "See sources.yaml.")


def _exercises(library: "Library", places: Places) -> Found:
    for exercise in library.exercises.values():
        for aspect in ASPECTS:
            if aspect not in exercise.aspects:
                yield places.fault(exercise.topic, ("aspects",), f"the aspect “{aspect}” is missing.", "Write it.")
        for aspect, passage in exercise.aspects.items():
            yield from _passage(library, places, exercise.topic, ("aspects", aspect), passage)
        for name in ("easier", "harder"):
            for index, other in enumerate(getattr(exercise, name)):
                if other not in library.exercises or other == exercise.id:
                    what = f"“{other}” is not another exercise of this base."
                    yield places.fault(exercise.topic, (name, index), what, "Use the id of one, or take it away.")
        for index, substitute in enumerate(exercise.instead):
            if substitute.use not in library.exercises or substitute.use == exercise.id:
                what = f"“{substitute.use}” is not another exercise of this base."
                yield places.fault(exercise.topic, ("instead", index, "use"), what, "Use the id of one.")
            elif not _stands_in(exercise, library.exercises[substitute.use]):
                what = f"“{substitute.use}” is another movement or trains other muscles."
                mend = "A substitute has the same pattern and works one of the main muscles."
                yield places.fault(exercise.topic, ("instead", index, "use"), what, mend)


def _stands_in(exercise: Exercise, other: Exercise) -> bool:
    """Whether an exercise can take another's place: the same movement, and one of its main muscles at work."""
    return exercise.pattern == other.pattern and bool(
        {*exercise.muscles.main} & {*other.muscles.main, *other.muscles.also}
    )


def _programs(library: "Library", places: Places) -> Found:
    for program in library.programs.values():
        if program.id == "daily":
            yield places.fault(program.topic, ("id",), "“daily” is the name of the daily mix.", "Choose another.")
        yield from _passage(library, places, program.topic, ("about",), program.about)
        for index, source in enumerate(program.sources):
            if source not in library.sources:
                yield places.fault(
                    program.topic, ("sources", index), f"there is no source “{source}”.", "See sources.yaml."
                )
        for number, day in enumerate(program.days):
            for part in ("warm_up", "work", "cool_down"):
                slots: tuple[Slot, ...] = getattr(day, part)
                for index, slot in enumerate(slots):
                    yield from _slot(library, places, program.topic, ("days", number, part, index), slot)


def _slot(library: "Library", places: Places, item: str, place: Place, slot: Slot) -> Found:
    for name in (slot.exercise, *slot.or_):
        if name not in library.exercises:
            yield places.fault(item, place, f"there is no exercise “{name}”.", "Add its file, or use another.")
    if slot.source and slot.source not in library.sources:
        yield places.fault(item, (*place, "source"), f"there is no source “{slot.source}”.", "See sources.yaml.")


def _topics(library: "Library", places: Places) -> Found:
    for topic in library.topics.values():
        yield from _passage(library, places, topic.id, ("passage",), topic.passage)
        for index, other in enumerate(topic.see):
            if library.find(other) is None:
                yield places.fault(topic.id, ("see", index), f"there is no topic “{other}”.", "Use the id of one.")


def _daily(library: "Library", files: dict[str, YamlFile]) -> Found:
    file = next(file for name, file in files.items() if name.split("/")[1:] == ["daily.yaml"])
    if library.daily.program not in library.programs:
        yield file.fault(("program",), f"there is no program “{library.daily.program}”.", "Use the id of one.")
    for index, topic in enumerate(library.daily.between):
        if library.find(topic) is None:
            yield file.fault(("between", index), f"there is no topic “{topic}”.", "Use the id of one.")


def _safety(library: "Library", places: Places) -> Found:
    file = next(file for name, file in places.files.items() if name.split("/")[1:] == ["safety.yaml"])
    for number, sign in enumerate(library.safety.signs):
        if sign.tier not in library.safety.tiers:
            yield file.fault(("signs", number, "tier"), f"there is no tier “{sign.tier}”.", "Write it under tiers.")
        if library.find(sign.topic) is None:
            yield file.fault(("signs", number, "topic"), f"there is no topic “{sign.topic}”.", "Use the id of one.")
        for index, group in enumerate(sign.all):
            for word in group:
                if word.startswith("@") and word[1:] not in library.safety.groups:
                    yield file.fault(("signs", number, "all", index), f"there is no group “{word}”.", "See groups.")


def _names(library: "Library", places: Places) -> Found:
    """The same name for two exercises would send a member to the wrong one."""
    taken: dict[str, str] = {}
    for exercise in library.exercises.values():
        for index, name in enumerate((exercise.name, *exercise.aliases)):
            key = " ".join(name.lower().replace("-", " ").split())
            other = taken.setdefault(key, exercise.id)
            if other != exercise.id:
                what = f"“{name}” is also a name of {other}."
                yield places.fault(exercise.topic, ("aliases", max(0, index - 1)), what, "Keep it at one of them.")
