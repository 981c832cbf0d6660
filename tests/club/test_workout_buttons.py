"""Under a workout: a select that opens an exercise in private, and buttons that turn the page."""

import pytest
import simcord

from .seen import buttons, choices, custom_ids, text_of
from .server import Club


async def workout(club: Club) -> simcord.ResponseMessage:
    result = await club.alex.slash(club.strength, "workout beginner")
    assert result.response is not None
    return result.response


@pytest.fixture(params=["before", "after a restart"])
async def shown(club: Club, request: pytest.FixtureRequest) -> simcord.ResponseMessage:
    """A workout that Alex asked for, of this process or of the one before."""
    message = await workout(club)
    if request.param != "before":
        await club.restart()
    return message


def look(message: simcord.ResponseMessage) -> str:
    return next(custom_id for custom_id in custom_ids(message) if custom_id.startswith("bl:look:"))


async def test_the_select_offers_the_exercises_of_the_day_by_name(club: Club) -> None:
    assert list(choices(await workout(club)).values()) == [
        "Glute bridge",
        "Romanian deadlift",
        "Bent-over row",
        "Wall sit",
    ]


@pytest.mark.parametrize("person", ["alex", "robin"])
async def test_the_select_opens_an_exercise_for_whoever_asks_and_for_them_alone(
    club: Club, shown: simcord.ResponseMessage, person: str
) -> None:
    before = text_of(shown)
    result = await getattr(club, person).select(shown, ["glute-bridge"], custom_id=look(shown))
    text = text_of(result.response)
    assert result.ephemeral
    assert text.startswith("### Glute bridge")
    assert "1. Lie face up on the floor" in text
    assert "**How much**\n2–3 × 12–20" in text
    assert "**Cues**\n" in text
    assert text_of(shown) == before


async def test_the_day_button_turns_the_page_there_and_back(club: Club, shown: simcord.ResponseMessage) -> None:
    await club.alex.click(shown, label="Day 2")
    assert text_of(shown).startswith("### Beginner program · day 2 of 2")
    assert "Kettlebell swing" in choices(shown).values()
    assert buttons(shown) == ["Day 1"]
    await club.alex.click(shown, label="Day 1")
    assert text_of(shown).startswith("### Beginner program · day 1 of 2")
    assert len(club.said(club.strength)) == 1


async def test_somebody_else_who_turns_the_page_is_told_so_in_private(
    club: Club, shown: simcord.ResponseMessage
) -> None:
    result = await club.robin.click(shown, label="Day 2")
    assert result.ephemeral
    assert "belong to the person who asked" in text_of(result.response)
    assert text_of(shown).startswith("### Beginner program · day 1 of 2")


async def test_an_exercise_that_left_the_knowledge_is_one_sentence(club: Club) -> None:
    message = await workout(club)
    names = [exercise for exercise in choices(message) if exercise != "wall-sit"]
    assert names  # the others go on working
    club.env.backend.get_message(message.channel_id, message.id).components[0]["components"][2]["components"][0][
        "options"
    ].append({"label": "Sled push", "value": "sled-push"})
    result = await club.alex.select(message, ["sled-push"], custom_id=look(message))
    assert result.ephemeral
    assert text_of(result.response).startswith("I don't know an exercise called “sled-push”.")
