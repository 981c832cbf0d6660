"""The buttons under an answer: the rest of it, or another one that was meant; for the person who asked."""

import discord
import pytest

from .seen import Seen, buttons, custom_ids, text_of, title_of
from .server import Club

MORE = "More"


@pytest.fixture(params=["before", "after a restart"])
async def answer(club: Club, request: pytest.FixtureRequest) -> discord.Message:
    """An answer with buttons, of this process or of the one before."""
    message = await club.ask(club.alex, "can I train every day?")
    if request.param != "before":
        await club.restart()
    return message


def others(message: Seen) -> list[str]:
    """The buttons that lead to another answer."""
    return [label for label in buttons(message) if label != MORE]


async def test_more_shows_the_rest_of_the_answer_in_its_place(club: Club, answer: discord.Message) -> None:
    await club.alex.click(answer, label=MORE)
    (whole,) = club.said(club.strength)
    assert title_of(whole) == title_of(answer)
    assert text_of(answer).splitlines()[1] in text_of(whole)
    assert len(text_of(whole)) > len(text_of(answer))
    assert MORE not in buttons(whole)


async def test_pressing_one_replaces_the_answer_and_adds_no_message(club: Club, answer: discord.Message) -> None:
    offered = others(answer)[0]
    await club.alex.click(answer, label=offered)
    (shown,) = club.said(club.strength)
    assert title_of(shown) == offered
    assert shown.id == answer.id


@pytest.mark.parametrize("which", [0, -1], ids=["more", "another"])
async def test_somebody_else_who_presses_is_refused_in_private(club: Club, answer: discord.Message, which: int) -> None:
    result = await club.robin.click(answer, label=buttons(answer)[which])
    assert result.ephemeral
    assert "belong to the person who asked" in text_of(result.response)
    assert text_of(club.said(club.strength)[0]) == text_of(answer)


async def test_every_button_of_a_chain_opens_what_it_says(club: Club) -> None:
    shown = await club.ask(club.alex, "how do I do a hip thrust?")
    for _ in range(4):
        assert others(shown), "the chain ends here"
        offered = others(shown)[-1]
        await club.alex.click(shown, label=offered)
        (shown,) = club.said(club.strength)
        assert title_of(shown) == offered
        assert all(f":{club.alex.id}:" in custom_id for custom_id in custom_ids(shown))


async def test_what_was_chosen_becomes_the_subject(club: Club) -> None:
    shown = await club.ask(club.alex, "how do I do a hip thrust?")
    chosen = f"bl:open:{club.alex.id}:exercise/romanian-deadlift:what"
    club.env.backend.get_message(club.strength.id, shown.id).components[0]["components"][-1]["components"][-1][
        "custom_id"
    ] = chosen
    await club.alex.click(shown, custom_id=chosen)
    assert title_of(await club.ask(club.alex, "how many reps?")) == "Romanian deadlift: how much"


async def test_the_buttons_work_in_direct_messages(club: Club) -> None:
    await club.alex.user.send_dm("can I train every day?")
    (shown,) = club.said(club.alex.user.dm_channel)
    offered = others(shown)[0]
    await club.alex.user.click(shown, label=offered)
    assert title_of(club.said(club.alex.user.dm_channel)[0]) == offered


async def test_a_button_whose_topic_left_the_knowledge_is_one_sentence(club: Club, answer: discord.Message) -> None:
    stored = club.env.backend.get_message(club.strength.id, answer.id)
    button = stored.components[0]["components"][-1]["components"][-1]
    button["custom_id"] = f"bl:open:{club.alex.id}:training/gone:-"
    result = await club.alex.click(answer, custom_id=button["custom_id"])
    assert result.ephemeral
    assert text_of(result.response).startswith("That answer has moved since this message was written.")
