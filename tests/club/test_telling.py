"""Who is told that a post or a reminder did not go out: also while Discord takes nothing, and nobody but them."""

from datetime import timedelta

import pytest

from .conftest import Cut
from .seen import buttons, text_of
from .server import Club


async def away(club: Club, **span: float) -> None:
    """The bot is not running for a while."""
    await club.bot.runner.stop()
    await club.after(**span)
    await club.restart()
    await club.env.settle()


def told(club: Club) -> list[str]:
    """What Alex was told, by direct message, about reminders that did not come."""
    return [text_of(one) for one in club.said(club.alex.user.dm_channel) if "did not go out" in text_of(one)]


async def test_a_member_hears_of_a_reminder_that_the_bot_slept_through(club: Club) -> None:
    await club.alex.slash(club.strength, "remind once", when="in 2h", about="do my bridges", timezone="London")
    await away(club, hours=6)
    (news,) = told(club)
    assert "“do my bridges” in your direct messages, due <t:" in news
    assert "4 hours late" in news
    assert "/schedule" not in news


async def test_who_cannot_be_told_while_discord_is_down_is_told_once_it_is_back(club: Club) -> None:
    await club.alex.slash(club.strength, "remind once", when="in 2h", about="do my bridges", timezone="London")
    path = f"/channels/{club.alex.user.dm_channel.id}/messages"
    club.env.inject_error("POST", path, status=503, code=0, message="down", times=1)
    await away(club, hours=6)
    assert told(club) == []
    club.bot.runner.changed()
    await club.after(minutes=11)
    club.bot.runner.changed()
    await club.env.settle()
    assert len(told(club)) == 1
    await club.env.advance_time(timedelta(minutes=30).total_seconds())
    assert len(told(club)) == 1


async def test_several_that_the_bot_slept_through_are_one_message(club: Club) -> None:
    for time in ("7am", "8am", "9am"):
        await club.schedule(days="every day", time=time)
    await away(club, days=1)
    (told,) = club.said(club.sam.user.dm_channel)
    assert text_of(told).startswith("### 3 posts did not go out\n")


@pytest.fixture
async def due(club: Club) -> Club:
    """A club whose post meets a closed channel within the minute."""
    await club.schedule(days="every day")
    await club.silence(club.strength, "send_messages")
    await club.after(hours=6, minutes=59)
    return club


@pytest.mark.parametrize("how", ["left", "demoted"])
async def test_who_is_no_captain_any_more_is_told_nothing_the_server_is(due: Club, how: str) -> None:
    system = await due.system_channel()
    if how == "left":
        due.guild.remove_member(due.sam)
    else:
        await due.demote(due.sam)
    await due.after(days=1)
    assert due.said(due.sam.user.dm_channel) == []
    (told,) = due.said(system)
    assert f"I may not post in {due.strength.mention}." in text_of(told)


async def test_while_discord_cannot_say_who_is_a_captain_the_news_wait(due: Club, cut: Cut) -> None:
    system = await due.system_channel()
    cut("GET", f"/guilds/*/members/{due.sam.id}")
    await due.after(minutes=5)
    assert due.said(due.sam.user.dm_channel) == due.said(system) == []
    due.bot.runner.changed()
    await due.after(minutes=11)
    due.bot.runner.changed()
    await due.env.settle()
    assert len(due.said(due.sam.user.dm_channel)) == 1
    assert due.said(system) == []


async def test_the_owner_is_a_captain_without_any_role(due: Club) -> None:
    due.env.backend.edit_guild(due.guild.id, {"owner_id": due.sam.id})
    await due.demote(due.sam)
    await due.after(days=1)
    assert len(due.said(due.sam.user.dm_channel)) == 1


def closed(club: Club) -> None:
    """The captain takes no direct message this once."""
    club.env.inject_error("POST", f"/channels/{club.sam.user.dm_channel.id}/messages", status=403, code=50007)


async def test_in_front_of_all_nothing_is_said_of_a_channel_that_not_all_see(club: Club) -> None:
    system = await club.system_channel()
    await club.schedule(program="text", text="Committee: the accounts", days="every day")
    await club.silence(club.strength, "view_channel")
    closed(club)
    await club.after(days=1)
    (told,) = club.said(system)
    assert text_of(told) == "### A scheduled post did not go out\nCaptains find the reason in /schedule status."
    assert buttons(told) == []


async def test_in_front_of_all_what_all_see_is_named_and_the_rest_counted(club: Club) -> None:
    system = await club.system_channel()
    hidden = club.guild.create_text_channel("committee")
    await club.schedule(days="every day")
    await club.schedule(days="every day", channel=hidden)
    await club.silence(hidden, "view_channel")
    closed(club)
    await away(club, days=1)
    (told,) = club.said(system)
    assert text_of(told).startswith("### 2 posts did not go out\n")
    assert club.strength.mention in text_of(told)
    assert "And 1 more: captains see it in /schedule status." in text_of(told)
    assert hidden.mention not in text_of(told)
