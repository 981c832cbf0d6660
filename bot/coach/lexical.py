"""What the words and letters of a message say: TF-IDF over words, pairs of words and letter n-grams, and a linear
classifier on them.

Features are hashed (Weinberger et al. 2009), so there is no vocabulary to load. The weights come from `training/`; they
are sparse and small, and a message costs a few rows of them. It knows no word order and no meaning, which is what the
encoder is for, but it reads spellings, abbreviations and names that the encoder never saw.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.coach.words import stem, tokens

BUCKETS = 1 << 18
_SHORTEST, _LONGEST = 3, 5
_LETTERS_SHARE, _WORDS_SHARE = 0.6, 0.8  # of a vector of length one: 0.6² + 0.8² = 1


def features(text: str) -> tuple[Counter[int], Counter[int]]:
    """How often each word, stem or pair of stems and how often each run of 3 to 5 letters occurs, by bucket."""
    words = tokens(text)[:160]
    stems = [stem(word) for word in words]
    terms = Counter(_bucket(f"w {word}") for word in {*words, *stems})
    terms.update(_bucket(f"p {one} {other}") for one, other in pairwise(["^", *stems, "$"]))
    letters: Counter[int] = Counter()
    for word in words:
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            letters.update(_bucket(padded[at : at + size]) for at in range(len(padded) - size + 1))
    return terms, letters


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Sparse:
    """A message as buckets and weights, of length one."""

    buckets: NDArray[np.int64]
    weights: NDArray[np.float32]


class Weighting:
    """Inverse document frequency by bucket, as the bank has it."""

    def __init__(self, rarity: NDArray[np.float32]) -> None:
        self.rarity = rarity

    def vector(self, text: str) -> Sparse:
        """A text as weighted buckets, of length one; empty when there is no word in it."""
        both = [self._unit(counts) for counts in features(text)]
        buckets = np.concatenate([one.buckets for one in both])
        shares = (_WORDS_SHARE, _LETTERS_SHARE)
        weights = np.concatenate([one.weights * share for one, share in zip(both, shares, strict=True)])
        return Sparse(buckets, weights)

    def _unit(self, counts: Counter[int]) -> Sparse:
        buckets = np.fromiter(counts, np.int64, len(counts))
        heights = np.fromiter(counts.values(), np.float32, len(counts))
        weights = (1 + np.log(heights)) * self.rarity[buckets]
        return Sparse(buckets, weights / (np.linalg.norm(weights) or 1.0))


@dataclass(frozen=True, slots=True)
class Lexical:
    """The linear classifier: for each bucket the labels it speaks for, one bucket after the other.

    The weight of entry `n` is `weights[n] * scales[columns[n]]`; `starts[b]` to `starts[b + 1]` are those of bucket b.
    """

    weighting: Weighting
    starts: NDArray[np.int32]
    columns: NDArray[np.uint16]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, text: str) -> NDArray[np.float32]:
        """How much the message speaks for each label, as the distance to a separating plane."""
        vector = self.weighting.vector(text)
        begins, ends = self.starts[vector.buckets], self.starts[vector.buckets + 1]
        sizes = ends - begins
        total = int(sizes.sum())
        if not total:
            return self.bias.copy()
        offsets = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        entries = np.repeat(begins, sizes) + offsets
        spoken = self.weights[entries] * np.repeat(vector.weights, sizes)
        sums = np.bincount(self.columns[entries], weights=spoken, minlength=len(self.bias))
        return (sums * self.scales + self.bias).astype(np.float32)
