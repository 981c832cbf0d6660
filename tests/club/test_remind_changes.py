"""/remind edit, pause, resume and stop: in place, for the one who asks, and stopping can be undone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import simcord

from bot.schedule.entry import Entry

from .seen import SNOOZE, buttons, text_of
from .server import Club


async def set_up(club: Club) -> None:
    await club.store.set_member_timezone(club.alex.id, "Europe/London")
    await club.alex.slash(club.strength, "remind daily", time="7am", about="bridges")
    await club.alex.slash(club.strength, "remind once", when="tomorrow 6pm", about="pack")


async def remind(club: Club, command: str, **options: Any) -> str:
    result = await club.alex.slash(club.strength, f"remind {command}", **options)
    assert result.ephemeral
    return text_of(result.response)


async def own(club: Club) -> list[Entry]:
    return await club.store.entries_of_member(club.alex.id)


@pytest.mark.parametrize(
    ("entry", "options", "line"),
    [
        (1, {"time": "19:30"}, "Every day at 19:30 (Europe/London), by direct message: bridges."),
        (1, {"days": "every other tue"}, "Every other Tuesday at 07:00 (Europe/London), by direct message: bridges."),
        (1, {"about": "calves"}, "Every day at 07:00 (Europe/London), by direct message: calves."),
        (1, {"timezone": "Tokyo"}, "Every day at 07:00 (Asia/Tokyo), by direct message: bridges."),
        (2, {"time": "8pm"}, "Once, Fri 2 Jan, 20:00 (Europe/London), by direct message: pack."),
        (2, {"timezone": "Paris"}, "Once, Fri 2 Jan, 18:00 (Europe/Paris), by direct message: pack."),
        (2, {"days": "fri"}, "Friday at 18:00 (Europe/London), by direct message: pack."),
        (2, {"when": "sat 9am"}, "Once, Sat 3 Jan, 09:00 (Europe/London), by direct message: pack."),
        (
            2,
            {"when": "sat 9am", "timezone": "Tokyo"},
            "Once, Sat 3 Jan, 09:00 (Asia/Tokyo), by direct message: pack.",
        ),
        (1, {"when": "in 2h"}, "Once, Thu 1 Jan, 02:00 (Europe/London), by direct message: bridges."),
        (1, {"program": "daily"}, "Every day at 07:00 (Europe/London), by direct message."),
        (1, {"program": "gym"}, "Every day at 07:00 (Europe/London), by direct message: Gym routine."),
    ],
    ids=[
        "time",
        "days",
        "about",
        "timezone",
        "time of one",
        "zone of one",
        "one becomes many",
        "moment",
        "moment and zone",
        "many become one",
        "words become the daily mix",
        "words become a program",
    ],
)
async def test_a_change_is_made_in_place_and_answers_with_dates(
    club: Club, entry: int, options: dict[str, str], line: str
) -> None:
    await set_up(club)
    lines = (await remind(club, "edit", entry=entry, **options)).splitlines()
    assert lines[:2] == [f"### Reminder {entry} changed", line]
    assert "- " in lines[4]
    assert [one.id for one in await own(club)] == [1, 2]


async def test_another_program_begins_with_its_first_day_and_the_same_one_goes_on(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", program="gym")
    await club.after(days=1)
    await remind(club, "edit", entry=1, program="gym")
    assert (await own(club))[0].progress.sessions == 1
    await remind(club, "edit", entry=1, program="beginner")
    await club.after(days=1)
    assert "Beginner program · day 1 of 2" in text_of(club.said(club.alex.user.dm_channel)[-1])
    await remind(club, "edit", entry=1, about="calves")
    await remind(club, "edit", entry=1, program="daily")
    await club.after(days=1)
    assert "**Today is a strength day.**" in text_of(club.said(club.alex.user.dm_channel)[-1])


async def test_moved_to_another_moment_it_comes_then_and_only_then(club: Club) -> None:
    await set_up(club)
    await remind(club, "stop", entry=1)
    await remind(club, "edit", entry=2, when="today 9am")
    await club.after(hours=9, seconds=2)
    assert [text_of(message) for message in club.said(club.alex.user.dm_channel)] == [f"**Reminder**\npack{SNOOZE}"]
    await club.after(days=3)
    assert len(club.said(club.alex.user.dm_channel)) == 1


async def test_typing_another_moment_offers_some(club: Club) -> None:
    offered = await club.alex.autocomplete(club.strength, "remind edit", "when", "tom")
    assert [choice["value"] for choice in offered] == ["tom", "tomorrow 7am", "tomorrow 6pm"]


async def test_it_moves_to_a_channel_and_back(club: Club) -> None:
    await set_up(club)
    assert f"in <#{club.general.id}>: bridges." in await remind(club, "edit", entry=1, channel=club.general)
    await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
    assert len(club.said(club.general)) == 1
    assert "by direct message: bridges." in await remind(club, "edit", entry=1, direct=True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"entry": 1}, "Say what to change: when:, time:, days:, about:, program:, timezone:, channel: or direct:."),
        ({"entry": 9, "time": "8am"}, "You have no reminder number 9. See /remind list."),
        ({"entry": 1, "time": "25h"}, "I don't know the time “25h”: write a time such as 07:00, 7am or 7:30 pm."),
        (
            {"entry": 1, "when": "in 2h", "days": "mon"},
            "Choose one of when: and days:, so that I know whether it comes once or again and again.",
        ),
        (
            {"entry": 2, "when": "sat", "time": "9am"},
            "Write the time into when:, such as tomorrow 6pm, and leave time: out.",
        ),
        (
            {"entry": 1, "about": "calves", "program": "gym"},
            "Choose one of about: and program:, so that I know what to remind you of.",
        ),
        (
            {"entry": 2, "when": "tomorow-ish"},
            "I don't know when “tomorow-ish” is: write such as in 2h, tomorrow 6pm or 24 dec 18:00.",
        ),
        (
            {"entry": 2, "when": "yesterday 6pm"},
            "“yesterday 6pm” is past: write a time that is still to come, such as tomorrow 6pm.",
        ),
    ],
    ids=["nothing", "no such", "typo", "once and again", "two times", "two subjects", "moment", "past"],
)
async def test_a_change_that_cannot_be_made_gets_a_sentence(club: Club, options: dict[str, Any], sentence: str) -> None:
    await set_up(club)
    before = await own(club)
    assert await remind(club, "edit", **options) == sentence
    assert await own(club) == before


async def test_nobody_changes_somebody_elses(club: Club) -> None:
    await set_up(club)
    for command, options in (("edit", {"time": "8am"}), ("stop", {}), ("pause", {}), ("resume", {})):
        result = await club.robin.slash(club.strength, f"remind {command}", entry=1, **options)
        assert text_of(result.response).startswith(("You have no reminder number 1", "You have no reminders"))
    offered = await club.robin.autocomplete(club.strength, "remind edit", "entry", "")
    assert offered == []


async def test_ones_own_are_offered_by_what_they_say(club: Club) -> None:
    await set_up(club)
    offered = await club.alex.autocomplete(club.strength, "remind edit", "entry", "pack")
    assert offered == [{"name": "2: once, Fri 2 Jan, 18:00 (Europe/London), “pack”", "value": 2}]


async def test_a_pause_until_a_day_ends_by_itself(club: Club) -> None:
    await set_up(club)
    text = await remind(club, "pause", until="monday")
    assert text.splitlines()[0] == "### Paused until Mon 5 Jan"
    assert "- Mon 5 Jan, 07:00 (Europe/London)" in text
    assert "What comes once stays as it is." in text
    await club.until(datetime(2026, 1, 5, 7, 0, 2, tzinfo=UTC))
    said = [text_of(message) for message in club.said(club.alex.user.dm_channel)]
    assert said == [f"**Reminder**\npack{SNOOZE}", f"**Reminder**\nbridges{SNOOZE}"]


async def test_a_pause_goes_on_until_it_is_resumed(club: Club) -> None:
    await set_up(club)
    assert (await remind(club, "pause")).startswith("### Paused\n")
    listed = await remind(club, "list")
    assert listed.count("Paused by you: `/remind resume` lets it go on.") == 2
    await club.after(days=1, hours=1)
    assert club.said(club.alex.user.dm_channel) == []
    text = await remind(club, "resume", entry=1)
    assert text.splitlines()[0] == "### On again"
    assert "- Fri 2 Jan, 07:00 (Europe/London)" in text
    assert [entry.paused for entry in await own(club)] == [None, "by hand"]


async def test_a_pause_until_a_day_can_be_ended_sooner(club: Club) -> None:
    await set_up(club)
    await remind(club, "pause", until="24 dec", entry=1)
    assert (await own(club))[0].rule.quiet_until == date(2026, 12, 24)
    assert "- Thu 1 Jan, 07:00" in await remind(club, "resume")
    assert await remind(club, "resume") == "None of your reminders is paused. See /remind list."


@pytest.mark.parametrize("until", ["mondy", "today"])
async def test_a_pause_until_a_day_that_cannot_be_is_one_sentence(club: Club, until: str) -> None:
    await set_up(club)
    text = await remind(club, "pause", until=until)
    assert len(text.splitlines()) == 1
    assert [entry.paused or entry.rule.quiet_until for entry in await own(club)] == [None, None]


async def stopped(club: Club, **options: Any) -> simcord.ResponseMessage:
    result = await club.alex.slash(club.strength, "remind stop", **options)
    assert result.response is not None
    assert buttons(result.response) == ["Undo"]
    return result.response


@pytest.mark.parametrize("options", [{"entry": 1}, {"all": True}], ids=["one", "all"])
async def test_stopping_is_undone_within_ten_minutes_also_after_a_restart(club: Club, options: dict[str, Any]) -> None:
    await set_up(club)
    before = await own(club)
    answer = await stopped(club, **options)
    assert 1 not in [entry.id for entry in await own(club)]
    await club.restart()
    await club.after(minutes=9)
    await club.alex.click(answer, label="Undo")
    assert text_of(answer).startswith("### Back again\n**1 · every day at 07:00** (Europe/London): bridges")
    assert await own(club) == before


@pytest.mark.parametrize("options", [{"entry": 1}, {"all": True}], ids=["one", "all"])
async def test_after_ten_minutes_it_is_gone(club: Club, options: dict[str, Any]) -> None:
    await set_up(club)
    answer = await stopped(club, **options)
    await club.after(minutes=11)
    result = await club.alex.click(answer, label="Undo")
    assert text_of(result.response) == (
        "That was more than ten minutes ago, so it is gone for good. Set it again with /remind."
    )


async def test_all_of_a_full_list_come_back(club: Club) -> None:
    await club.store.set_member_timezone(club.alex.id, "Europe/London")
    for hour in range(24):
        await remind(club, "daily", time=f"{hour}:00", about="a long line of words " * 9)
    answer = await stopped(club, all=True)
    assert await own(club) == []
    await club.alex.click(answer, label="Undo")
    assert len(await own(club)) == 24
