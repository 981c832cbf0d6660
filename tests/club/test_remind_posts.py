"""Reminders go out by direct message, on the minute of the member's own clock; who takes none is not pestered."""

from datetime import UTC, datetime

import discord
import pytest

from .seen import choices, custom_ids, text_of, title_of
from .server import Club


def reminders(club: Club) -> list[str]:
    """The headings of the reminders Alex got, in order."""
    begun = ("**Today is a strength day.**", "**No session today: recover well.**")
    return [title_of(message) for message in club.said(club.alex.user.dm_channel) if text_of(message).startswith(begun)]


@pytest.mark.parametrize("where", ["server", "direct"])
async def test_a_reminder_arrives_on_the_minute(club: Club, where: str) -> None:
    options = {"time": "7am", "timezone": "London"}
    if where == "server":
        await club.alex.slash(club.strength, "remind daily", **options)
    else:
        await club.alex.user.slash("remind daily", **options)
    await club.until(datetime(2026, 1, 1, 6, 59, 59, tzinfo=UTC))
    assert reminders(club) == []
    await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
    assert reminders(club) == ["Beginner program · day 1 of 2"]
    assert club.said(club.strength) == club.said(club.general) == []


async def test_it_keeps_its_minute_when_the_clocks_change(club: Club) -> None:
    await club.until(datetime(2026, 3, 28, 12, tzinfo=UTC))
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    await club.until(datetime(2026, 3, 29, 5, 59, 59, tzinfo=UTC))
    assert reminders(club) == []
    await club.until(datetime(2026, 3, 29, 6, 0, 2, tzinfo=UTC))
    assert len(reminders(club)) == 1


async def test_two_reminders_go_their_own_ways(club: Club) -> None:
    for time in ("7am", "8pm"):
        await club.alex.slash(club.strength, "remind daily", time=time, timezone="London")
    await club.after(days=1)
    assert reminders(club) == ["Beginner program · day 1 of 2"] * 2
    await club.alex.slash(club.strength, "remind stop", entry=1)
    await club.after(days=1)
    assert len(reminders(club)) == 3


async def test_exercises_open_from_a_reminder(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    await club.after(days=1)
    reminder = club.said(club.alex.user.dm_channel)[-1]
    assert "wall-sit" in choices(reminder)
    await club.restart()
    result = await club.alex.user.select(reminder, ["wall-sit"], custom_id=custom_ids(reminder)[0])
    assert text_of(result.response).startswith("### Wall sit")


async def test_a_restart_sends_nothing_twice(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    for day in (1, 2):
        await club.after(days=1)
        await club.restart()
        assert len(reminders(club)) == day


async def test_closed_direct_messages_pause_the_reminder_and_the_list_says_so(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    path = f"/channels/{club.alex.user.dm_channel.id}/messages"
    club.env.inject_error("POST", path, status=403, code=50007, message="Cannot send messages to this user", times=None)
    await club.after(days=3)
    assert len(club.requests("POST", path)) == 1
    result = await club.alex.slash(club.strength, "remind list")
    assert text_of(result.response).splitlines()[1:] == [
        "**1 · every day at 07:00** (Europe/London)",
        "Paused: I cannot send you direct messages. Allow them in the server's privacy settings, "
        "then use /remind resume.",
        "-# When you name no time zone I use yours, Europe/London; `/remind timezone` changes or forgets it.",
    ]
    assert club.said(club.sam.user.dm_channel) == []


async def test_setting_it_up_again_after_opening_them_starts_it_afresh(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    path = f"/channels/{club.alex.user.dm_channel.id}/messages"
    club.env.inject_error("POST", path, status=403, code=50007, message="Cannot send messages to this user")
    await club.after(days=1)
    again = await club.alex.slash(club.strength, "remind daily", time="7am")
    assert text_of(again.response).startswith("### Reminder set")
    await club.after(days=1)
    assert len(reminders(club)) == 1
    result = await club.alex.slash(club.strength, "remind list")
    assert text_of(result.response).count("every day at 07:00") == 1


@pytest.mark.parametrize("gone", [pytest.param(True, id="left the server"), pytest.param(False, id="shut out")])
async def test_a_reminder_in_a_channel_does_not_outstay_its_member(club: Club, gone: bool) -> None:
    me, writers = club.guild.me, club.guild.create_role("Writers")
    assert me is not None
    hidden = club.guild.create_text_channel(
        "writers",
        overwrites={
            club.guild.default_role: discord.PermissionOverwrite(send_messages=False),
            writers: discord.PermissionOverwrite(send_messages=True),
            me: discord.PermissionOverwrite(send_messages=True),
        },
    )
    club.env.backend.add_member_role(club.guild.id, club.alex.id, writers.id)
    asked = {"time": "7am", "timezone": "London", "channel": hidden, "about": "buy my book"}
    await club.alex.slash(club.general, "remind daily", **asked)
    await club.after(days=1)
    assert len(club.said(hidden)) == 1
    if gone:
        club.guild.remove_member(club.alex)
    else:
        club.env.backend.remove_member_role(club.guild.id, club.alex.id, writers.id)
    await club.after(days=2)
    assert len(club.said(hidden)) == 1
    (entry,) = await club.store.members_entries_in(club.guild.id)
    assert entry.paused is not None
    assert entry.paused.startswith("You can no longer write in that channel yourself.")
