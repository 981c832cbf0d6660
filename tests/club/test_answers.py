"""What an answer says: declines without a dose, cautions, examples for an empty mention, and nobody is ever pinged."""

import re

import pytest

from .seen import buttons, text_of, title_of
from .server import Club

EXAMPLES = ["- How do I do a hip thrust?", "- Can I train every day?", "- Show me the beginner workout"]
DOSE = re.compile(r"\d+ ?× ?\d+|\d+ sets|\d+ reps", re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "\u2060 \ufeff", "\u00a0\u3164", "\u202e\u200d", "\n\n", "\u2800\u2800", "\u115f\u1160\uffa0"],
    ids=["nothing", "space", "zero width", "joiners", "filler", "direction", "lines", "braille", "jamo"],
)
async def test_a_mention_with_nothing_in_it_gets_three_examples(club: Club, text: str) -> None:
    answer = await club.ask(club.alex, text)
    assert [line for line in text_of(answer).splitlines() if line.startswith("- ")] == EXAMPLES


@pytest.mark.parametrize("question", ["what is the capital of France?", "write me a poem about the sea"])
async def test_a_decline_says_so_names_what_the_coach_can_do_and_holds_no_dose(club: Club, question: str) -> None:
    text = text_of(await club.ask(club.alex, question))
    assert "I don't know" in text
    assert "strength training for runners" in text
    assert not DOSE.search(text)


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("my chest hurts when I run", "emergency number"),
        ("sharp pain in my knee when I squat", "Stop that movement now"),
    ],
    ids=["chest", "knee"],
)
async def test_alarming_symptoms_get_a_caution_without_a_dose_or_buttons(club: Club, question: str, act: str) -> None:
    answer = await club.ask(club.alex, question)
    assert act in text_of(answer)
    assert "not a diagnosis" in text_of(answer)
    assert not DOSE.search(text_of(answer))
    assert buttons(answer) == []


async def test_after_an_alarm_the_next_question_brings_no_exercise(club: Club) -> None:
    await club.ask(club.alex, "my chest hurts when I run")
    assert title_of(await club.ask(club.alex, "how do I do a hip thrust?")).startswith("Stop")
    assert title_of(await club.ask(club.robin, "how do I do a hip thrust?")) == "Hip thrust: how to do it"


async def test_the_longest_message_is_answered(club: Club) -> None:
    filler = "can I train every day? " * 90
    question = filler[: 2000 - len(club.mention) - 1]
    assert title_of(await club.ask(club.alex, question)) == "Training every day"


@pytest.mark.parametrize("text", ["```", "a" * 1900, "😀" * 400, "%s {} {{}} \\", "<@1> <#2> <@&3> <t:0:R>"])
async def test_odd_text_gets_one_answer_all_the_same(club: Club, text: str) -> None:
    assert text_of(await club.ask(club.alex, text))


@pytest.mark.parametrize("question", ["hi", "thanks!", "who are you?"])
async def test_a_greeting_is_greeted(club: Club, question: str) -> None:
    text = text_of(await club.ask(club.alex, question))
    assert "I don't know" not in text
    assert not DOSE.search(text)


async def test_no_message_pings_anybody(club: Club) -> None:
    everyone = "@everyone @here can I train every day?"
    await club.ask(club.alex, everyone)
    await club.alex.user.send_dm(everyone)
    await club.alex.slash(club.strength, "ask", question=everyone)
    await club.alex.slash(club.strength, "exercise", name=everyone)
    await club.alex.slash(club.strength, "workout beginner")
    sent = [*club.requests("POST", "/messages"), *(body["data"] for body in club.requests("POST", "/callback"))]
    assert len(sent) == 5
    for message in sent:
        assert message["allowed_mentions"]["parse"] == []
        assert not message["allowed_mentions"].get("replied_user")
        assert not message["allowed_mentions"].get("users")
    assert not any(message.mention_everyone or message.mentions for message in club.said(club.strength))
