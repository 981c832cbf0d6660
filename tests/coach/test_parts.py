"""Two questions in one message are taken apart; one question, however long, is not."""

import pytest

from bot.coach.parts import parts


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("how do i hip thrust? and how much protein do i need?", "how do i hip thrust?", "how much protein do i need?"),
        ("how often should i train and how long should i rest", "how often should i train", "how long should i rest"),
        ("can i train every day? also is yoga a rest day?", "can i train every day?", "is yoga a rest day?"),
        ("what does a bird dog work\nhow many should i do", "what does a bird dog work", "how many should i do"),
    ],
    ids=["two marks", "and how", "also", "two lines"],
)
def test_two_questions(text: str, first: str, second: str) -> None:
    assert parts(text) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how do i do a hip thrust",
        "sets and reps for squats?",
        "legs are wrecked after ydays bridges, still ok to do intervals??",
        "my glute bridges feel easy now, no offence. how do i make them harder?",
        "what? why? how?",
        "how many, how often, how heavy? and how long? and how deep should i go?",
        "how is it done? " + "and so on " * 60 + "how many?",
    ],
    ids=lambda text: text[:30],
)
def test_one_question(text: str) -> None:
    assert parts(text) is None
