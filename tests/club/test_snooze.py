"""Snoozing a reminder: later, again and again, for its owner only; the series stays where it is."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.discord_app import post_buttons

from .seen import SNOOZE, buttons, text_of
from .server import Club

SEVEN = datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC)
STOPPED = "This reminder was stopped, so I won't repeat it. Set another with /remind."
LABELS = ["20 min", "1 hour", "This evening", "Tomorrow"]


async def reminded(club: Club) -> discord.Message:
    """Alex is reminded of the bridges at seven."""
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", about="bridges")
    await club.until(SEVEN)
    (reminder,) = heard(club)
    assert buttons(reminder) == LABELS
    return reminder


def heard(club: Club) -> list[discord.Message]:
    return [message for message in club.said(club.alex.user.dm_channel) if "**Reminder**" in text_of(message)]


@pytest.mark.parametrize(
    ("label", "local", "moment"),
    [
        ("20 min", "Thu 1 Jan, 07:20", datetime(2026, 1, 1, 7, 20, 2, tzinfo=UTC)),
        ("1 hour", "Thu 1 Jan, 08:00", datetime(2026, 1, 1, 8, 0, 2, tzinfo=UTC)),
        ("This evening", "Thu 1 Jan, 18:00", datetime(2026, 1, 1, 18, 0, tzinfo=UTC)),
        ("Tomorrow", "Fri 2 Jan, 07:00", datetime(2026, 1, 2, 7, 0, tzinfo=UTC)),
    ],
    ids=LABELS,
)
async def test_it_comes_again_then_and_the_series_stays(club: Club, label: str, local: str, moment: datetime) -> None:
    reminder = await reminded(club)
    before = await club.store.entry(1)
    result = await club.alex.user.click(reminder, label=label)
    assert text_of(result.response).startswith(f"I'll remind you again:\n- {local} (Europe/London)")
    assert await club.store.entry(1) == before
    await club.until(moment - timedelta(seconds=3))
    count = len(heard(club))
    await club.until(moment + timedelta(seconds=3))
    assert len(heard(club)) == count + (2 if label == "Tomorrow" else 1)
    assert text_of(heard(club)[-1]) == f"**Reminder**\nbridges{SNOOZE}"


async def test_it_is_snoozed_again_and_again_over_restarts(club: Club) -> None:
    await reminded(club)
    for count in (1, 2, 3):
        await club.restart()
        await club.alex.user.click(heard(club)[-1], label="20 min")
        await club.after(minutes=20, seconds=3)
        assert len(heard(club)) == count + 1
    await club.until(datetime(2026, 1, 2, 7, 0, 2, tzinfo=UTC))
    assert len(heard(club)) == 5


async def test_a_second_press_replaces_the_first(club: Club) -> None:
    reminder = await reminded(club)
    for label in ("20 min", "1 hour", "1 hour"):
        await club.alex.user.click(reminder, label=label)
    assert len(await club.store.entries_of_member(club.alex.id)) == 2
    await club.after(minutes=30)
    assert len(heard(club)) == 1
    await club.after(minutes=40)
    assert len(heard(club)) == 2


async def test_what_is_snoozed_is_listed_and_stopped_like_any_other(club: Club) -> None:
    reminder = await reminded(club)
    await club.alex.user.click(reminder, label="20 min")
    listed = text_of((await club.alex.user.slash("remind list")).response)
    assert "**2 · again at Thu 1 Jan, 07:20** (Europe/London): bridges" in listed
    result = await club.alex.user.slash("remind stop", entry=2)
    assert text_of(result.response).startswith("Stopped: again at Thu 1 Jan, 07:20 (Europe/London): bridges.")
    await club.after(hours=2)
    assert len(heard(club)) == 1


async def test_who_stops_the_reminder_stops_what_is_snoozed_of_it(club: Club) -> None:
    reminder = await reminded(club)
    await club.alex.user.click(reminder, label="20 min")
    await club.after(minutes=21)
    second = heard(club)[-1]
    await club.alex.user.click(second, label="1 hour")
    await club.alex.user.slash("remind stop")
    assert await club.store.entries_of_member(club.alex.id) == []
    for message in (reminder, second):
        assert text_of((await club.alex.user.click(message, label="20 min")).response) == STOPPED
    await club.after(days=2)
    assert len(heard(club)) == 2


async def test_a_snoozed_one_cannot_be_edited(club: Club) -> None:
    await club.alex.user.click(await reminded(club), label="1 hour")
    result = await club.alex.user.slash("remind edit", entry=2, time="9am")
    assert text_of(result.response) == (
        "That one is snoozed: stop it with /remind stop, or snooze it again when it comes."
    )


async def test_in_the_evening_this_evening_is_eight_and_then_over(club: Club) -> None:
    reminder = await reminded(club)
    await club.until(datetime(2026, 1, 1, 18, 30, tzinfo=UTC))
    result = await club.alex.user.click(reminder, label="This evening")
    assert "Thu 1 Jan, 20:00" in text_of(result.response)
    await club.until(datetime(2026, 1, 1, 21, 0, tzinfo=UTC))
    result = await club.alex.user.click(reminder, label="This evening")
    assert text_of(result.response) == "It is evening already: choose 20 minutes, an hour or tomorrow."


async def test_in_a_channel_somebody_elses_press_is_refused(club: Club) -> None:
    options = {"time": "7am", "timezone": "London", "channel": club.general}
    await club.alex.slash(club.strength, "remind daily", about="bridges", **options)
    await club.until(SEVEN)
    (post,) = club.said(club.general)
    result = await club.robin.click(post, label="20 min")
    assert result.ephemeral
    assert "belong to the person who asked" in text_of(result.response)
    assert len(await club.store.entries_of_member(club.alex.id)) == 1
    result = await club.alex.click(post, label="20 min")
    assert result.ephemeral
    await club.after(minutes=21)
    assert len(club.said(club.general)) == 2


async def test_there_is_a_most_that_may_be_snoozed(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_buttons, "MOST", 1)
    first = await reminded(club)
    await club.alex.user.click(first, label="Tomorrow")
    await club.alex.user.click(first, label="20 min")
    await club.after(minutes=21)
    await club.alex.user.click(heard(club)[-1], label="Tomorrow")
    result = await club.alex.user.click(first, label="20 min")
    assert text_of(result.response) == ("You have 1 snoozed reminders, the most I keep. End one with /remind stop.")
