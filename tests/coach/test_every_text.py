"""Everything that the coach can say, said once: complete, short enough for a message, free of leftovers."""

import re

import pytest
from pydantic import BaseModel

from bot.coach.coach import Coach
from bot.coach.library import Found, Library
from bot.coach.posts import compose
from bot.coach.reply import Option
from bot.coach.voice import without_markup

LONGEST_MESSAGE = 4000
LEFTOVER = re.compile(r"\{\{|\{%|\{#|[Uu]ndefined|\[\]|\(\)|<bot\.|\n{3,}|[ \t]+$|\A\s|\s\Z", re.MULTILINE)


def sound(text: str, knowledge: BaseModel | None = None) -> None:
    """A text that may be sent: of a length that fits, without leftovers of templates or of Python."""
    assert text
    assert len(text) < LONGEST_MESSAGE
    assert LEFTOVER.findall(text) == [], text
    meant = knowledge.model_dump_json().count("None") if knowledge else 0
    assert text.count("None") <= meant, text
    assert not re.search(r"^(#|-#|>) |\*\*", without_markup(text), re.MULTILINE)


def test_every_passage(coach: Coach, library: Library) -> None:
    everything = library.everything()
    assert len(everything) > 300
    for found in everything:
        text = coach.text_of(found)
        sound(text, found.passage)
        assert found.passage.short in text
        if found.kind != "smalltalk":
            assert text.startswith(f"### {found.title}\n")
            assert text.splitlines()[-1].startswith("-# ")


def test_every_caution_says_that_it_is_no_diagnosis(coach: Coach, library: Library) -> None:
    cautions = [found for found in library.everything() if found.kind == "caution"]
    assert "faq/sciatica" in {found.topic for found in cautions}
    for found in cautions:
        assert "not a diagnosis" in coach.text_of(found)


def test_every_sign(coach: Coach, library: Library) -> None:
    for sign in library.safety.signs:
        tier = library.safety.tiers[sign.tier]
        text = coach.voice.say("caution_sign", sign=sign, tier=tier)
        sound(text)
        assert tier.title in text
        assert "not a diagnosis" in text
        assert " × " not in text
        if sign.tier == "emergency":
            assert "emergency number" in text


def test_every_exercise_card(coach: Coach, library: Library) -> None:
    for exercise in library.exercises.values():
        chosen, text = coach.exercise(exercise.id)
        sound(text, exercise)
        assert chosen is exercise
        for aspect in ("what", "how-to", "dose", "tips", "equipment"):
            assert exercise.aspects[aspect].short in text


def test_every_name_of_an_exercise_finds_it(coach: Coach, library: Library) -> None:
    for exercise in library.exercises.values():
        for name in (exercise.name, exercise.id, *exercise.aliases, exercise.name.upper()):
            assert coach.exercise(name)[0] is exercise


def contents(library: Library) -> list[str]:
    workouts = [f"workout/{p.id}/{n}" for p in library.programs.values() for n in range(1, len(p.days) + 1)]
    return workouts + [f"topic/{topic}" for topic in library.topics]


def test_every_workout_and_every_post(coach: Coach, library: Library) -> None:
    keys = contents(library)
    assert len([key for key in keys if key.startswith("workout/")]) >= 7
    for key in keys:
        found = library.find(key.removeprefix("topic/"))
        sound(compose(coach, key).text, found.passage if found else None)


@pytest.mark.parametrize("action", ["workout", "remind", "schedule", "log", "progress", "session"])
def test_every_action(coach: Coach, action: str) -> None:
    reply = coach.open(f"action/{action}")
    sound(reply.text)
    assert (reply.kind, reply.topic) == ("action", f"action/{action}")
    assert "/workout" in reply.text or action in {"remind", "schedule"}


@pytest.mark.parametrize("blank", [True, False])
def test_a_decline_and_an_empty_question(coach: Coach, blank: bool) -> None:
    text = coach.voice.say("unknown", blank=blank, near=None, examples=["How do I do a hip thrust?"], options=[])
    sound(text)
    assert ("I don't know" in text) is not blank


def test_a_decline_of_every_near_miss(coach: Coach) -> None:
    for near in coach.library.outside.near:
        text = coach.voice.say("unknown", blank=False, near=near, examples=[], options=[])
        sound(text)
        assert near.instead in text
        assert "outside what I know" in text
        assert not re.search(r"\d+ ?×", text)


@pytest.mark.parametrize("buttons", [True, False])
def test_a_question_back(coach: Coach, buttons: bool) -> None:
    options = [Option("faq/soreness", None, "Soreness"), Option("recovery/sleep", None, "Sleep")]
    text = coach.voice.say("clarify", options=options, buttons=buttons)
    sound(text)
    assert "- Soreness\n- Sleep" in text


def test_every_example_of_the_library_stands_under_one_title(library: Library) -> None:
    titles = [found.title for found in library.everything()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_all_families_are_there(library: Library) -> None:
    families = {found.topic.split("/")[0] for found in library.everything()}
    assert {"exercise", "program", "training", "recovery", "faq", "safety", "meta", "concept", "muscle"} <= families
    assert all(isinstance(found, Found) for found in library.everything())
