"""Who cannot be written to hears of it at their next command, and goes on by one button once it is put right."""

import logging
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.errors import StorageError

from .conftest import Cut
from .seen import buttons, text_of
from .server import Club

CLOSED = "I cannot send you direct messages. Allow them in the server's privacy settings, then use /remind resume."


def closed(club: Club, times: int | None = 1) -> None:
    """Alex takes no direct messages for a while."""
    path = f"/channels/{club.alex.user.dm_channel.id}/messages"
    text = "Cannot send messages to this user"
    club.env.inject_error("POST", path, status=403, code=50007, message=text, times=times)


async def missed(club: Club, *hours: int) -> None:
    """Reminders of Alex's did not get through."""
    closed(club, times=len(hours))
    for hour in hours:
        await club.alex.slash(club.strength, "remind daily", time=f"{hour}:00", timezone="London")
    await club.after(days=1)


async def asked(club: Club, who: simcord.MemberActor | None = None) -> list[Any]:
    """What follows an ordinary command, in private."""
    result = await (who or club.alex).slash(club.general, "exercise", name="hip-thrust")
    return result.followups


async def test_they_are_told_once_at_their_next_command(club: Club) -> None:
    await missed(club, 7)
    assert await asked(club, club.robin) == []
    (news,) = await asked(club)
    assert text_of(news).splitlines() == [
        "### A reminder of yours is paused",
        "**1 · every day at 07:00** (Europe/London)",
        f"Paused: {CLOSED}",
    ]
    assert buttons(news) == ["Try again"]
    assert discord.MessageFlags._from_value(news.flags.value if hasattr(news.flags, "value") else news.flags).ephemeral
    assert await asked(club) == []


async def test_the_button_goes_on_after_a_message_got_through_also_after_a_restart(club: Club) -> None:
    await missed(club, 7, 8)
    (news,) = await asked(club)
    assert text_of(news).startswith("### Some of your reminders are paused")
    await club.restart()
    result = await club.alex.click(news, label="Try again")
    assert text_of(result.response or result.followups[0]).startswith("### On again")
    assert text_of(club.said(club.alex.user.dm_channel)[-1]) == "Your reminders go on."
    assert [entry.paused for entry in await club.store.entries_of_member(club.alex.id)] == [None, None]


@pytest.mark.parametrize("how", ["button", "command"])
async def test_while_it_is_still_refused_it_says_what_to_switch_on(club: Club, how: str) -> None:
    await missed(club, 7)
    (news,) = await asked(club)
    closed(club)
    if how == "button":
        result = await club.alex.click(news, label="Try again")
    else:
        result = await club.alex.slash(club.general, "remind resume")
    shown = [message for message in (result.response, *result.followups) if message]
    assert "switch on Direct Messages, then use /remind resume." in text_of(shown[-1])
    (entry,) = await club.store.entries_of_member(club.alex.id)
    assert entry.paused == CLOSED


async def test_resuming_after_it_is_put_right_brings_no_news(club: Club) -> None:
    await missed(club, 7)
    result = await club.alex.slash(club.general, "remind resume")
    assert text_of(result.response or result.followups[0]).startswith("### On again")
    assert await asked(club) == []


async def hill_sprints(club: Club) -> simcord.ChannelHandle:
    """A thread that robin opened."""
    club.env.backend.create_thread(club.general.id, "hill sprints", club.robin.id)
    await club.env.settle()
    (thread,) = club.general.threads
    return thread


async def archived(club: Club, thread: simcord.ChannelHandle, **more: bool) -> None:
    """Close a thread for good or for now; discord.py forgets it."""
    club.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, **more})
    await club.env.settle()
    assert club.bot.get_channel(thread.id) is None


async def test_an_archived_thread_is_not_gone_and_a_locked_one_is_said(club: Club) -> None:
    thread = await hill_sprints(club)
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", channel=thread)
    await club.store.pause_entry(1, "I may not post there.")
    await club.silence(club.general, "manage_threads")
    await archived(club, thread, locked=True)
    refused = await club.alex.slash(club.strength, "remind resume")
    assert text_of(refused.followups[-1] if refused.followups else refused.response) == (
        f"I can't post in {thread.mention}: the thread is locked. Ask a captain to put that right, "
        "or choose another channel with /remind edit entry:1 channel:."
    )
    await archived(club, thread, locked=False)
    result = await club.alex.slash(club.strength, "remind resume")
    assert text_of(result.followups[-1] if result.followups else result.response).startswith("### On again")
    await club.after(days=1)
    assert len(club.said(thread)) == 1


