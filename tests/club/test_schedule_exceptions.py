"""/schedule pause, resume, skip, unskip and move, by a captain in a hurry."""

from typing import Any

import pytest
import simcord

from .seen import text_of, title_of
from .server import Club


async def say(club: Club, command: str, **options: Any) -> str:
    result: simcord.InteractionResult = await club.sam.slash(
        club.general, f"schedule {command}", **({"entry": 1} | options)
    )
    assert result.ephemeral
    return text_of(result.response)


def dates(text: str) -> list[str]:
    return [line.removeprefix("- ").partition(" (")[0] for line in text.splitlines() if line.startswith("- ")]


@pytest.fixture
async def mondays(club: Club) -> Club:
    """A club with a post on Mondays at 7 in London."""
    await club.schedule()
    return club


async def test_paused_nothing_is_posted_until_it_is_resumed(mondays: Club) -> None:
    text = await say(mondays, "pause")
    assert title_of_text(text) == "Number 1 is paused"
    assert "Paused until `/schedule resume`." in text
    assert await say(mondays, "pause") == "Number 1 is paused already; /schedule resume lets it go on."
    await mondays.after(days=7)
    assert mondays.said(mondays.strength) == []
    text = await say(mondays, "resume")
    assert title_of_text(text) == "Number 1 goes on"
    assert dates(text) == ["Mon 12 Jan, 07:00", "Mon 19 Jan, 07:00", "Mon 26 Jan, 07:00"]
    assert title_of_text(await say(mondays, "resume")) == "Number 1 is not paused: it goes on"


def title_of_text(text: str) -> str:
    return text.splitlines()[0].removeprefix("### ")


async def test_paused_until_a_day_it_goes_on_by_itself(mondays: Club) -> None:
    text = await say(mondays, "pause", until="15 jan")
    assert title_of_text(text) == "Number 1 is paused until Thu 15 Jan"
    assert dates(text)[0] == "Mon 19 Jan, 07:00"
    assert "Paused until Thu 15 Jan." in text_of((await mondays.sam.slash(mondays.general, "schedule list")).response)
    await mondays.after(days=19)
    assert len(mondays.said(mondays.strength)) == 1
    assert "Paused" not in text_of((await mondays.sam.slash(mondays.general, "schedule list")).response)


async def test_the_next_one_is_skipped_then_brought_back(mondays: Club) -> None:
    text = await say(mondays, "skip")
    assert title_of_text(text) == "Number 1 skips Mon 5 Jan"
    assert dates(text) == ["Mon 12 Jan, 07:00", "Mon 19 Jan, 07:00", "Mon 26 Jan, 07:00"]
    assert title_of_text(await say(mondays, "skip", date="19 jan")) == "Number 1 skips Mon 19 Jan"
    assert "- Skipped: Mon 5 Jan, Mon 19 Jan" in await say(mondays, "show")
    text = await say(mondays, "unskip", date="2026-01-05")
    assert title_of_text(text) == "Number 1 no longer skips Mon 5 Jan"
    await mondays.after(days=20)
    assert len(mondays.said(mondays.strength)) == 2


async def test_a_skipped_session_is_not_lost_but_comes_next(mondays: Club) -> None:
    await say(mondays, "skip")
    await mondays.after(days=14)
    assert [title_of(post) for post in mondays.said(mondays.strength)] == ["Beginner program · day 1 of 2"]


async def test_one_is_moved_and_the_rest_stay(mondays: Club) -> None:
    text = await say(mondays, "move", to="tue", time="8pm")
    assert title_of_text(text) == "Number 1 moves from Mon 5 Jan, 07:00 to Tue 6 Jan, 20:00, this once"
    assert dates(text) == ["Tue 6 Jan, 20:00", "Mon 12 Jan, 07:00", "Mon 19 Jan, 07:00"]
    assert "- Moved: Mon 5 Jan to Tue 6 Jan, 20:00" in await say(mondays, "show")
    await mondays.after(days=5, hours=19, minutes=59)
    assert mondays.said(mondays.strength) == []
    await mondays.after(minutes=2)
    assert len(mondays.said(mondays.strength)) == 1


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("skip", {"date": "wendsday"}, "Did you mean"),
        ("skip", {"date": "tue"}, "There is nothing on Tue 6 Jan. The next are on Mon 5 Jan, Mon 12 Jan, Mon 19 Jan."),
        ("unskip", {}, "No date to come is skipped here, so there is nothing to bring back."),
        ("move", {}, "Say where to move it: to: with a day such as tomorrow, time: such as 7pm, or both."),
        ("move", {"to": "12 jan"}, "There is one on Mon 12 Jan, 07:00 already: skip this one instead."),
        ("pause", {"until": "today"}, "Thu 1 Jan is not to come"),
        ("pause", {"entry": 5}, "There is no scheduled post number 5 here. See /schedule list."),
    ],
    ids=["typo", "no-such-day", "nothing-skipped", "nowhere", "taken", "today", "number"],
)
async def test_what_cannot_be_is_one_sentence(
    mondays: Club, command: str, options: dict[str, Any], sentence: str
) -> None:
    before = await mondays.store.entry(1)
    assert sentence in await say(mondays, command, **options)
    assert await mondays.store.entry(1) == before


async def test_a_pause_beyond_the_season_is_refused(club: Club) -> None:
    await club.schedule(until="30 jan")
    assert (await say(club, "pause", until="2 feb")).startswith("Nothing would ever be posted")


async def test_typing_a_date_offers_the_next_ones_and_what_is_skipped(mondays: Club) -> None:
    offered = await mondays.sam.autocomplete(mondays.general, "schedule skip", "date", "", entry=1)
    assert [choice["name"] for choice in offered[:3]] == ["the next one", "Mon 5 Jan", "Mon 12 Jan"]
    assert await say(mondays, "skip", date=offered[2]["value"])
    offered = await mondays.sam.autocomplete(mondays.general, "schedule unskip", "date", "", entry=1)
    assert [choice["value"] for choice in offered] == ["next", "2026-01-12"]


async def test_typing_a_date_before_the_entry_offers_nothing_wrong(mondays: Club) -> None:
    offered = await mondays.sam.autocomplete(mondays.general, "schedule skip", "date", "")
    assert [choice["value"] for choice in offered] == ["next"]
