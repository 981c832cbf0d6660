"""Which topic a message is most like: TF-IDF over stems, pairs of stems and letter trigrams, by cosine.

Half of the score is the likest single example, half the topic as a whole (the sum of its examples and of its text, as
Rocchio's classifier has it). The weighting is the textbook one: log inverse document frequency, vectors of length one
(Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapters 6 and 14).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from bot.coach.words import stem

KeyT = TypeVar("KeyT")
Label = tuple[str, str | None]
Features = dict[str, float]
_PAIR, _LETTERS = 0.8, 0.35
# twice the cosine: blended scores of good matches lie around 0.4, and 1 is to mean certain
_SCALE = 2.0
_BEND = 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a message is like a topic, from 0 to 1; `aspect` is that of the likest example, `nearest` its cosine."""

    topic: str
    aspect: str | None
    score: float
    nearest: float


class Examples:
    """Example questions and texts, indexed once; `read` turns a text into words, `fillers` are words to pass over."""

    def __init__(
        self,
        examples: Iterable[tuple[Label, str]],
        texts: Iterable[tuple[str, str]],
        read: Callable[[str], list[str]],
        fillers: Sequence[str],
    ) -> None:
        self._read = read
        self._fillers = {stem(word) for word in fillers}
        rows = [(label, self._features(text)) for label, text in examples]
        seen: Counter[str] = Counter(feature for _, features in rows for feature in features)
        self._rarity = {feature: math.log((1 + len(rows)) / (1 + n)) + 1 for feature, n in seen.items()}
        self._unseen = math.log(1 + len(rows)) + 1
        self._labels = [label for label, _ in rows]
        vectors = [self._vector(features) for _, features in rows]
        whole: dict[str, Features] = defaultdict(lambda: defaultdict(float))
        for (topic, _), vector in zip(self._labels, vectors, strict=True):
            _add(whole[topic], vector)
        for topic, text in texts:
            _add(whole[topic], self._vector(self._features(text)))
        self._by_example = _postings(enumerate(vectors))
        self._by_topic = _postings((topic, _unit(features)) for topic, features in whole.items())

    def _features(self, text: str) -> Features:
        words = [stem(word) for word in self._read(text)]
        kept = [word for word in words if word not in self._fillers] or words
        features: Features = {word: float(n) for word, n in Counter(kept).items()}
        for first, second in pairwise(words):
            if first not in self._fillers or second not in self._fillers:
                features[f"{first} {second}"] = _PAIR
        for word in kept:
            features.update(_letters(word))
        return features

    def _vector(self, features: Features) -> Features:
        return _unit({f: n * self._rarity.get(f, self._unseen) for f, n in features.items()})

    def vector(self, text: str) -> Features:
        """A text as weighted features of length one, by the rarity of words in the examples; see `cosine`."""
        return self._vector(self._features(text))

    def like(self, text: str) -> list[Likeness]:
        """Topics by likeness, the most alike first."""
        vector = self.vector(text)
        best: dict[str, tuple[float, str | None]] = {}
        for number, score in _sums(vector, self._by_example).items():
            topic, aspect = self._labels[number]
            if score > best.get(topic, (0.0, None))[0]:
                best[topic] = (score, aspect)
        ranked: list[Likeness] = []
        for topic, whole in _sums(vector, self._by_topic).items():
            nearest, aspect = best.get(topic, (0.0, None))
            ranked.append(Likeness(topic, aspect, _confidence((nearest + whole) / 2), nearest))
        return sorted(ranked, key=lambda found: (-found.score, found.topic))


def cosine(one: Features, other: Features) -> float:
    """How alike two vectors of length one are, from 0 to 1."""
    return sum(weight * other.get(feature, 0.0) for feature, weight in one.items())


def _confidence(blend: float) -> float:
    """The blend on a scale where 1 is certain; it nears 1 and keeps the order of strong ones."""
    scaled = _SCALE * blend
    return scaled if scaled <= _BEND else _BEND + (1 - _BEND) * (1 - math.exp((_BEND - scaled) / (1 - _BEND)))


@lru_cache(maxsize=20_000)
def _letters(word: str) -> Features:
    """The letter trigrams of a word, its ends marked: what two spellings of it share."""
    padded = f"^{word}$"
    return {f"/{padded[at : at + 3]}": _LETTERS for at in range(len(padded) - 2)}


def _unit(features: Mapping[str, float]) -> Features:
    length = math.sqrt(sum(w * w for w in features.values())) or 1.0
    return {feature: weight / length for feature, weight in features.items()}


def _add(total: Features, vector: Features) -> None:
    for feature, weight in vector.items():
        total[feature] += weight


def _postings(vectors: Iterable[tuple[KeyT, Features]]) -> dict[str, list[tuple[KeyT, float]]]:
    postings: dict[str, list[tuple[KeyT, float]]] = defaultdict(list)
    for key, vector in vectors:
        for feature, weight in vector.items():
            postings[feature].append((key, weight))
    return dict(postings)


def _sums(vector: Features, postings: Mapping[str, list[tuple[KeyT, float]]]) -> dict[KeyT, float]:
    sums: dict[KeyT, float] = defaultdict(float)
    for feature, weight in vector.items():
        for key, other in postings.get(feature, ()):
            sums[key] += weight * other
    return sums
