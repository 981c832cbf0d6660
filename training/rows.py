"""From the bank to rows to learn from: single messages, talks, and what can be made of both without new sentences."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.bank import ANY_EXERCISE, Example
from bot.coach.conversation import LEANT_ON
from bot.coach.encoder import context
from bot.coach.library import Library
from bot.coach.model import ASPECTS
from bot.coach.words import plain

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SLIPS = 0.2
_CARRYING = (
    "and {}?",
    "what about {}",
    "{}?",
    "same for {}",
    "and for the {} then",
    "ok and {}",
    "how about {} instead",
    "no i meant {}",
    "sorry, {}",
    "wait, the {} i mean",
    "and with {}",
    "does that go for {} too",
)
_TIMES = 3  # talks are few: each is read so often in one pass


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the encoder reads it: text, what came before ("" at the start of a talk), label and aspect."""

    text: str
    before: str
    label: str
    aspect: str | None


class Rows:
    """All rows of a library; `epoch` draws those of one pass over them, always the same for the same seed."""

    def __init__(self, library: Library, examples: Sequence[Example]) -> None:
        alone = [e for e in examples if not e.before and e.topic != ANY_EXERCISE]
        self.singles = [Row(plain(e.text), "", e.label, e.aspect) for e in alone]
        self.leaning = [e for e in examples if e.topic == ANY_EXERCISE]
        self.talks = [e for e in examples if e.before]
        self._titles = library.titles()
        names = {e.topic: [plain(n) for n in (e.name, *e.aliases)] for e in library.exercises.values()}
        self._names = names
        every = sorted({n for known in names.values() for n in known}, key=len, reverse=True)
        self._name = re.compile(r"\b(?:" + "|".join(map(re.escape, every)) + r")\b")
        self._topic_of = {n: topic for topic, known in names.items() for n in known}

    def fixed(self) -> list[Row]:
        """Every example once, as it stands."""
        return [*self.singles, *map(self._talk, self.talks)]

    def epoch(self, chance: random.Random) -> list[Row]:
        """One pass: every example, some with slips of the thumb, with another exercise's name, or within a talk."""
        rows = [self._slipped(row, chance) for row in self.singles]
        rows += [self._talk(talk) for talk in self.talks for _ in range(_TIMES)]
        exercises = [row for row in self.singles if row.aspect]
        for each in (each for each in self.leaning for _ in range(_TIMES)):
            subject = chance.choice(exercises)
            told = self.before(subject.label, subject.text)
            rows.append(self._slipped(Row(plain(each.text), told, subject.label, each.detail), chance))
        for row in chance.sample(exercises, len(exercises) // 2):
            if swapped := self._another(row, chance):
                rows.append(self._slipped(swapped, chance))
        for row in chance.sample(exercises, len(exercises) // 8):
            rows.append(self._slipped(self._carried(row, chance), chance))
        for row in chance.sample(self.singles, len(self.singles) // 5):
            other = chance.choice(self.singles)
            rows.append(Row(row.text, self.before(other.label, other.text), row.label, row.aspect))
        chance.shuffle(rows)
        return rows

    def before(self, label: str, text: str) -> str:
        """What the encoder is told of the talk so far: the subject's title and the message before."""
        exercise = self._titles[label] if label.startswith("exercise/") else ""
        return context(exercise, text)

    def _talk(self, talk: Example) -> Row:
        named = [hit[0] for turn in talk.before for hit in self._name.finditer(plain(turn))]
        subject = self._topic_of[named[-1]] if named else None
        told = context(self._titles.get(subject or ""), " / ".join(talk.before[-LEANT_ON:]))
        return Row(plain(talk.text), told, talk.label, talk.aspect)

    def _another(self, row: Row, chance: random.Random) -> Row | None:
        """The same question about another exercise: what is asked of a squat is asked of a bridge in the same words."""
        found = self._name.search(row.text)
        if not found or self._topic_of[found[0]] != row.label:
            return None
        topic = chance.choice(list(self._names))
        name = chance.choice(self._names[topic])
        return Row(row.text[: found.start()] + name + row.text[found.end() :], "", topic, row.aspect)

    def _carried(self, row: Row, chance: random.Random) -> Row:
        """The same side of another exercise, asked for by its name alone: "and squats?", "no, the single-leg one"."""
        topic = chance.choice(list(self._names))
        said = chance.choice(_CARRYING).format(chance.choice(self._names[topic]))
        return Row(said, self.before(row.label, row.text), topic, row.aspect)

    def _slipped(self, row: Row, chance: random.Random) -> Row:
        """The same message typed in a hurry: letters swapped, dropped, doubled or wrong, in every fifth."""
        if chance.random() > _SLIPS or len(row.text) < 8:
            return row
        letters = list(row.text)
        for _ in range(1 + len(letters) // 40):
            at = chance.randrange(len(letters) - 1)
            kind = chance.random()
            if not letters[at].isalpha():
                continue
            if kind < 0.35 and letters[at + 1].isalpha():
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            elif kind < 0.65:
                letters[at] = ""
            elif kind < 0.85:
                letters[at] *= 2
            else:
                letters[at] = chance.choice(_LETTERS)
        return Row("".join(letters), row.before, row.label, row.aspect)


def numbered(rows: Sequence[Row]) -> tuple[list[str], dict[str, int]]:
    """The labels in order, and the number of each; aspects go by their place in `ASPECTS`."""
    labels = sorted({row.label for row in rows})
    return labels, {label: n for n, label in enumerate(labels)}


def aspect_number(aspect: str | None) -> int:
    """-1 where there is none: it is left out of the loss."""
    return ASPECTS.index(aspect) if aspect else -1  # pyright: ignore[reportArgumentType]
