"""The lexical classifier: hashed TF-IDF of length one, and sparse weights that add up as dense ones would."""

import numpy as np
import pytest

from bot.coach.lexical import BUCKETS, Lexical, Weighting, features


def test_a_feature_has_the_same_bucket_in_every_process() -> None:
    terms, letters = features("Hip thrust")
    # hip, thrust, and the pairs with each other and with the ends
    assert sorted(terms) == [15965, 24502, 81372, 86171, 257981]
    assert sum(letters.values()) == 21
    assert features("hip THRUST") == (terms, letters)


def test_a_message_is_a_vector_of_length_one() -> None:
    vector = Weighting(np.ones(BUCKETS, np.float32)).vector("how many hip thrusts should i do")
    assert float(np.square(vector.weights).sum()) == pytest.approx(1.0)
    assert len(vector.buckets) == len(vector.weights)


def test_nothing_said_leaves_only_the_ends_of_an_empty_line() -> None:
    assert len(Weighting(np.ones(BUCKETS, np.float32)).vector("?! …").buckets) == 1


def test_scores_are_those_of_the_dense_matrix() -> None:
    chance = np.random.default_rng(7)
    weighting = Weighting(chance.uniform(1, 9, BUCKETS).astype(np.float32))
    text = "is it ok to squat on monday and run on tuesday"
    vector = weighting.vector(text)
    dense = np.zeros((3, BUCKETS), np.float32)
    dense[:, vector.buckets[::2]] = chance.integers(-127, 128, (3, len(vector.buckets[::2])))
    columns, buckets = np.nonzero(dense)
    order = np.lexsort((columns, buckets))
    columns, buckets = columns[order], buckets[order]
    scales = np.array([0.5, 1.0, 2.0], np.float32)
    bias = np.array([0.1, 0.2, 0.3], np.float32)
    starts = np.searchsorted(buckets, np.arange(BUCKETS + 1)).astype(np.int32)
    weights = dense[columns, buckets].astype(np.int8)
    lexical = Lexical(weighting, starts, columns.astype(np.uint16), weights, scales, bias)
    whole = np.zeros(BUCKETS, np.float32)
    np.add.at(whole, vector.buckets, vector.weights)
    assert lexical.scores(text) == pytest.approx((dense * scales[:, None]) @ whole + bias, rel=1e-4)


def test_a_message_of_unknown_features_has_the_bias_for_its_scores() -> None:
    starts = np.zeros(BUCKETS + 1, np.int32)
    nothing = np.zeros(0, np.uint16)
    bias = np.array([0.5, -1.0], np.float32)
    weighting = Weighting(np.ones(BUCKETS, np.float32))
    lexical = Lexical(weighting, starts, nothing, nothing.astype(np.int8), np.ones(2, np.float32), bias)
    assert lexical.scores("zzz").tolist() == [0.5, -1.0]
