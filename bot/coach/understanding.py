"""How likely each label of the bank is for a message: by the encoder's head, its words and the nearest examples.

Labels are those of `Example.label`: a topic, an action with its program, a caution with its sign, a theme outside. What
the model was trained on is read by its heads; what came to the knowledge afterwards, by the nearest of its examples.
"""

import hashlib
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.coach.bank import ANY_EXERCISE, Example
from bot.coach.encoder import Vector
from bot.coach.model import ASPECTS
from bot.coach.trained import Trained, key_of, places_of

Floats = NDArray[np.float32]
_CACHED = 2048
_KEPT = 24
# an example known word for word wins unless the model is sure of something else: a misfiled one may be urgent
_WORD_FOR_WORD = 4.0
_A_CHANCE = 0.02
# an example of new knowledge that is less alike than this says nothing
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message may be: the likeliest labels with their probabilities, the surest first; and of all aspects.

    `familiar` is the likeness of the nearest example, from -1 to 1; `nearest` that example.
    """

    labels: tuple[tuple[str, float], ...]
    aspects: tuple[float, ...]
    familiar: float
    nearest: Example | None


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Examples with their vectors (n, small), and the number of each one's label."""

    examples: tuple[Example, ...]
    vectors: Vector
    rows: NDArray[np.int64]


