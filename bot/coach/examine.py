"""What a curator asks of the whole base: everything on one topic, texts too long, questions and names misread.

The checks here need the voice or the engine; what the files alone can tell is in `proofread`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import cast

from bot.coach.bankcheck import doubled, misfiled
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.copied import copies, known_hashes
from bot.coach.crosscheck import Places
from bot.coach.library import Found, Library
from bot.coach.misplaced import misplaced
from bot.coach.model import ASPECTS
from bot.coach.proofread import proofread
from bot.coach.reading import Reader
from bot.coach.voice import Mute, fault_in_template
from bot.coach.workouts import nearest
from bot.coach.yamlfile import Place, YamlFile, read_yaml
from bot.errors import Fault, UserError

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Discord takes 4,000 characters; what stands around a text (buttons, "today is a strength day") needs some
LONGEST_TEXT = 3800


def read_files(folder: Path) -> dict[str, YamlFile]:
    """The files of a knowledge folder by name, without those that cannot be read; the library tells of them."""
    names = {path.relative_to(folder.parent).as_posix(): path for path in sorted(folder.rglob("*.yaml"))}
    return {name: file for name, path in names.items() if (file := read_yaml(path, name)[0])}


def copied(folder: Path, files: str = "*.yaml") -> Iterator[Fault]:
    """Sentences that stand in the guides word for word; told of files too that cannot be read as YAML."""
    known = known_hashes()
    for path in sorted(folder.rglob(files)):
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue  # the library tells of it
        for copy in copies(text, known):
            what = f"“{' '.join(copy.words)}” is word for word in a guide."
            yield Fault(path.relative_to(folder.parent).as_posix(), copy.line, what, "Say it in words of your own.")


def examine(coach: Coach | None, folder: Path, today: date, *, deep: bool = False) -> list[Fault]:
    """Every fault that loading does not find; without a coach those that need none, `deep` with the engine's."""
    files = read_files(folder)
    faults = [*proofread(files, today), *copied(folder)]
    if coach:
        places = Places(coach.library, files)
        faults += (*too_long(coach, places), *doubled(coach.library))
        if deep:
            reader = replace(coach, voice=Mute())  # what is said is of no interest, and takes time
            faults += (*misread(reader, places), *wrongly_placed(reader, places), *unreachable(reader, places))
            faults += copied(folder, "*.txt")
            if isinstance(coach.reader, Reader):
                faults += misfiled(coach.library, coach.reader.understanding)
    return sorted(set(faults))


def everything_on(coach: Coach, topic: str, aspect: str | None = None) -> str:
    """All that the coach says on a topic, or on one aspect of an exercise; raises `UserError` with the nearest id."""
    library = coach.library
    family, _, name = topic.partition("/")
    if library.find(topic) is None:
        raise UserError(f"There is no topic called “{topic[:60]}”. {_meant(library, topic)}")
    if aspect and aspect not in (aspects := ASPECTS if family == "exercise" else ()):
        hint = f"There are: {', '.join(aspects)}." if aspects else "Leave it out: only exercises have aspects."
        raise UserError(f"There is no aspect “{aspect[:60]}” of {topic}. {hint}")
    if family == "exercise" and aspect is None:
        texts = [coach.text_of(cast(Found, library.find(topic, each))) for each in library.exercises[name].aspects]
    else:
        texts = [coach.text_of(cast(Found, library.find(topic, aspect)))]
    if family == "program":
        texts += [coach.workout(name, day + 1)[1] for day in range(len(library.programs[name].days))]
    return "\n\n".join(texts)


def _meant(library: Library, topic: str) -> str:
    known = dict.fromkeys(found.topic for found in library.everything())
    family, _, name = topic.rpartition("/")
    close = nearest(name, [each.partition("/")[2] for each in known])
    likely = [each for each in known if each.endswith(f"/{close}")]
    likely.sort(key=lambda each: not each.startswith(f"{family}/"))
    return f"Did you mean “{likely[0]}”?" if likely else "See them all with: backline knowledge"


def _place(found: Found) -> Place:
    family = found.topic.partition("/")[0]
    return (
        ("aspects", str(found.aspect)) if family == "exercise" else ("about",) if family == "program" else ("passage",)
    )


def too_long(coach: Coach, places: Places) -> Iterator[Fault]:
    """Texts that do not fit into one message as Discord would show them: passages, exercise cards and workouts."""
    library = coach.library
    texts: list[tuple[str, Place, str, Callable[[], str]]] = []
    for found in library.everything():
        texts.append((found.topic, _place(found), "the text", partial(coach.text_of, found)))
    for each in library.exercises.values():
        texts.append((each.topic, ("name",), "the card", partial(_card, coach, each.id)))
    for program in library.programs.values():
        for day in range(len(program.days)):
            texts.append((program.topic, ("days", day), "the workout", partial(_workout, coach, program.id, day + 1)))
    for topic, place, what, say in texts:
        try:
            length = len(say())
        except Exception as error:  # a template may do anything; what is none's doing goes on
            if (fault := fault_in_template(error)) is None:
                raise
            yield fault
            continue
        if length > LONGEST_TEXT:
            what = f"{what} has {length} characters and does not fit into a Discord message."
            yield places.fault(topic, place, what, f"Shorten it to {LONGEST_TEXT}.")


def _card(coach: Coach, exercise: str) -> str:
    return coach.exercise(exercise)[1]


def _workout(coach: Coach, program: str, day: int) -> str:
    return coach.workout(program, day)[1]


def wrongly_placed(coach: Coach, places: Places) -> Iterator[Fault]:
    """Example questions that the others show to belong to another topic."""
    for each in misplaced(coach.library, coach.reader.examples):
        what = f"the example “{each.question}” is like “{each.alike}” of {each.topic}, and like no other here."
        place = (*_place(each.found), "questions", each.number)
        yield places.fault(each.found.topic, place, what, "Move it there, or take it away.")


def misread(coach: Coach, places: Places) -> Iterator[Fault]:
    """Example questions that the engine answers from elsewhere."""
    for found in coach.library.everything():
        for number, question in enumerate(found.passage.questions):
            reply, _ = coach.reply(question, Conversation(), _NOW)
            if not _right(found.topic, reply.topic, reply.program):
                what = f"the example “{question}” is read as {reply.topic or reply.kind}."
                place = (*_place(found), "questions", number)
                yield places.fault(found.topic, place, what, "Reword it, or move it there.")


def unreachable(coach: Coach, places: Places) -> Iterator[Fault]:
    """Exercises that a member cannot get to: typed alone, none of their names is read as them."""
    for exercise in coach.library.exercises.values():
        names = (exercise.name, *exercise.aliases)
        if not any(coach.reply(name, Conversation(), _NOW)[0].topic == exercise.topic for name in names):
            what = f"none of the names of {exercise.id} is read as this exercise."
            yield places.fault(exercise.topic, ("name",), what, "Give it a name or an alias of its own.")


def _right(wanted: str, topic: str | None, program: str | None) -> bool:
    family, _, name = wanted.partition("/")
    if family == "program" and topic == "action/workout" and program == name:
        return True
    return topic == wanted
