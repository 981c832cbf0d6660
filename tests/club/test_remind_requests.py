"""A reminder asked for in plain words: a card says what would be set, and one press sets it."""

import asyncio
from datetime import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot.discord_app.remind_setting import add_reminder
from bot.discord_app.remind_wish import EVERY_DAY, Days, Wish
from bot.errors import UserError
from bot.schedule.entry import Entry

from .seen import buttons, custom_ids, text_of
from .server import Club

REQUEST = "remind me every morning at 7 to do my bridges"


async def own(club: Club) -> list[Entry]:
    return await club.store.entries_of_member(club.alex.id)


async def at_home(club: Club) -> None:
    await club.store.set_member_timezone(club.alex.id, "Europe/London")


async def test_a_mention_is_answered_with_a_card_and_nothing_is_set(club: Club) -> None:
    await at_home(club)
    card = await club.ask(club.alex, REQUEST)
    assert text_of(card).splitlines() == [
        "**Every day at 07:00 (Europe/London)**: do my bridges",
        "",
        "Next:",
        "- Thu 1 Jan, 07:00 (Europe/London) · <t:1767250800:F> · <t:1767250800:R>",
        "",
        "Shall I set this reminder, by direct message?",
    ]
    assert buttons(card) == ["Set it", "No thanks"]
    assert "bridges" not in "".join(custom_ids(card))
    assert await own(club) == []


@pytest.mark.parametrize("door", ["mention", "direct", "ask"])
async def test_one_press_sets_it_also_after_a_restart(club: Club, door: str) -> None:
    await at_home(club)
    card: Any
    if door == "mention":
        card = await club.ask(club.alex, REQUEST)
    elif door == "direct":
        await club.alex.user.send_dm(REQUEST)
        card = club.said(club.alex.user.dm_channel)[-1]
    else:
        card = (await club.alex.slash(club.strength, "ask", question=REQUEST)).response
    await club.restart()
    presser = club.alex.user if door == "direct" else club.alex
    result = await presser.click(card, label="Set it")
    private = [text_of(message) for message in result.followups]
    if door == "direct":
        private = [text_of(club.said(club.alex.user.dm_channel)[-1])]
    assert private[0].splitlines()[1] == ("Every day at 07:00 (Europe/London), by direct message: do my bridges.")
    (entry,) = await own(club)
    assert (entry.text, entry.program, entry.channel_id) == ("do my bridges", "text", None)


async def test_in_a_server_the_details_are_for_the_member_alone(club: Club) -> None:
    await at_home(club)
    card = await club.ask(club.alex, REQUEST)
    await club.alex.click(card, label="Set it")
    (shown,) = club.said(club.strength)[-1:]
    assert text_of(shown) == "Your reminder is set. I told you more about it in private."
    assert buttons(shown) == []


async def test_the_same_request_twice_is_set_once(club: Club) -> None:
    await at_home(club)
    cards = [await club.ask(club.alex, REQUEST) for _ in range(2)]
    await club.alex.click(cards[0], label="Set it")
    result = await club.alex.click(cards[1], label="Set it")
    assert result.ephemeral
    assert text_of(result.response) == "You have that reminder already, as number 1. See /remind list."


async def test_two_presses_at_the_same_moment_set_it_once(club: Club) -> None:
    wish = Wish(Days(EVERY_DAY, time(7)), "text", "bridges")
    press: Any = SimpleNamespace(client=club.bot, user=SimpleNamespace(id=club.alex.id), guild_id=None)
    ended = await asyncio.gather(*(add_reminder(press, wish, "UTC") for _ in range(3)), return_exceptions=True)
    assert [type(end) for end in ended] == [str, UserError, UserError]
    assert len(await own(club)) == 1