class Understanding:
    """Reads messages with a trained model and today's examples; safe to use from several threads at once.

    `alive` tells whether today's knowledge still has a label. Examples whose vectors did not come with the model are
    encoded by `learn`; until then they are not seen as nearest.
    """

    def __init__(self, trained: Trained, examples: Sequence[Example], alive: Callable[[str], bool]) -> None:
        self._trained = trained
        learned = trained.heads.labels
        singles = [e for e in examples if not e.before and e.topic != ANY_EXERCISE]
        self._labels: list[str] = [*learned, *sorted({e.label for e in singles} - set(learned))]
        self._number = {label: n for n, label in enumerate(self._labels)}
        self._gone = np.array([not alive(label) for label in learned])
        self._worrying = np.array([label.startswith("safety/") for label in learned])
        keys = [key_of(e.text) for e in singles]
        self._word_for_word = dict(zip(keys, singles, strict=True))
        places = places_of(trained.keys, keys)
        self._missing = [e for e, place in zip(singles, places, strict=True) if place < 0]
        held = [e for e, place in zip(singles, places, strict=True) if place >= 0]
        vectors = trained.vectors[places[places >= 0]].astype(np.float32) / np.float32(127)
        self._index = self._indexed(held, vectors)
        self._learning = threading.Lock()
        self._cache: dict[bytes, tuple[_Index, Understood]] = {}

    @property
    def waiting(self) -> int:
        """How many examples have no vector yet."""
        return len(self._missing)

    def has_learned(self, label: str) -> bool:
        """Whether the model was trained on a label, rather than having only its examples."""
        return self._number.get(label, len(self._gone)) < len(self._gone)

    def learn(self, *, only_new: bool = False) -> None:
        """Encode the examples that the model has no vectors for: a millisecond each, once after a start.

        With `only_new` those alone whose labels the model was not trained on, without which they cannot be understood.
        """
        with self._learning:
            wanted = [e for e in self._missing if not only_new or not self.has_learned(e.label)]
            if not wanted:
                return
            vectors = self._trained.encoder.encode([(e.text, "") for e in wanted])
            found = self._trained.heads.projected(vectors)
            index = self._index
            together = np.concatenate([index.vectors, found]) if len(index.vectors) else found
            self._index = self._indexed([*index.examples, *wanted], together)
            done = set(wanted)
            self._missing = [e for e in self._missing if e not in done]

    def understand(self, text: str, before: str = "") -> Understood:
        """What a message may be, after the context that `encoder.context` words.

        The last few thousand are remembered by a digest alone, so that no member's words stay.
        """
        index = self._index
        digest = hashlib.blake2b(f"{before}\0{text}".encode("utf-8", "ignore"), digest_size=16).digest()
        known = self._cache.get(digest)
        if known and known[0] is index:
            return known[1]
        understood = self._understand(text, before, index)
        if len(self._cache) >= _CACHED:
            self._cache.clear()
        self._cache[digest] = index, understood
        return understood

    def understood(self, texts: Sequence[str]) -> Iterator[Understood]:
        """Messages by the heads and the words alone, in their order, without nearest examples.

        One at a time: int8 scales activations by batch, and what a line is read as must not hang on its neighbours.
        """
        for text in texts:
            vector = self._trained.encoder.encode([(text, "")])[0]
            yield self._ranked(_softmax(self._logits(vector, text, "")), vector, -1.0, None, None)

    def may_worry(self, text: str) -> bool:
        """Whether the words alone give a caution a chance: a glance, for parts of a message too long to read whole."""
        shares = _softmax(self._trained.lexical.scores(text))
        return float(shares[self._worrying].sum()) > _A_CHANCE

    def _indexed(self, examples: Sequence[Example], vectors: Vector) -> _Index:
        return _Index(tuple(examples), vectors, np.array([self._number[e.label] for e in examples], np.int64))

    def _understand(self, text: str, before: str, index: _Index) -> Understood:
        vector = self._trained.encoder.encode([(text, before)])
        logits = self._logits(vector[0], text, before)
        likeness, best = self._nearest(self._trained.heads.projected(vector)[0], index)
        known = len(logits)
        logits += self._trained.mix["nearest"] * likeness[:known]
        same = None if before else self._word_for_word.get(key_of(text))
        if same and (number := self._number[same.label]) < known:
            logits[number] += _WORD_FOR_WORD
        shares = _softmax(logits)
        if len(self._labels) > known:
            shares = _with_new(shares, likeness, known, self._trained.mix["new"])
        nearest = same or (index.examples[best] if best >= 0 else None)
        return self._ranked(shares, vector[0], float(likeness.max(initial=-1.0)), nearest, same)

    def _logits(self, vector: Vector, text: str, before: str) -> Floats:
        """What the heads and the words say of each label they know; labels gone from the knowledge are out."""
        heads, mix = self._trained.heads, self._trained.mix
        logits = mix["encoder"] * (vector @ heads.topics.T + heads.topics_bias)
        logits += mix["lexical_in_talk" if before else "lexical"] * self._trained.lexical.scores(text)
        logits[self._gone] = -np.inf
        return logits

    def _ranked(
        self, shares: Floats, vector: Vector, familiar: float, nearest: Example | None, same: Example | None
    ) -> Understood:
        heads = self._trained.heads
        order: list[int] = np.argsort(-shares)[:_KEPT].tolist()
        sides = vector @ heads.aspects.T + heads.aspects_bias
        if same and same.aspect:
            sides[ASPECTS.index(same.aspect)] += _WORD_FOR_WORD  # pyright: ignore[reportArgumentType]
        labels = tuple((self._labels[n], float(shares[n])) for n in order)
        return Understood(labels, tuple(map(float, _softmax(sides))), familiar, nearest)

    def _nearest(self, vector: Vector, index: _Index) -> tuple[Floats, int]:
        """For each label the likeness of its nearest example (-1 where there is none), and the nearest of all."""
        likeness = np.full(len(self._labels), -1.0, np.float32)
        if not len(index.examples):
            return likeness, -1
        alike = index.vectors @ vector
        np.maximum.at(likeness, index.rows, alike)
        return likeness, int(alike.argmax())


def _with_new(shares: Floats, likeness: Floats, known: int, steepness: float) -> Floats:
    """Room for labels the heads do not know: as sure as their nearest example is nearer than all others."""
    fresh = likeness[known:]
    best = float(fresh.max())
    lead = best - float(likeness[:known].max(initial=-1.0))
    claim = 1 / (1 + math.exp(-steepness * lead)) if best > _ALIKE else 0.0
    return np.concatenate([shares * (1 - claim), claim * _softmax(steepness * fresh)])


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
