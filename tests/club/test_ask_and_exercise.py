"""/ask and /exercise."""

import discord
import pytest
from simcord import OptionError

from bot.discord_app.questions import Questions

from .seen import buttons, text_of
from .server import Club

QUESTION = "can I train every day?"


async def test_ask_shows_the_question_and_its_answer_to_all(club: Club) -> None:
    result = await club.alex.slash(club.strength, "ask", question=QUESTION)
    assert not result.ephemeral
    assert text_of(result.response).startswith(f"> {QUESTION}\n### Training every day\n")
    assert len(club.said(club.strength)) == 1


async def test_ask_works_in_direct_messages(club: Club) -> None:
    result = await club.alex.user.slash("ask", question=QUESTION)
    assert "48 hours" in text_of(result.response)


async def test_a_caution_by_ask_is_for_the_person_alone(club: Club) -> None:
    result = await club.alex.slash(club.strength, "ask", question="my chest hurts when I run")
    assert result.ephemeral
    assert "emergency number" in text_of(result.response)


async def test_a_question_of_four_thousand_characters_is_answered_and_shown_cut(club: Club) -> None:
    question = ("can I train every day? " * 200)[:4000].strip()
    result = await club.alex.slash(club.strength, "ask", question=question)
    text = text_of(result.response)
    assert "### Training every day" in text
    assert "48 hours" in text
    assert len(text) <= 4000


async def test_a_longer_one_is_refused_by_discord(club: Club) -> None:
    with pytest.raises(OptionError, match="at most 4000"):
        await club.alex.slash(club.strength, "ask", question="x" * 4001)


@pytest.mark.parametrize("text", ["**bold** `code`", "# a heading", "> a quote", "<@123> @everyone", "[a](http://b)"])
async def test_what_was_asked_is_shown_as_typed_and_never_as_markup(club: Club, text: str) -> None:
    result = await club.alex.slash(club.strength, "ask", question=text)
    quoted = text_of(result.response).splitlines()[0]
    assert quoted.startswith("> ")
    assert quoted[2:] != text
    assert quoted[2:].replace("\\", "").replace("\u200b", "") == text


async def test_the_buttons_under_ask_are_for_the_person_who_asked(club: Club) -> None:
    result = await club.alex.slash(club.strength, "ask", question=QUESTION)
    assert result.response is not None
    offered = buttons(result.response)[-1]
    refused = await club.robin.click(result.response, label=offered)
    assert refused.ephemeral
    await club.alex.click(result.response, label=offered)
    assert f"### {offered}" in text_of(result.response)


async def test_exercise_shows_steps_dose_cues_and_what_is_needed(club: Club) -> None:
    result = await club.alex.slash(club.strength, "exercise", name="glute-bridge")
    text = text_of(result.response)
    assert not result.ephemeral
    headings = [line for line in text.splitlines() if line.startswith(("#", "**"))]
    assert headings == ["### Glute bridge", "**How to do it**", "**How much**", "**Cues**", "**You need**"]
    assert "2–3 × 12–20" in text


async def test_every_exercise_of_the_knowledge_can_be_shown(club: Club) -> None:
    for exercise in club.coach.library.exercises.values():
        result = await club.alex.slash(club.strength, "exercise", name=exercise.id)
        assert text_of(result.response).startswith(f"### {exercise.name}\n")


@pytest.mark.parametrize(("typed", "name"), [("RDL", "Romanian deadlift"), ("Hip Thrusts", "Hip thrust")])
async def test_a_name_that_was_typed_and_not_picked_is_understood(club: Club, typed: str, name: str) -> None:
    result = await club.alex.slash(club.strength, "exercise", name=typed)
    assert text_of(result.response).startswith(f"### {name}\n")


@pytest.mark.parametrize(
    ("typed", "name"), [("romanain deadlif", "Romanian deadlift"), ("kettelbell swng", "Kettlebell swing")]
)
async def test_a_misspelt_exercise_is_answered_with_the_nearest_in_private(club: Club, typed: str, name: str) -> None:
    result = await club.alex.slash(club.strength, "exercise", name=typed)
    assert result.ephemeral
    assert text_of(result.response) == f"I don't know an exercise called “{typed}”. Did you mean “{name}”?"


async def test_an_exercise_nobody_knows_is_one_sentence(club: Club) -> None:
    result = await club.alex.slash(club.strength, "exercise", name="quidditch")
    assert result.ephemeral
    assert text_of(result.response).startswith("I don't know an exercise called “quidditch”.")


@pytest.mark.parametrize(
    ("typed", "first"), [("glute b", "glute-bridge"), ("ROM", "romanian-deadlift"), ("hip-th", "hip-thrust")]
)
async def test_typing_offers_exercises(club: Club, typed: str, first: str) -> None:
    offered = await club.alex.autocomplete(club.strength, "exercise", "name", typed)
    assert first in [choice["value"] for choice in offered[:3]]


@pytest.mark.parametrize("typed", ["", "zzz", "😀", "x" * 100])
async def test_typing_anything_offers_at_most_25(club: Club, typed: str) -> None:
    offered = await club.alex.autocomplete(club.strength, "exercise", "name", typed)
    assert len(offered) <= 25
    assert (typed == "") == bool(offered)


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many are asking that an answer would have to wait for others."""
    monkeypatch.setattr(Questions, "busy", True)


async def test_in_a_crowd_the_question_is_acknowledged_first_and_the_answer_is_one_message(
    club: Club, crowded: None
) -> None:
    await club.alex.slash(club.strength, "ask", question=QUESTION)
    first = next(request for request in club.env.http_requests if "callback" in request.path)
    assert first.json is not None
    assert first.json["type"] == discord.InteractionResponseType.deferred_channel_message.value
    (answer,) = club.said(club.strength)
    assert text_of(answer).startswith(f"> {QUESTION}\n### Training every day\n")


async def test_in_a_crowd_a_caution_is_for_the_person_alone_all_the_same(club: Club, crowded: None) -> None:
    await club.alex.slash(club.strength, "ask", question="my chest hurts when I run")
    assert club.said(club.strength) == []
    posted = [request for request in club.env.http_requests if request.method == "POST" and "webhooks" in request.path]
    assert [request.json["flags"] & 64 for request in posted if request.json] == [64]
