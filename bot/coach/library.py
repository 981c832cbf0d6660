"""The knowledge base in memory: loads a knowledge folder, checks it, and looks things up.

The only module that reads knowledge files. Every fault of every file is gathered before `KnowledgeError` is raised.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.coach.bank import ACTIONS, BESIDE, OUTSIDE, Example, Spot
from bot.coach.bankfile import read_bank
from bot.coach.crosscheck import cross_check
from bot.coach.model import (
    ASPECTS,
    Aspect,
    Daily,
    Exercise,
    Outside,
    Passage,
    Program,
    Safety,
    Source,
    Topic,
    Words,
)
from bot.coach.yamlfile import Place, YamlFile, read_yaml
from bot.errors import Fault, KnowledgeError

ItemT = TypeVar("ItemT", bound=BaseModel)

ASPECT_TITLES: dict[Aspect, str] = {
    "what": "what it is",
    "how-to": "how to do it",
    "dose": "how much",
    "muscles": "what it works",
    "equipment": "what you need",
    "benefits": "what it is good for",
    "tips": "cues and mistakes",
    "progression": "easier and harder",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its place in the base: topic, for an exercise the aspect, and the title people read."""

    topic: str
    aspect: Aspect | None
    title: str
    kind: str
    passage: Passage


# Without a repr of its own: shown by accident (in a log, by asyncio of a task's result) it would be megabytes.
@dataclass(frozen=True, slots=True, repr=False)
class Library:
    """Everything the coach knows, by id, in the order of the files."""

    sources: dict[str, Source]
    exercises: dict[str, Exercise]
    programs: dict[str, Program]
    topics: dict[str, Topic]
    daily: Daily
    safety: Safety
    words: Words
    outside: Outside
    bank: dict[Example, Spot] = field(default_factory=dict[Example, Spot])
    origins: dict[str, Fault] = field(default_factory=dict[str, Fault])

    def find(self, topic: str, aspect: str | None = None) -> Found | None:
        """The passage of a topic (for an exercise of one aspect, else what it is), or None."""
        family, _, name = topic.partition("/")
        if family == "exercise" and name in self.exercises:
            exercise = self.exercises[name]
            chosen = aspect if aspect in ASPECTS else "what"
            passage = exercise.aspects.get(chosen)
            title = f"{exercise.name}: {ASPECT_TITLES[chosen]}"
            return Found(topic, chosen, title, "answer", passage) if passage else None
        if family == "program" and name in self.programs:
            program = self.programs[name]
            return Found(topic, None, program.name, "answer", program.about)
        if topic in self.topics:
            entry = self.topics[topic]
            return Found(topic, None, entry.title, entry.kind, entry.passage)
        return None

    def everything(self) -> list[Found]:
        """Every passage, topic by topic, aspect by aspect."""
        places: list[tuple[str, str | None]] = [(e.topic, a) for e in self.exercises.values() for a in e.aspects]
        places += [(program.topic, None) for program in self.programs.values()]
        places += [(topic, None) for topic in self.topics]
        return [found for topic, aspect in places if (found := self.find(topic, aspect))]

    def titles(self) -> dict[str, str]:
        """What each topic is called: an exercise and a program by name."""
        named = [(item.topic, item.name) for item in (*self.exercises.values(), *self.programs.values())]
        return dict(named) | {topic.id: topic.title for topic in self.topics.values()}

    def has_label(self, label: str) -> bool:
        """Whether a label of `Example.label` stands for something in this base."""
        topic, _, detail = label.partition("#")
        if topic == OUTSIDE:
            return detail in {"", *BESIDE, *(near.id for near in self.outside.near)}
        if topic.startswith("action/"):
            return topic.removeprefix("action/") in ACTIONS and detail in {"", *self.programs}
        return self.find(topic) is not None and detail in {"", *(sign.id for sign in self.safety.signs)}

    def examples(self) -> list[Example]:
        """Every example question once: those beside the texts first, then the bank."""
        rows = [Example(q, found.topic, found.aspect) for found in self.everything() for q in found.passage.questions]
        rows += [Example(question, OUTSIDE, "far") for question in self.outside.questions]
        rows += [Example(q, OUTSIDE, near.id) for near in self.outside.near for q in near.questions]
        return list(dict.fromkeys((*rows, *self.bank)))


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.files: dict[str, YamlFile] = {}
        self.origins: dict[str, Fault] = {}
        self.unread: list[str] = []  # how faults name what stands in files that could not be read

    def read(self, path: Path) -> YamlFile | None:
        name = path.relative_to(self.folder.parent).as_posix()
        file, faults = read_yaml(path, name)
        self.faults += faults
        if file:
            self.files[name] = file
        return file

    def item(self, kind: type[ItemT], file: YamlFile, place: Place = ()) -> ItemT | None:
        data = file.data
        for step in place:
            data = data[step]
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            problems = error.errors()
            inner = {problem["loc"][:end] for problem in problems for end in range(len(problem["loc"]))}
            for problem in problems:
                if problem["type"] == "too_short" and problem["loc"] in inner:
                    continue  # a list whose items are at fault also counts as empty
                where = tuple(step for step in problem["loc"] if step != "[key]")
                self.faults.append(file.fault((*place, *where), *_words(problem["type"], problem["msg"], where)))
            return None

    def one(self, kind: type[ItemT], name: str) -> ItemT | None:
        path = self.folder / name
        if not path.is_file():
            shown = path.relative_to(self.folder.parent).as_posix()
            self.faults.append(Fault(shown, 1, "the file is missing.", "Put it back, or set KNOWLEDGE_DIR right."))
            return None
        file = self.read(path)
        return self.item(kind, file) if file else None

    def each(self, kind: type[ItemT], folder: str) -> dict[str, ItemT]:
        """One item a file; the id is the name of the file."""
        items: dict[str, ItemT] = {}
        for path in sorted((self.folder / folder).glob("*.y*ml")):
            file = self.read(path)
            if path.suffix != ".yaml" and file:
                self.faults.append(file.fault((), "the name ends in .yml.", "Let it end in .yaml."))
            item = self.item(kind, file) if file else None
            if file is None or item is None:
                self.unread += [f"“{path.stem}”", f"/{path.stem}”"]
                continue
            name = str(getattr(item, "id"))  # noqa: B009 - items of both kinds have one
            if name != path.stem:
                self.faults.append(
                    file.fault(("id",), f"the id is “{name}” but the file is {path.name}.", "Make them one.")
                )
                self.unread += [f"“{path.stem}”", f"/{path.stem}”"]
            items[name] = item
            self.origins[str(getattr(item, "topic", name))] = file.fault((), "")
        return items

    def listed(self, kind: type[ItemT], path: Path, key: str) -> dict[str, ItemT]:
        """Many items in a file, under one key."""
        file = self.read(path)
        inside = {"sources.yaml": "source", "smalltalk.yaml": "“meta/"}.get(path.name, f"“{path.stem}/")
        if file is None:
            self.unread.append(inside)
            return {}
        found = file.data.get(key) if isinstance(file.data, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if not isinstance(found, list):
            self.unread.append(inside)
            self.faults.append(file.fault((), f"a list named “{key}” is missing.", f"Begin with “{key}:”."))
            return {}
        items: dict[str, ItemT] = {}
        for index in range(len(found)):  # pyright: ignore[reportUnknownArgumentType]
            item = self.item(kind, file, (key, index))
            if item is None:
                self.unread.append(f"“{file.at((key, index, 'id'))}”")
                continue
            name = str(getattr(item, "id"))  # noqa: B009 - items of both kinds have one
            if name in items or name in self.origins:
                self.faults.append(file.fault((key, index), f"“{name}” is there twice.", "Keep one."))
            items[name] = item
            self.origins[name] = file.fault((key, index), "")
        return items


def _words(kind: str, message: str, place: Place) -> tuple[str, str]:
    """What pydantic found, as a curator would say it: what is wrong, and how to mend it."""
    name = ".".join(map(str, place)) or "the file"
    if kind == "missing":
        return f"“{name}” is missing.", "Add it."
    if kind == "string_type":
        return f"“{name}” should be text.", "Put it in quotes."
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return f"“{name}” should hold fields, each a name, a colon and a value.", "Write it like its neighbours."
    if kind == "extra_forbidden":
        return f"“{name}” is not a field of this kind of file.", "Check its spelling, or take it away."
    if kind in {"string_too_short", "too_short"}:
        return f"“{name}” is empty.", "Fill it in."
    if kind == "literal_error":
        return f"“{name}”: {message.lower().replace('input should be', 'it should be')}.", "Use one of these."
    return f"“{name}”: {message.removeprefix('Value error, ')}.", ""


def load_library(folder: Path, *, bank: bool = True) -> Library:
    """Read and check a knowledge folder; raises `KnowledgeError` with all faults of all files.

    Without `bank` the questions of `questions/` stay on disk: reading by words alone has no use for them.
    """
    if not folder.is_dir():
        raise KnowledgeError([Fault(str(folder), 1, "there is no such knowledge folder.", "Set KNOWLEDGE_DIR right.")])
    loader = _Loader(folder)
    sources = loader.listed(Source, folder / "sources.yaml", "sources")
    loader.origins.clear()
    exercises = loader.each(Exercise, "exercises")
    programs = loader.each(Program, "programs")
    topics: dict[str, Topic] = {}
    for path in [*sorted((folder / "topics").glob("*.yaml")), folder / "smalltalk.yaml"]:
        topics |= loader.listed(Topic, path, "topics")
    daily = loader.one(Daily, "daily.yaml")
    safety = loader.one(Safety, "safety.yaml")
    words = loader.one(Words, "words.yaml")
    outside = loader.one(Outside, "outside.yaml")
    questions, unreadable = read_bank(folder) if bank else ({}, [])
    loader.faults += unreadable
    # a file that cannot be used keeps none of the others from being checked: an empty one stands in for it
    library = Library(
        sources,
        exercises,
        programs,
        topics,
        daily or Daily.model_construct(),
        safety or Safety.model_construct(),
        words or Words.model_construct(),
        outside or Outside.model_construct(),
        questions,
        loader.origins,
    )
    ones = {"daily.yaml": daily, "safety.yaml": safety, "outside.yaml": outside}
    without = {name for name, item in ones.items() if item is None}
    crossed = cross_check(library, loader.files, without)
    faults = loader.faults + [f for f in crossed if not any(name in f.what for name in loader.unread)]
    if faults:
        raise KnowledgeError(faults)
    return library