async def test_the_card_is_its_owners(club: Club) -> None:
    await at_home(club)
    card = await club.ask(club.alex, REQUEST)
    for label in ("Set it", "No thanks"):
        result = await club.robin.click(card, label=label)
        assert result.ephemeral
        assert "belong to the person who asked" in text_of(result.response)
    assert buttons(club.said(club.strength)[-1]) == ["Set it", "No thanks"]


async def test_no_thanks_takes_the_offer_away(club: Club) -> None:
    card = await club.ask(club.alex, REQUEST)
    await club.alex.click(card, label="No thanks")
    assert text_of(club.said(club.strength)[-1]) == "All right, nothing is set."
    assert await own(club) == []


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        ("remind me every tuesday to do calf raises", "Tuesday at 12:00 (Europe/London), by direct message: "),
        ("remind me tomorrow to do calf raises", "Once, Fri 2 Jan, 12:00 (Europe/London), by direct message: "),
    ],
    ids=["days", "a day"],
)
@pytest.mark.parametrize("zone", ["known", "unknown"])
async def test_without_a_time_three_are_offered(club: Club, request_: str, line: str, zone: str) -> None:
    if zone == "known":
        await at_home(club)
    card = await club.ask(club.alex, request_)
    assert buttons(card) == ["07:00", "12:00", "18:00", "No thanks"]
    assert "At what time?" in text_of(card)
    result = await club.alex.click(card, label="12:00")
    if zone == "known":
        assert f"{line}do calf raises." in text_of(result.followups[0])
        return
    assert result.response is not None
    await club.restart()
    await club.alex.select(result.response, ["Europe/London"], custom_id=custom_ids(result.response)[0])
    assert f"{line}do calf raises." in text_of(result.response)


@pytest.mark.parametrize("door", ["mention", "ask"])
async def test_tomorrow_is_the_members_own_when_the_zone_is_said_after(club: Club, door: str) -> None:
    request = "remind me tomorrow at 6pm to ~~pack~~ *all*"
    if door == "mention":
        result = await club.alex.click(await club.ask(club.alex, request), label="Set it")
    else:
        asked = await club.alex.slash(club.strength, "ask", question=request)
        assert asked.response is not None
        result = await club.alex.click(asked.response, label="Set it")
    assert result.ephemeral
    assert result.response is not None
    await club.after(hours=12)
    await club.alex.select(result.response, ["America/New_York"], custom_id=custom_ids(result.response)[0])
    # it was 31 December in New York when this was asked
    assert "Once, Thu 1 Jan, 18:00 (America/New_York)" in text_of(result.response)
    assert [entry.text for entry in await own(club)] == ["~~pack~~ *all*"]


async def test_in_two_hours_needs_no_zone(club: Club) -> None:
    card = await club.ask(club.alex, "remind me in 2 hours to drink")
    assert text_of(card).startswith("**Once, <t:1767232800:F>**: drink")
    await club.alex.click(card, label="Set it")
    (entry,) = await own(club)
    assert entry.rule.once is not None


async def test_a_card_whose_moment_is_over_sets_nothing(club: Club) -> None:
    card = await club.ask(club.alex, "remind me in 2 hours to drink")
    await club.after(hours=3)
    result = await club.alex.click(card, label="Set it")
    assert text_of(result.response) == "That moment is over: say when again, such as in 2h or tomorrow 6pm."
    assert await own(club) == []


@pytest.mark.parametrize("text", ["remind me", "stop reminding me every day at 7", "my reminders please"])
async def test_where_no_time_was_asked_for_the_answer_stays_with_an_example(club: Club, text: str) -> None:
    answer = await club.ask(club.alex, text)
    assert buttons(answer) == []
    assert "`/remind daily`" in text_of(answer)
    assert "“remind me every morning at 7 to do my bridges”" in text_of(answer)


async def test_a_rhythm_that_cannot_be_kept_gets_a_sentence(club: Club) -> None:
    answer = await club.ask(club.alex, "remind me every other day at 7 to stretch")
    assert "mon wed fri" in text_of(answer)
    assert buttons(answer) == []
