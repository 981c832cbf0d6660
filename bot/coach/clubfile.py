"""The operator's own answers, valid wherever this process answers: `answers.yaml` in the folder CLUB_KNOWLEDGE_DIR."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from bot.coach.club import LONGEST_ANSWER, LONGEST_QUESTION, ClubAnswer
from bot.coach.model import Block, Item, Line
from bot.coach.words import tokens
from bot.coach.yamlfile import YamlFile, read_yaml
from bot.errors import Fault, KnowledgeError

NAME = "answers.yaml"

Question = Annotated[Line, Field(max_length=LONGEST_QUESTION)]

_WORDS = {
    "missing": ("is missing.", "Add it."),
    "extra_forbidden": ("is not a field of this file.", "Use question, answer and other_ways."),
    "string_type": ("should be text.", "Put it in quotes."),
    "too_short": ("is empty.", "Fill it in."),
    "too_long": ("is too long.", f"Shorten it to {LONGEST_QUESTION} letters, an answer to {LONGEST_ANSWER}."),
    "tuple_type": ("should be a list.", "Begin each line of it with a dash."),
    "model_type": ("should hold a question and its answer.", "Write it like its neighbours."),
}  # fmt: skip


class WrittenAnswer(Item):
    """One answer as it stands in the file."""

    question: Question
    answer: Annotated[Block, Field(min_length=1, max_length=LONGEST_ANSWER)]
    other_ways: tuple[Question, ...] = ()


class AnswersFile(Item):
    """The whole file."""

    answers: tuple[WrittenAnswer, ...]


def load_club_answers(folder: Path) -> tuple[ClubAnswer, ...]:
    """The answers of a folder, numbered -1, -2 … so that no server's own is meant; raises `KnowledgeError`."""
    path, name = folder / NAME, f"{folder.resolve().name}/{NAME}"
    if not path.is_file():
        raise KnowledgeError([Fault(name, 1, "the file is missing.", "Put it there, or set CLUB_KNOWLEDGE_DIR right.")])
    file, faults = read_yaml(path, name)
    if file is None:
        raise KnowledgeError(faults)
    try:
        written = AnswersFile.model_validate(file.data).answers
    except ValidationError as error:
        raise KnowledgeError(faults + _faults(file, error)) from None
    if faults := faults + _twice(file, written):
        raise KnowledgeError(faults)
    return tuple(ClubAnswer(-n, one.question, one.answer, one.other_ways) for n, one in enumerate(written, 1))


def _faults(file: YamlFile, error: ValidationError) -> list[Fault]:
    found: list[Fault] = []
    for problem in error.errors():
        what, mend = _WORDS.get(problem["type"], (f"cannot be used ({problem['msg']}).", ""))
        name = ".".join(map(str, problem["loc"])) or "the file"
        found.append(file.fault(problem["loc"], f"“{name}” {what}", mend))
    return found


def _twice(file: YamlFile, written: tuple[WrittenAnswer, ...]) -> list[Fault]:
    """Questions without a word in them, and those that stand there twice."""
    faults: list[Fault] = []
    seen: set[tuple[str, ...]] = set()
    for index, one in enumerate(written):
        words = tuple(tokens(one.question))
        place = ("answers", index, "question")
        if not words:
            faults.append(file.fault(place, f"“{one.question}” has no words.", "Write it in words."))
        elif words in seen:
            faults.append(file.fault(place, f"“{one.question}” is there twice.", "Keep one."))
        seen.add(words)
    return faults
