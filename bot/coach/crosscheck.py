"""Checks that need the whole knowledge base: references between files, sources, names that collide."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from bot.coach.bank import ANY_EXERCISE, OUTSIDE, Example, Spot
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
        faults += _bank(library, "outside.yaml" not in without)
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
            itself = substitute.use == exercise.id and substitute.how is None
            if substitute.use not in library.exercises or itself:
                what = f"“{substitute.use}” is not another exercise of this base."
                mend = "Use the id of one, or say how it is done."
                yield places.fault(exercise.topic, ("instead", index, "use"), what, mend)
            elif not _stands_in(exercise, library.exercises[substitute.use]):
                what = f"“{substitute.use}” is another movement or trains other muscles."
                mend = "A substitute has the same pattern and works one of the main muscles."
                yield places.fault(exercise.topic, ("instead", index, "use"), what, mend)
            elif substitute.how is None and not _at_hand(library.exercises[substitute.use], substitute.only):
                what = f"“{substitute.use}” needs more than {substitute.only}."
                yield places.fault(
                    exercise.topic, ("instead", index, "use"), what, "Use another, or say how it is done."
                )
        for only in ("bands", "nothing"):
            if not _at_hand(exercise, only) and only not in {substitute.only for substitute in exercise.instead}:
                what = f"nothing is said for those who have {only}{' only' if only == 'bands' else ' at all'}."
                yield places.fault(
                    exercise.topic, ("equipment",), what, f"Add a line with “only: {only}” to “instead”."
                )


def _at_hand(exercise: Exercise, only: str | None) -> bool:
    """Whether an exercise can be done with bands only, or with nothing; each piece of `equipment` has to be there."""
    spare = ("(optional)", "wall", "room to walk", *(("band",) if only == "bands" else ()))
    return only is None or all(any(word in piece for word in spare) for piece in exercise.equipment)


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


def _bank(library: "Library", themes: bool) -> Found:
    """Example questions filed under what is not there; without `themes` those outside are left alone."""
    # Tens of thousands of lines have some hundreds of labels: each is looked at where a file has it first.
    told: dict[tuple[str, str | None, str], tuple[Example, Spot]] = {}
    for example, spot in library.bank.items():
        told.setdefault((example.topic, example.detail, spot.file), (example, spot))
    for (topic, detail, _), (example, spot) in told.items():
        if (topic == OUTSIDE and not themes) or (topic == ANY_EXERCISE and detail in ASPECTS):
            continue
        aspect = not topic.startswith("exercise/") or detail in ASPECTS
        if library.has_label(example.label) and aspect:
            continue
        missing = topic if not (topic == OUTSIDE or library.has_label(topic)) else detail or topic
        yield Fault(*spot, f"there is no “{missing}” to file questions under.", "Correct the name.")


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