async def test_an_archived_thread_can_be_chosen(club: Club) -> None:
    thread = await hill_sprints(club)
    await archived(club, thread)
    result = await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", channel=thread)
    assert f"in {thread.mention}" in text_of(result.response)


async def test_a_channel_that_is_closed_is_checked_too(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", channel=club.general)
    await club.silence(club.general, "send_messages")
    await club.after(days=1)
    result = await club.alex.slash(club.strength, "remind resume")
    shown = [message for message in (result.response, *result.followups) if message]
    assert text_of(shown[-1]) == (
        f"I can't post in <#{club.general.id}>: my role lacks Send Messages there. Ask a captain to put that right, "
        "or choose another channel with /remind edit entry:1 channel:."
    )
    await club.delete(club.general)
    result = await club.alex.slash(club.strength, "remind resume", entry=1)
    shown = [message for message in (result.response, *result.followups) if message]
    assert text_of(shown[-1]) == "The channel is gone. Choose another channel with /remind edit entry:1 channel:."
    moved = await club.alex.slash(club.strength, "remind edit", entry=1, direct=True)
    assert "Next:" in text_of(moved.response)


async def in_a_closed_channel(club: Club) -> None:
    """A reminder that Alex has in a channel meets that it is closed to the bot."""
    await club.alex.slash(
        club.strength, "remind daily", time="7am", timezone="London", channel=club.general, about="do my bridges"
    )
    await club.silence(club.general, "send_messages")
    await club.after(days=1)


async def test_a_member_hears_of_a_closed_channel_in_words_for_members_and_once(club: Club) -> None:
    await in_a_closed_channel(club)
    (news,) = club.said(club.alex.user.dm_channel)
    assert text_of(news).splitlines() == [
        "### A reminder of yours did not go out",
        f"“do my bridges” in {club.general.mention}, due <t:1767250800:F>.",
        "",
        f"I may not post in {club.general.mention}. Ask a captain to give my role the permission Send Messages there.",
        "",
        "-# Number 1 in /remind list.",
        "",
        "It is paused until that is put right. Then press Try again.",
    ]
    assert buttons(news) == ["Try again"]
    assert await asked(club) == []
    refused = await club.alex.user.click(news, label="Try again")
    assert f"I can't post in {club.general.mention}" in text_of(refused.response)
    assert "/schedule" not in text_of(refused.response)
    club.env.backend.set_overwrite(club.general.id, Overwrite(club.guild.id, OverwriteType.ROLE))
    await club.env.settle()
    result = await club.alex.user.click(news, label="Try again")
    assert text_of(result.response).startswith("### On again")


async def test_who_takes_no_messages_either_hears_of_a_closed_channel_at_their_next_command(club: Club) -> None:
    closed(club)
    await in_a_closed_channel(club)
    assert club.said(club.alex.user.dm_channel) == []
    (news,) = await asked(club)
    assert text_of(news).startswith("### A reminder of yours is paused")
    assert await asked(club) == []


async def test_a_member_is_told_how_to_leave_a_channel_that_is_gone(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London", channel=club.general)
    await club.delete(club.general)
    await club.after(days=1)
    (news,) = club.said(club.alex.user.dm_channel)
    assert "The channel is gone. Choose another with /remind edit entry:1 channel:." in text_of(news)


async def test_news_that_could_not_be_sent_are_told_at_the_command_after_it(club: Club, cut: Cut) -> None:
    await missed(club, 7)
    cut("POST", "/webhooks/*/*")
    assert await asked(club) == []
    (news,) = await asked(club)
    assert text_of(news).startswith("### A reminder of yours is paused")
    assert await asked(club) == []


async def test_a_database_that_is_away_breaks_no_command(
    club: Club, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: object) -> list[Any]:
        raise StorageError("The database is away.")

    monkeypatch.setattr(club.store, "untold", away)
    with caplog.at_level(logging.WARNING, "bot.discord_app.remind_news"):
        assert await asked(club) == []
    assert [record.getMessage() for record in caplog.records if record.name == "bot.discord_app.remind_news"] == [
        "The database is away. Nobody is told about paused reminders until it is back."
    ]
