"""A connection that breaks is Discord's hiccup and no defect: one sentence for the person, one line in the log."""

import logging

import aiohttp
import pytest

from bot.discord_app import problems

from .conftest import Cut
from .seen import text_of
from .server import Club

AGAIN = "Discord did not answer just now. Try again in a minute."


def lines(caplog: pytest.LogCaptureFixture, module: str) -> list[str]:
    """What one module wrote into the log."""
    return [one.getMessage() for one in caplog.records if one.name == f"bot.discord_app.{module}"]


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), ConnectionResetError("reset"), TimeoutError()], ids=repr
)
def test_a_broken_connection_is_a_sentence_and_no_defect(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert problems.in_words(error) == AGAIN
    assert lines(caplog, "problems") == []


async def test_a_command_during_it_says_to_try_again(club: Club, cut: Cut) -> None:
    await club.schedule(days="every day")
    await club.silence(club.strength, "send_messages")
    await club.after(days=1)
    cut("GET", f"/channels/{club.strength.id}")
    result = await club.sam.slash(club.general, "schedule resume", entry=1)
    assert text_of(result.response) == AGAIN


async def test_an_error_that_cannot_be_told_is_one_line(club: Club, cut: Cut, caplog: pytest.LogCaptureFixture) -> None:
    cut("POST", "/interactions/*/callback", times=2)
    await club.alex.slash(club.general, "workout beginner")
    assert lines(caplog, "problems") == ["an error could not be told (ServerDisconnectedError)"]


async def test_an_answer_that_cannot_be_sent_is_one_line(
    club: Club, cut: Cut, caplog: pytest.LogCaptureFixture
) -> None:
    cut("POST", f"/channels/{club.strength.id}/messages", times=9)
    with caplog.at_level(logging.WARNING):
        await club.alex.send(club.strength, f"{club.mention} can I train every day?")
        await club.after(minutes=1)
    assert lines(caplog, "questions") == [
        f"an answer could not be sent in channel {club.strength.id} (ServerDisconnectedError)"
    ]


async def test_news_that_cannot_be_followed_up_are_one_line(
    club: Club, cut: Cut, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/channels/{club.alex.user.dm_channel.id}/messages"
    club.env.inject_error("POST", path, status=403, code=50007)
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    await club.after(days=1)
    cut("POST", "/webhooks/*/*")
    await club.alex.slash(club.general, "exercise", name="hip-thrust")
    assert lines(caplog, "remind_news") == [
        "a member could not be told about a paused reminder (ServerDisconnectedError)"
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ServerDisconnectedError, "Discord did not take it: the connection broke"),
        (aiohttp.ServerTimeoutError, "Discord did not answer in time"),
    ],
    ids=["broken", "silent"],
)
async def test_why_a_post_did_not_go_out_names_no_exception(
    club: Club, cut: Cut, caplog: pytest.LogCaptureFixture, error: type[Exception], words: str
) -> None:
    await club.schedule(days="every day")
    cut("POST", f"/channels/{club.strength.id}/messages", times=999, error=error)
    with caplog.at_level(logging.INFO):
        await club.after(hours=11)
    (letter,) = club.said(club.sam.user.dm_channel)
    status = await club.sam.slash(club.general, "schedule status", entry=1)
    for shown in (text_of(letter), text_of(status.response)):
        assert f"It could not be posted in time. {words}" in shown
        assert "Error" not in shown
    assert f"Entry 1 did not reach Discord ({error.__name__})" in lines(caplog, "sending")
