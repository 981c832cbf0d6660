"""Which example question a message is most like: TF-IDF over stems, pairs of stems and letter trigrams, by cosine.

The weighting is the textbook one (Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapter 6):
log-damped term frequency times log inverse document frequency, vectors of length one.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.coach.words import Spellings, stem, tokens

Label = tuple[str, str | None]
_PAIR, _LETTERS = 0.8, 0.35


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a message is like the examples of one label, from 0 to 1."""

    label: Label
    score: float


class Examples:
    """The example questions, indexed once; asking costs a walk over the postings of the message's own features."""

    def __init__(self, examples: Iterable[tuple[Label, str]], spellings: Spellings, fillers: Sequence[str]) -> None:
        self._spellings = spellings
        self._fillers = {stem(word) for word in fillers}
        rows = [(label, self._features(text)) for label, text in examples]
        seen: Counter[str] = Counter(feature for _, features in rows for feature in features)
        self._rarity = {feature: math.log((1 + len(rows)) / (1 + n)) + 1 for feature, n in seen.items()}
        self._unseen = math.log(1 + len(rows)) + 1
        self._labels = [label for label, _ in rows]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, features) in enumerate(rows):
            for feature, weight in self._vector(features).items():
                self._postings[feature].append((number, weight))

    def _features(self, text: str) -> dict[str, float]:
        words = [stem(word) for word in self._spellings.fold(tokens(text))]
        kept = [word for word in words if word not in self._fillers] or words
        features: dict[str, float] = {word: float(n) for word, n in Counter(kept).items()}
        for first, second in pairwise(words):
            if first not in self._fillers or second not in self._fillers:
                features[f"{first} {second}"] = _PAIR
        for word in kept:
            padded = f"^{word}$"
            for at in range(len(padded) - 2):
                features[f"/{padded[at : at + 3]}"] = _LETTERS
        return features

    def _vector(self, features: dict[str, float]) -> dict[str, float]:
        weights = {f: n * self._rarity.get(f, self._unseen) for f, n in features.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}

    def like(self, text: str) -> list[Likeness]:
        """Labels by likeness, the most alike first; a label counts its best example and a little of its second."""
        sums: defaultdict[int, float] = defaultdict(float)
        for feature, weight in self._vector(self._features(text)).items():
            for number, other in self._postings.get(feature, ()):
                sums[number] += weight * other
        best: dict[Label, tuple[float, float]] = {}
        for number, score in sums.items():
            first, second = best.get(self._labels[number], (0.0, 0.0))
            best[self._labels[number]] = (max(first, score), max(second, min(first, score)))
        ranked = [Likeness(label, min(1.0, 0.85 * one + 0.15 * two)) for label, (one, two) in best.items()]
        return sorted(ranked, key=lambda found: (-found.score, found.label[0], found.label[1] or ""))
