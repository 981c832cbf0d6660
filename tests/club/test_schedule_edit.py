"""/schedule edit: everything in place, by a captain in a hurry."""

from typing import Any

import pytest
import simcord

from .seen import text_of, title_of
from .server import Club


async def edit(club: Club, **options: Any) -> simcord.InteractionResult:
    result = await club.sam.slash(club.general, "schedule edit", **({"entry": 1} | options))
    assert result.ephemeral
    return result


@pytest.fixture
async def mondays(club: Club) -> Club:
    """A club with a post on Mondays at 7 in London."""
    await club.schedule()
    return club


async def test_with_nothing_to_change_it_says_what_can_be_changed(mondays: Club) -> None:
    assert text_of((await edit(mondays)).response).startswith("Say what to change: time:, days:, timezone:, channel:")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({"time": "7:30pm"}, "Monday at 19:30 (Europe/London)"),
        ({"days": "tue fri"}, "Tuesday and Friday at 07:00 (Europe/London)"),
        ({"timezone": "new york"}, "Monday at 07:00 (America/New_York)"),
        ({"program": "gym", "day": 1}, "Gym routine, day 1 in "),
        ({"day": 2}, "Beginner program, day 2 in "),
        ({"program": "text", "text": "Rest *today*"}, "“Rest \\*today\\*” in "),
    ],
    ids=["time", "days", "zone", "program", "day", "words"],
)
async def test_one_thing_is_changed_and_the_rest_stays(mondays: Club, options: dict[str, Any], shown: str) -> None:
    text = text_of((await edit(mondays, **options)).response)
    assert text.startswith("### Number 1 is changed\n")
    assert shown in text
    assert text.count("<t:") == 6
    (entry,) = await mondays.store.entries_of_guild(mondays.guild.id)
    assert (entry.id, entry.channel_id) == (1, mondays.strength.id)


async def test_it_is_posted_in_the_new_place_at_the_new_time_once(mondays: Club) -> None:
    await edit(mondays, channel=mondays.general, days="fri", time="8am", opening="Hello")
    await mondays.after(days=7)
    assert mondays.said(mondays.strength) == []
    (post,) = mondays.said(mondays.general)
    assert text_of(post).startswith("Hello\n")


async def test_another_program_begins_with_its_first_day_and_another_time_goes_on(mondays: Club) -> None:
    await edit(mondays, days="every day")
    await mondays.after(days=1)
    await edit(mondays, time="8am")
    await mondays.after(days=1)
    await edit(mondays, program="gym")
    await mondays.after(days=1)
    titles = [title_of(post) for post in mondays.said(mondays.strength)]
    assert titles[:2] == ["Beginner program · day 1 of 2", "Beginner program · day 2 of 2"]
    assert titles[2] == "Gym routine"


async def test_what_was_given_can_be_taken_away_again(mondays: Club) -> None:
    await edit(mondays, **{"from": "12 jan", "until": "30 jan", "opening": "Hello", "patience": 60})
    shown = text_of((await mondays.sam.slash(mondays.general, "schedule show", entry=1)).response)
    for line in ("- Season: from Mon 12 Jan until Fri 30 Jan", "- Above each post: Hello", "up to 1 hour late"):
        assert line in shown
    await edit(mondays, **{"from": "none", "until": "none", "opening": "none"})
    shown = text_of((await mondays.sam.slash(mondays.general, "schedule show", entry=1)).response)
    assert "Season" not in shown
    assert "Above" not in shown


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"days": "wendsday"}, "I don't know the day “wendsday”. Did you mean Wednesday?"),
        ({"time": "25:00"}, "I don't know the time “25:00”: write a time such as 07:00, 7am or 7:30 pm."),
        ({"until": "2 jan", "from": "2 jan"}, "Nothing would ever be posted"),
        ({"text": "Hello"}, "text: goes with program: Own text."),
        ({"program": "text"}, "Write the words to post in text:."),
        ({"entry": 9, "time": "8"}, "There is no scheduled post number 9 here. See /schedule list."),
    ],
    ids=["day", "time", "no-date", "text", "no-words", "number"],
)
async def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    mondays: Club, options: dict[str, Any], sentence: str
) -> None:
    before = await mondays.store.entry(1)
    assert text_of((await edit(mondays, **options)).response).startswith(sentence)
    assert await mondays.store.entry(1) == before


async def test_a_paused_entry_goes_on_when_it_gets_another_channel(mondays: Club) -> None:
    await mondays.delete(mondays.strength)
    await mondays.after(days=5)
    text = text_of((await edit(mondays, channel=mondays.general)).response)
    assert text.count("<t:") == 6
    await mondays.after(days=7)
    assert len(mondays.said(mondays.general)) == 1
