"""Scores the coach on labelled questions: how often it is right, asks back, declines or is wrong, by category.

A gold line: `{"id", "cat", "turns": […], "accept": [{"kind", "topic"?, "aspect"?, "program"?}, …], "forbid"?: […]}`.
Only the last reply counts. A topic `family/*` in `accept` takes the whole family; an entry without topic takes any.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.reply import Reply
from bot.errors import UserError

Outcome = Literal["right", "wrong", "asked", "refused"]
_TAPPED = ("answer", "action", "caution")


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Accepted(BaseModel):
    """A reply that counts as right."""

    model_config = ConfigDict(frozen=True)

    kind: str
    topic: str | None = None
    aspect: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    program: str | None = None

    def takes(self, kind: str, topic: str | None, aspect: str | None, program: str | None) -> bool:
        """Whether a reply is this one, with aspect and program where they are named."""
        return (
            kind == self.kind
            and self.takes_topic(topic)
            and (not self.aspect or aspect in self.aspect)
            and (self.program is None or program == self.program)
        )

    def takes_topic(self, topic: str | None) -> bool:
        if self.topic is None:
            return True
        if self.topic.endswith("/*"):
            return topic is not None and topic.startswith(self.topic[:-1])
        return topic == self.topic


class Question(BaseModel):
    """One labelled question; unknown keys are ignored."""

    model_config = ConfigDict(frozen=True)

    id: str
    cat: str
    turns: tuple[str, ...] = Field(min_length=1)
    accept: tuple[Accepted, ...] = Field(min_length=1)
    forbid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with the reply it got."""

    question: Question
    reply: Reply

    @property
    def outcome(self) -> Outcome:
        reply = self.reply
        if any(a.takes(reply.kind, reply.topic, reply.aspect, reply.program) for a in self.question.accept):
            return "right"
        others: Mapping[str, Outcome] = {"clarify": "asked", "unknown": "refused"}
        return others.get(reply.kind, "wrong")

    @property
    def within_one_tap(self) -> bool:
        """Right, or a button under the reply is."""
        options = [(kind, option.topic) for option in self.reply.options for kind in _TAPPED]
        accept = self.question.accept
        return self.outcome == "right" or any(
            a.kind == kind and a.takes_topic(t) for a in accept for kind, t in options
        )

    @property
    def false_alarm(self) -> bool:
        cautioned = self.reply.kind == "caution" and not self.calls_for_caution
        return cautioned or self.reply.topic in self.question.forbid

    @property
    def calls_for_caution(self) -> bool:
        return any(accepted.kind == "caution" for accepted in self.question.accept)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file; raises `UserError` with the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{path} cannot be read. Give a file of JSON lines, one labelled question each.") from None
    questions: list[Question] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(Question.model_validate_json(line))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "the line"
                raise UserError(f"{path}:{number}: {where}: {first['msg'].lower()}.") from None
    if not questions:
        raise UserError(f"{path} holds no questions.")
    return questions


def score(coach: Coach, questions: Iterable[Question], now: datetime) -> list[Scored]:
    """Ask every question, each in a conversation of its own."""
    found: list[Scored] = []
    for question in questions:
        talk, reply = Conversation(), None
        for turn in question.turns:
            reply, talk = coach.reply(turn, talk, now)
        assert reply is not None
        found.append(Scored(question, reply))
    return found


def table(rows: Sequence[Scored]) -> Iterator[str]:
    """The scores in lines: by category, and in one sentence."""
    yield f"{'':10}{'n':>5}{'right':>8}{'wrong':>8}{'asked':>8}{'refused':>9}"
    groups: dict[str, list[Scored]] = defaultdict(list)
    for row in rows:
        groups[row.question.cat].append(row)
    for name, part in (*groups.items(), ("all", rows)):
        counts = Counter(row.outcome for row in part)
        shares = "".join(f"{_share(counts[o], len(part)):>8}" for o in ("right", "wrong", "asked", "refused"))
        yield f"{name:10}{len(part):>5}{shares}"
    yield summary(rows)


def summary(rows: Sequence[Scored]) -> str:
    """Right, within one tap, wrong, asked, refused; red flags, false alarms, what is outside, in percent."""
    counts = Counter(row.outcome for row in rows)
    red = [row for row in rows if row.question.cat == "red"]
    calm = [row for row in rows if not row.calls_for_caution]
    outside = [row for row in rows if row.question.cat.startswith("oos")]
    total = len(rows)
    return (
        f"{_share(counts['right'], total)}% right "
        f"({_share(sum(r.within_one_tap for r in rows), total)}% within one tap), "
        f"{_share(counts['wrong'], total)}% wrong, {_share(counts['asked'], total)}% asked back, "
        f"{_share(counts['refused'], total)}% refused; "
        f"red flags {_share(sum(row.reply.kind == 'caution' for row in red), len(red))}%, "
        f"urgent page {_share(sum(row.reply.topic == 'safety/red-flags' for row in red), len(red))}%, "
        f"false alarms {_share(sum(row.false_alarm for row in calm), len(calm))}%, "
        f"outside declined {_share(sum(row.outcome == 'right' for row in outside), len(outside))}%"
    )


def as_json(rows: Sequence[Scored]) -> str:
    """Every question that was not right, one a line."""
    return "\n".join(
        json.dumps({"id": r.question.id, "cat": r.question.cat, "outcome": r.outcome, "topic": r.reply.topic})
        for r in rows
        if r.outcome != "right"
    )


def _share(count: int, total: int) -> float:
    return round(100 * count / total, 1) if total else 0.0
