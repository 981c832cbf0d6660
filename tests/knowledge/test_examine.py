"""What only the voice and the engine can tell of a knowledge folder, and all that is said on one topic."""

from datetime import date
from pathlib import Path

import pytest
from grounds import KnowledgeCopy

from bot import app
from bot.coach.coach import Coach
from bot.coach.crosscheck import Places
from bot.coach.examine import everything_on, misread, read_files, too_long, unreachable
from bot.coach.library import Library
from bot.errors import UserError
from bot.settings import Settings

TODAY = date(2026, 11, 22)
THRUST = "exercises/hip-thrust.yaml"
WORDY = "Lift your hips and lower them again with care. " * 90


@pytest.fixture
def settings(knowledge_copy: KnowledgeCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for the copy, and none of a file `.env` that may lie about."""
    monkeypatch.chdir(tmp_path)
    return Settings(knowledge_dir=knowledge_copy.folder)


def places(copy: KnowledgeCopy, library: Library) -> Places:
    return Places(library, read_files(copy.folder))


def test_a_coach_that_only_speaks_says_what_the_whole_coach_says(coach: Coach, settings: Settings) -> None:
    speaker = app.open_speaker(settings)
    for found in coach.library.everything():
        assert speaker.text_of(found) == coach.text_of(found)


@pytest.mark.parametrize(
    ("name", "before", "found"),
    [
        (THRUST, "  dose:\n    short: ", ["the card", "the text"]),
        (THRUST, "  progression:\n    short: ", ["the text"]),
        ("topics/faq.yaml", "    passage:\n      short: ", ["the text"]),
        ("programs/gym.yaml", "about:\n  short: ", ["the text"]),
        (
            "programs/gym.yaml",
            "days:\n  - title: The session\n    warm_up_minutes: 10\n    warm_up:\n",
            ["the workout"],
        ),
    ],
    ids=["a dose", "a progression", "a topic", "about a program", "a warm-up"],
)
def test_a_text_that_does_not_fit_a_message_is_named(
    knowledge_copy: KnowledgeCopy, settings: Settings, name: str, before: str, found: list[str]
) -> None:
    slot = "      - {exercise: bird-dog, sets: 2, reps: 10, note: care}\n".replace("care", WORDY)
    filling = slot if before.endswith("\n") else f"{WORDY} # "  # what stood there becomes a comment
    line = knowledge_copy.replace(name, before, before + filling)
    faults = app.check_knowledge(settings, TODAY)
    assert sorted(fault.split(": ")[1].split(" has ")[0] for fault in faults) == found
    for fault in faults:
        assert "characters and does not fit into a Discord message. Shorten it to 3800." in fault
        at = 2 if "the card" in fault else line + ("the workout" in fault)
        assert fault.startswith(f"knowledge/{name}:{at}: ")


def test_the_supplied_texts_fit(coach: Coach, library: Library, knowledge_copy: KnowledgeCopy) -> None:
    assert list(too_long(coach, places(knowledge_copy, library))) == []


def test_an_example_that_is_read_as_something_else_is_named(knowledge_copy: KnowledgeCopy, settings: Settings) -> None:
    old = "questions:\n      - what exactly is a hip thrust\n"
    line = knowledge_copy.replace(THRUST, old, f"{old}      - my chest hurts and i cant breathe\n") + 2
    coach = app.open_coach(settings)
    wrong = misread(coach, places(knowledge_copy, coach.library))
    fault = next(fault for fault in wrong if "chest hurts" in fault.what)
    assert (fault.file, fault.line) == (f"knowledge/{THRUST}", line)


def test_an_exercise_whose_names_all_mean_something_else_is_named(
    knowledge_copy: KnowledgeCopy, settings: Settings
) -> None:
    text = (knowledge_copy.folder / "exercises/superman.yaml").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if not row.startswith(("name:", "aliases:"))]
    rows[1:1] = ["name: Chest pain", "aliases: [hello, show me the beginner workout]"]
    knowledge_copy.write("exercises/superman.yaml", "\n".join(rows))
    coach = app.open_coach(settings)
    (fault,) = unreachable(coach, places(knowledge_copy, coach.library))
    assert (fault.file, fault.line) == ("knowledge/exercises/superman.yaml", 2)
    assert fault.what == "none of the names of superman is read as this exercise."


def test_every_supplied_exercise_can_be_reached(coach: Coach, library: Library, knowledge_copy: KnowledgeCopy) -> None:
    assert list(unreachable(coach, places(knowledge_copy, library))) == []


def test_everything_on_an_exercise_is_all_its_aspects(coach: Coach, library: Library) -> None:
    whole = everything_on(coach, "exercise/hip-thrust")
    aspects = library.exercises["hip-thrust"].aspects
    positions = [whole.index(everything_on(coach, "exercise/hip-thrust", aspect)) for aspect in aspects]
    assert positions == sorted(positions)
    assert len(positions) == 8


def test_everything_on_a_program_holds_its_days(coach: Coach) -> None:
    whole = everything_on(coach, "program/beginner")
    assert coach.workout("beginner", 1)[1] in whole
    assert coach.workout("beginner", 2)[1] in whole


@pytest.mark.parametrize(
    ("topic", "aspect", "hint"),
    [
        ("exercise/hip-thrst", None, "Did you mean “exercise/hip-thrust”?"),
        ("hip-trust", None, "Did you mean “exercise/hip-thrust”?"),
        ("faq/sorness", None, "Did you mean “faq/soreness”?"),
        ("zzz", None, "See them all with: backline knowledge"),
        ("", None, "See them all with: backline knowledge"),
        ("exercise/hip-thrust", "doze", "There are: what, how-to, dose,"),
        ("faq/soreness", "dose", "only exercises have aspects."),
    ],
)
def test_a_slip_in_an_id_gets_the_nearest_one(coach: Coach, topic: str, aspect: str | None, hint: str) -> None:
    with pytest.raises(UserError) as error:
        everything_on(coach, topic, aspect)
    assert hint in str(error.value)
