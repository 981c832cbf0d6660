"""What a message may mean: candidates with a confidence, and how likely it tells of something urgent or painful.

The trained model reads; what the message names (an exercise by nickname, a program, a day) is the second vote. It
decides nothing: that is for `coach`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from bot.coach.bank import OUTSIDE, Example
from bot.coach.conversation import Conversation
from bot.coach.encoder import context
from bot.coach.entities import Entities, Named, open_lexicon
from bot.coach.library import Library
from bot.coach.model import ASPECTS
from bot.coach.similar import Examples
from bot.coach.understanding import Understanding, Understood
from bot.coach.words import plain, points_back, stem, tokens

_NAMED, _NOT_NAMED = 1.5, 0.35
_KEPT = 8
_NEW = 2.0  # an exercise that the heads do not know is meant when it is named: so much beside all the rest
_LEAST = 0.004
# letters: as many the encoder reads of one message; of a longer one its beginning and its end, where questions stand
_LONGEST, _ENDS = 900, 450
_STEP = 700
# words: so much that points back to nothing is a question of its own, whatever was spoken of before
_OF_ITS_OWN = 10
_WORRYING = ("safety/red-flags", "safety/sharp-pain", "safety/see-a-professional", "faq/sciatica")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a message: an id of the knowledge, an action or `outside`, with a confidence from 0 to 1.

    `aspect` is that of an exercise, the theme for what is outside; `sign` the sign of `safety.yaml` behind a caution.
    """

    topic: str
    confidence: float
    aspect: str | None = None
    program: str | None = None
    day: int | None = None
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it was read: candidates, the surest first, and what is in them for `coach` and for `--why`.

    `learned` is false when no trained model read it: then the shares of cautions mean nothing.
    """

    candidates: tuple[Candidate, ...]
    learned: bool = False
    named: Named = field(default_factory=Named)
    familiar: float = 0.0
    nearest: Example | None = None

    def share(self, *topics: str) -> float:
        """The probability of some topics together."""
        return sum(c.confidence for c in self.candidates if c.topic in topics)

    def without(self, topic: str) -> "Reading":
        """The reading as if one topic were out of the question."""
        left = [c for c in self.candidates if c.topic != topic]
        total = sum(c.confidence for c in left) or 1.0
        return replace(self, candidates=tuple(replace(c, confidence=c.confidence / total) for c in left))

    def sign(self, topic: str) -> str | None:
        """The likeliest sign behind a caution."""
        return next((c.sign for c in self.candidates if c.topic == topic and c.sign), None)


class Reads(Protocol):
    """Whatever reads messages for the coach."""

    @property
    def examples(self) -> Examples: ...

    def read(self, text: str, talk: Conversation) -> Reading: ...


def by_words(candidates: Sequence[Candidate]) -> Reading:
    """A reading by words alone."""
    return Reading(tuple(candidates))


class Reader:
    """Reads with a trained model, against one library."""

    def __init__(
        self, library: Library, understanding: Understanding, words: dict[str, int], examples: Callable[[], Examples]
    ) -> None:
        """`words` are those of the bank with how often each was seen; `examples` opens what club answers lean on."""
        self.understanding = understanding
        self._examples = lru_cache(maxsize=1)(examples)
        self.entities = Entities(library, open_lexicon(library, words))
        self._titles = library.titles()
        self._programs = tuple(library.programs)
        self._pronouns = frozenset(library.words.pronouns)

    def read(self, text: str, talk: Conversation) -> Reading:
        """What a message may mean in its conversation; no candidates when there is no word in it."""
        whole = plain(text)
        text = shortened(whole)
        if not any(len(word) > 1 and word.isalpha() for word in tokens(text)):
            return Reading((), learned=True)
        named = self.entities.named(text)
        told = self.told(talk)
        understood = [self.understanding.understand(text, told)]
        if named.words != " ".join(tokens(text)):
            understood.append(self.understanding.understand(named.words, told))
        if told and self._is_of_its_own(text):
            understood.append(self.understanding.understand(text))
        aspect = _aspect(understood)
        shares = _by_topic(understood)
        if len(whole) > _LONGEST:
            self._look_through(whole, shares)
        self._favour(shares, named.exercises)
        found = sorted(((share, topic, detail) for topic, (share, detail) in shares.items()), reverse=True)
        candidates = tuple(
            self._candidate(topic, share, detail, aspect, named)
            for share, topic, detail in found[:_KEPT]
            if share > _LEAST
        )
        first = understood[0]
        return Reading(candidates, True, named, first.familiar, first.nearest)

    @property
    def examples(self) -> Examples:
        return self._examples()

    def told(self, talk: Conversation) -> str:
        """The conversation so far as the encoder reads it: the exercise spoken of, and the last messages."""
        subject = talk.topic or ""
        if not talk.recent:  # a button or an alarm set the subject, and nothing was said since
            return context(None, self._titles.get(subject, ""))
        exercise = self._titles.get(subject) if subject.startswith("exercise/") else None
        return context(exercise, " / ".join(talk.recent))

    def _is_of_its_own(self, text: str) -> bool:
        words = tokens(text)
        return len(words) >= _OF_ITS_OWN and not points_back(words, self._pronouns)

    def _only_program(self, words: str) -> str | None:
        """The one program whose bare name stands among the words: "something for the gym", "no, beginner"."""
        stems = {stem(word) for word in words.split()}
        found = [program for program in self._programs if stem(program) in stems]
        return found[0] if len(found) == 1 else None

    def _look_through(self, text: str, shares: dict[str, tuple[float, str | None]]) -> None:
        """Whatever is urgent in any part of a long message counts, also where no question stands."""
        windows = [text[at : at + _LONGEST] for at in range(0, len(text), _STEP)]
        for understood in self.understanding.understood([one for one in windows if self.understanding.may_worry(one)]):
            for topic, found in _by_topic([understood]).items():
                if topic in _WORRYING and found[0] > shares.get(topic, (0.0, None))[0]:
                    shares[topic] = found

    def _favour(self, shares: dict[str, tuple[float, str | None]], named: Sequence[str]) -> None:
        """More for the exercises that are named, less for others: the encoder may mistake one bridge for another.

        The shares of cautions stay as they are, whatever is named beside a symptom; the rest fills up to 1.
        """
        rest = {topic: share for topic, (share, _) in shares.items() if topic not in _WORRYING}
        for topic in rest:
            if named and topic.startswith("exercise/"):
                rest[topic] *= _NAMED if topic in named else _NOT_NAMED
        for topic in named:
            if not self.understanding.has_learned(topic):
                rest[topic] = max(_NEW, rest.get(topic, 0.0))
        room = max(0.0, 1.0 - sum(share for topic, (share, _) in shares.items() if topic in _WORRYING))
        total = sum(rest.values()) or 1.0
        for topic, share in rest.items():
            shares[topic] = (share * room / total, shares.get(topic, (0.0, None))[1])

    def _candidate(self, topic: str, share: float, detail: str | None, aspect: str, named: Named) -> Candidate:
        if topic.startswith("exercise/"):
            return Candidate(topic, share, aspect)
        if topic == OUTSIDE:
            return Candidate(topic, share, detail)
        if topic == "action/workout":
            program = named.programs[0] if named.programs else self._only_program(named.words) or detail
            return Candidate(topic, share, program=program, day=named.day)
        if topic.startswith("action/"):
            return Candidate(topic, share, program=named.programs[0] if named.programs else None)
        return Candidate(topic, share, sign=detail)


def shortened(text: str) -> str:
    """A message of sane length: of a very long one its beginning and its end."""
    return text if len(text) <= _LONGEST else f"{text[:_ENDS]} {text[-_ENDS:]}"


def _aspect(understood: Iterable[Understood]) -> str:
    sums = [sum(shares) for shares in zip(*(u.aspects for u in understood), strict=True)]
    return ASPECTS[sums.index(max(sums))]


def _by_topic(understood: Sequence[Understood]) -> dict[str, tuple[float, str | None]]:
    """The share of each topic, and of its likeliest detail; several readings of one message count alike."""
    labels: dict[str, float] = defaultdict(float)
    for each in understood:
        for label, share in each.labels:
            labels[label] += share / len(understood)
    topics: dict[str, tuple[float, str | None, float]] = {}
    for label, share in labels.items():
        topic, _, detail = label.partition("#")
        total, best, most = topics.get(topic, (0.0, None, 0.0))
        topics[topic] = (total + share, detail or None, share) if share > most else (total + share, best, most)
    return {topic: (total, detail) for topic, (total, detail, _) in topics.items()}
