"""Figures and doses as values: what is read, how it is written, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.coach.model import Prescription, Range, Slot


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (12, "12"),
        ("12", "12"),
        ("12-15", "12–15"),
        ("12–15", "12–15"),
        (" 12 - 15 ", "12–15"),
        (2.5, "2.5"),
        ("2.5-5", "2.5–5"),
        ("30-30", "30"),
        (0, "0"),
    ],
    ids=repr,
)
def test_a_range_is_read_and_written(given: object, written: str) -> None:
    assert str(Range.model_validate(given)) == written


@pytest.mark.parametrize(
    "given",
    ["ten", "12-", "-3", -1, "12 to 15", "1-2-3", "", True, None, [], "٣", "1e3", "inf"],
    ids=repr,
)
def test_what_is_no_figure_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        Range.model_validate(given)


def test_a_range_that_runs_backwards_says_so() -> None:
    with pytest.raises(ValidationError, match="15–12 runs backwards; write the smaller figure first"):
        Range.model_validate("15-12")


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_range_written_is_read_back(one: int, other: int) -> None:
    span = Range(low=min(one, other), high=max(one, other))
    assert Range.model_validate(str(span)) == span


@pytest.mark.parametrize("measure", ["reps", "seconds", "metres"])
def test_a_dose_is_sets_of_one_measure(measure: str) -> None:
    dose = Prescription.model_validate({"sets": 3, measure: "8-12", "per": "leg"})
    assert str(getattr(dose, measure)) == "8–12"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sets": 3, "reps": 5, "seconds": 30}, "reps and seconds cannot stand together"),
        ({"sets": 3, "seconds": 30, "metres": 20}, "seconds and metres cannot stand together"),
        ({"sets": 3}, "belong together"),
        ({"reps": 10}, "belong together"),
        ({"sets": 3, "reps": 10, "per": "nose"}, "'leg', 'side', 'arm' or 'direction'"),
        ({"sets": 3, "reps": 10, "weight": 20}, "not permitted"),
    ],
    ids=["two", "two others", "sets alone", "reps alone", "per nose", "unknown field"],
)
def test_a_dose_that_makes_no_sense_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Prescription.model_validate(fields)


def test_a_slot_may_go_without_a_dose_and_with_another_exercise() -> None:
    slot = Slot.model_validate({"exercise": "banded-kickback", "or": ["cable-pull-through"]})
    assert (slot.exercise, slot.or_, slot.sets) == ("banded-kickback", ("cable-pull-through",), None)


def test_what_was_read_cannot_be_changed() -> None:
    slot = Slot.model_validate({"exercise": "plank"})
    with pytest.raises(ValidationError, match="frozen"):
        slot.exercise = "squat"  # pyright: ignore[reportAttributeAccessIssue]
