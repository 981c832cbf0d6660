"""What a message names: by name, nickname and slip of the thumb, with days and figures."""

import pytest

from bot.coach.entities import Entities, open_lexicon
from bot.coach.library import Library


@pytest.fixture(scope="module")
def entities(library: Library) -> Entities:
    return Entities(library, open_lexicon(library))


@pytest.mark.parametrize(
    ("text", "exercises"),
    [
        ("how many RDLs", ("exercise/romanian-deadlift",)),
        ("single leg rdl or hip thrust?", ("exercise/single-leg-romanian-deadlift", "exercise/hip-thrust")),
        ("kettelbell swing", ("exercise/kettlebell-swing",)),
        ("romanain dedlift", ("exercise/romanian-deadlift",)),
        ("wall sits", ("exercise/wall-sit",)),
        ("what is the capital of portugal", ()),
    ],
)
def test_exercises(entities: Entities, text: str, exercises: tuple[str, ...]) -> None:
    assert entities.named(text).exercises == exercises


def test_a_program_and_its_day(entities: Entities) -> None:
    named = entities.named("show me day two of the beginner plan")
    assert (named.programs, named.day) == (("beginner",), 2)


def test_weekdays_however_short(entities: Entities) -> None:
    assert entities.details("tues and thursdays, maybe sat").weekdays == ("tuesday", "thursday", "saturday")
    assert entities.details("post it every sun").weekdays == ("sunday",)
    assert entities.details("i sat down in the sun").weekdays == ()


def test_figures_with_their_units(entities: Entities) -> None:
    assert entities.details("3x12 at 40kg, rest 90 s").figures == ("3x12", "40 kg", "90 s")


def test_muscles_and_equipment(entities: Entities) -> None:
    named = entities.details("glutes with only a resistance band and no barbell")
    assert named.muscles == ("muscle/glutes",)
    assert "barbell" in named.equipment
