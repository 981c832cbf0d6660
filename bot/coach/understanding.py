"""How likely each label of the bank is for a message: by the encoder's head, its words and the nearest examples.

Labels are those of `Example.label`: a topic, an action with its program, a caution with its sign, a theme outside. What
the model was trained on is read by its heads; what came to the knowledge afterwards, by the nearest of its examples.
"""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.coach.bank import ANY_EXERCISE, Example
from bot.coach.encoder import Vector
from bot.coach.model import ASPECTS
from bot.coach.trained import Trained, key_of

Floats = NDArray[np.float32]
_CACHED = 4096
_KEPT = 24
# an example known word for word wins unless the model is sure of something else: a misfiled one may be urgent
_WORD_FOR_WORD, _THE_SAME = 4.0, 0.995
_BATCH, _AT_ONCE = 1024, 32


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message may be: `labels` with their probabilities, which sum to 1, the surest first; and of the aspects.

    `familiar` is the likeness of the nearest example, from -1 to 1; `nearest` that example.
    """

    labels: tuple[tuple[str, float], ...]
    aspects: tuple[float, ...]
    familiar: float
    nearest: Example | None

    def of(self, prefix: str) -> float:
        """The probability of all labels that begin like this, together."""
        return sum(share for label, share in self.labels if label.startswith(prefix))


class Understanding:
    """Reads messages with a trained model and today's examples; safe to use from several threads at once.

    Examples whose vectors did not come with the model are encoded by `learn`; until then they are not seen as nearest.
    """

    def __init__(self, trained: Trained, examples: Sequence[Example]) -> None:
        self._trained = trained
        heads = trained.heads
        known = {label: n for n, label in enumerate(heads.labels)}
        singles = [e for e in examples if not e.before and e.topic != ANY_EXERCISE]
        self._labels: list[str] = [*heads.labels, *sorted({e.label for e in singles} - set(known))]
        self._number = {label: n for n, label in enumerate(self._labels)}
        alive = {e.label for e in examples}
        self._gone = np.array([label not in alive for label in heads.labels])
        self._lock = threading.Lock()
        keys = [key_of(e.text) for e in singles]
        self._word_for_word = dict(zip(keys, singles, strict=True))
        held = [(e, trained.vectors[key]) for e, key in zip(singles, keys, strict=True) if key in trained.vectors]
        self._missing = [e for e, key in zip(singles, keys, strict=True) if key not in trained.vectors]
        self._examples = [e for e, _ in held]
        rows = [vector for _, vector in held]
        held_vectors = np.array(rows, np.float32) if rows else np.zeros((0, 1), np.float32)
        self._vectors: Vector = (held_vectors / 127).astype(np.float32)
        self._rows = self._numbers(self._examples)
        self.understand = lru_cache(maxsize=_CACHED)(self._understand)

    @property
    def waiting(self) -> int:
        """How many examples have no vector yet."""
        return len(self._missing)

    def has_learned(self, label: str) -> bool:
        """Whether the model was trained on a label, rather than having only its examples."""
        return self._number.get(label, len(self._gone)) < len(self._gone)

    def learn(self) -> None:
        """Encode the examples that the model has no vectors for: seconds for a few hundred, once after a start."""
        with self._lock:
            missing, self._missing = self._missing, []
            if not missing:
                return
            found = self._trained.heads.projected(self._trained.encoder.encode([(e.text, "") for e in missing]))
            self._vectors = np.concatenate([self._vectors, found]) if len(self._vectors) else found
            self._examples = [*self._examples, *missing]
            self._rows = self._numbers(self._examples)
            self.understand.cache_clear()

    def vectors(self, texts: Sequence[str]) -> Vector:
        """Texts in the bank's space, each of length one: their likeness is their product."""
        return self._trained.heads.projected(self._trained.encoder.encode([(text, "") for text in texts]))

    def understood(self, examples: Sequence[Example]) -> Iterator[tuple[Example, Understood]]:
        """Many examples read at once, in a fraction of the time; nearest examples are left out."""
        for at in range(0, len(examples), _BATCH):
            batch = sorted(examples[at : at + _BATCH], key=lambda example: len(example.text))
            for start in range(0, len(batch), _AT_ONCE):
                some = batch[start : start + _AT_ONCE]
                vectors = self._trained.encoder.encode([(e.text, "") for e in some])
                for example, vector in zip(some, vectors, strict=True):
                    shares = _softmax(self._logits(vector, example.text, ""))
                    yield example, self._ranked(shares, vector, -1.0, None)

    def _numbers(self, examples: Sequence[Example]) -> NDArray[np.int64]:
        return np.array([self._number[e.label] for e in examples], np.int64)

    def _understand(self, text: str, before: str = "") -> Understood:
        """What a message may be, after the context that `encoder.context` words."""
        vector = self._trained.encoder.encode([(text, before)])
        logits = self._logits(vector[0], text, before)
        likeness, best = self._nearest(self._trained.heads.projected(vector)[0])
        known = len(logits)
        logits += self._trained.mix["nearest"] * likeness[:known]
        same = None if before else self._word_for_word.get(key_of(text))
        if same and (number := self._number[same.label]) < known:
            logits[number] += _WORD_FOR_WORD
        shares = _softmax(logits)
        if len(self._labels) > known:
            shares = _with_new(shares, likeness, known, self._trained.mix["new"])
        nearest = self._examples[best] if best >= 0 else None
        return self._ranked(shares, vector[0], float(likeness.max(initial=-1.0)), same or nearest)

    def _logits(self, vector: Vector, text: str, before: str) -> Floats:
        """What the heads and the words say of each label they know; labels gone from the knowledge are out."""
        heads, mix = self._trained.heads, self._trained.mix
        logits = mix["encoder"] * (vector @ heads.topics.T + heads.topics_bias)
        logits += mix["lexical_in_talk" if before else "lexical"] * self._trained.lexical.scores(text)
        logits[self._gone] = -np.inf
        return logits

    def _ranked(self, shares: Floats, vector: Vector, familiar: float, nearest: Example | None) -> Understood:
        heads = self._trained.heads
        order: list[int] = np.argsort(-shares)[:_KEPT].tolist()
        sides = vector @ heads.aspects.T + heads.aspects_bias
        if nearest and nearest.aspect and familiar > _THE_SAME:
            sides[ASPECTS.index(nearest.aspect)] += _WORD_FOR_WORD  # pyright: ignore[reportArgumentType]
        aspects = _softmax(sides)
        labels = tuple((self._labels[n], float(shares[n])) for n in order)
        return Understood(labels, tuple(map(float, aspects)), familiar, nearest)

    def _nearest(self, vector: Vector) -> tuple[Floats, int]:
        """For each label the likeness of its nearest example (-1 where there is none), and the nearest of all."""
        likeness = np.full(len(self._labels), -1.0, np.float32)
        if not len(self._examples):
            return likeness, -1
        alike = self._vectors @ vector
        np.maximum.at(likeness, self._rows, alike)
        return likeness, int(alike.argmax())


def _with_new(shares: Floats, likeness: Floats, known: int, steepness: float) -> Floats:
    """Room for labels the heads do not know: as sure as their nearest example is nearer than all others."""
    fresh = likeness[known:]
    best = float(fresh.max())
    lead = best - float(likeness[:known].max(initial=-1.0))
    claim = 1 / (1 + math.exp(-steepness * lead)) if best > 0.5 else 0.0
    return np.concatenate([shares * (1 - claim), claim * _softmax(steepness * fresh)])


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
