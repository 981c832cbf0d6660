"""Fits the lexical classifier: one linear support vector machine a label on hashed TF-IDF, thinned and in int8."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from bot.coach.lexical import BUCKETS, Lexical, Weighting, features

_KEPT = 1_300_000


def fit(texts: Sequence[str], wanted: Sequence[int], labels: int, seed: int) -> Lexical:
    """The classifier of texts, whose label numbers are `wanted`."""
    weighting = Weighting(_rarity(texts))
    machine = SGDClassifier(loss="modified_huber", alpha=3e-6, max_iter=30, tol=1e-4, random_state=seed, n_jobs=2)
    machine.fit(matrix(weighting, texts), wanted)
    dense = np.zeros((labels, BUCKETS), np.float32)
    dense[machine.classes_] = machine.coef_
    bias = np.full(labels, float(machine.intercept_.min()), np.float32)
    bias[machine.classes_] = machine.intercept_
    return _thinned(weighting, dense, bias)


def matrix(weighting: Weighting, texts: Sequence[str]) -> csr_matrix:
    rows = [weighting.vector(text) for text in texts]
    starts = np.cumsum([0, *(len(row.buckets) for row in rows)])
    return csr_matrix(
        (np.concatenate([r.weights for r in rows]), np.concatenate([r.buckets for r in rows]), starts),
        shape=(len(rows), BUCKETS),
    )


def _rarity(texts: Sequence[str]) -> NDArray[np.float32]:
    seen = np.zeros(BUCKETS)
    for text in texts:
        terms, letters = features(text)
        seen[list({*terms, *letters})] += 1
    rare = np.log((1 + len(texts)) / (1 + seen)) + 1
    rare[seen == 0] = math.log(1 + len(texts)) + 1
    return rare.astype(np.float32)


def _thinned(weighting: Weighting, dense: NDArray[np.float32], bias: NDArray[np.float32]) -> Lexical:
    """Only the weights that matter, each as a share of its label's largest."""
    sizes = np.abs(dense)
    floor = np.partition(sizes.ravel(), -_KEPT)[-_KEPT] if np.count_nonzero(dense) > _KEPT else 0.0
    scales = (sizes.max(axis=1) / 127).astype(np.float32)
    scales[scales == 0] = 1.0
    columns, buckets = np.nonzero(sizes > floor)
    order = np.lexsort((columns, buckets))
    columns, buckets = columns[order], buckets[order]
    weights = np.rint(dense[columns, buckets] / scales[columns]).astype(np.int8)
    starts = np.searchsorted(buckets, np.arange(BUCKETS + 1)).astype(np.int32)
    return Lexical(weighting, starts, columns.astype(np.uint16), weights, scales, bias)
