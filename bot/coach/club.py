"""A club's own answers: which of its questions a message asks, by the same likeness as the coach's own examples.

The texts are the club's, from its captains or its operator; nothing here reads files or knows a server.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.coach.bank import OUTSIDE
from bot.coach.similar import Examples, Features, cosine
from bot.coach.words import tokens

CLUB = "club"
LONGEST_QUESTION, LONGEST_ANSWER = 200, 1500
# "when is race night" is 0.46 like "When is club night?", "club night when" 0.76
_LIKE_ENOUGH = 0.5
# from here on it is the club's question in other words, whatever the coach knows on it
_THE_SAME = 0.8
_CLUBS = 64
_SHORTEST_JOIN = 6
_RUN_ON = re.compile(r"\b(when|where|what|who|how|why)s\b")
_WHEN = re.compile(r"\b(?:what|which) (?:time|day|date|evening)\b")
# questions of different kinds are different questions: an answer to "when" is none to "how much"
_KINDS = {
    "time": re.compile(r"\b(?:when|date)\b"),
    "place": re.compile(r"\b(?:where|address|location)\b"),
    "person": re.compile(r"\b(?:who|whose)\b"),
    "price": re.compile(r"\b(?:how much|cost|costs|price|prices|fee|fees)\b"),
    "number": re.compile(r"\bhow many\b"),
    "often": re.compile(r"\bhow often\b"),
    "length": re.compile(r"\bhow (?:long|far)\b"),
    "way": re.compile(r"\bhow (?:do|does|can|could|should|would|to)\b"),
    "reason": re.compile(r"\bwhy\b"),
}


@dataclass(frozen=True, slots=True)
class ClubAnswer:
    """One question of a club with its answer; `other_ways` are further wordings of the question."""

    id: int
    question: str
    answer: str
    other_ways: tuple[str, ...]

    @property
    def topic(self) -> str:
        return f"{CLUB}/{self.id}"

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.question, *self.other_ways)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a message; `likeness` is the cosine of the message and the nearest wording, from 0 to 1."""

    answer: ClubAnswer
    likeness: float


@dataclass(frozen=True, slots=True)
class _Wording:
    answer: ClubAnswer
    vector: Features
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Index:
    """A club's wordings ready to compare, and how their words are run together and taken apart."""

    wordings: tuple[_Wording, ...]
    apart: Mapping[str, str]
    words: frozenset[str]

    def spelled(self, said: Sequence[str]) -> str:
        """A message with "clubnight" and "park run" written as the club writes them."""
        words = [word for one in said for word in self.apart.get(one, one).split()]
        joined: list[str] = []
        for word in words:
            if joined and _is_join(joined[-1], word) and joined[-1] + word in self.words:
                joined[-1] += word
            else:
                joined.append(word)
        return " ".join(joined)


class ClubQuestions:
    """Finds the club's question behind a message; `examples` lend their features and how rare each is.

    They are asked for when a club has answers, and not before: building them takes most of a second.
    """

    def __init__(self, examples: Callable[[], Examples]) -> None:
        self._open = examples
        self._index = lru_cache(maxsize=_CLUBS)(self._indexed)

    def match(self, text: str, answers: tuple[ClubAnswer, ...]) -> Match | None:
        """The club's answer to a message, or None when the coach's own knowledge is nearer or nothing is near.

        Of equals the first wins.
        """
        if not answers:
            return None
        self._examples = self._open()
        index = self._index(answers)
        said = index.spelled(_words(text))
        vector, kinds = self._examples.vector(said), _kinds(said)
        alike = [
            Match(wording.answer, cosine(vector, wording.vector))
            for wording in index.wordings
            if not kinds or not wording.kinds or kinds & wording.kinds
        ]
        best = max(alike, key=lambda match: match.likeness, default=None)
        if best is None or best.likeness < _LIKE_ENOUGH:
            return None
        return best if best.likeness >= min(self._known(text), _THE_SAME) else None

    def _known(self, text: str) -> float:
        """How near the nearest example of the coach's own knowledge is."""
        return max((like.nearest for like in self._examples.like(text) if like.topic != OUTSIDE), default=0.0)

    def _indexed(self, answers: tuple[ClubAnswer, ...]) -> _Index:
        said = [(answer, _words(wording)) for answer in answers for wording in answer.wordings]
        return _Index(
            wordings=tuple(
                _Wording(answer, self._examples.vector(" ".join(words)), _kinds(" ".join(words)))
                for answer, words in said
            ),
            apart={a + b: f"{a} {b}" for _, words in said for a, b in pairwise(words) if _is_join(a, b)},
            words=frozenset(word for _, words in said for word in words),
        )


def same_question(one: str, other: str) -> bool:
    """Whether two questions are the same but for capitals and punctuation."""
    return tokens(one) == tokens(other)


def _words(text: str) -> list[str]:
    return _WHEN.sub("when", _RUN_ON.sub(r"\1 is", " ".join(tokens(text)))).split()


def _is_join(one: str, other: str) -> bool:
    return len(one + other) >= _SHORTEST_JOIN


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind, cue in _KINDS.items() if cue.search(text))
