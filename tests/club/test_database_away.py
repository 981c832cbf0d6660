"""While the database is away a person reads one sentence, and its operator alone where it is and what to try."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import simcord

from bot.discord_app import problems
from bot.errors import StorageError

from .seen import text_of
from .server import Club

SENTENCE = "I can't get at my notes just now. Try again in a minute."
DETAIL = "The database postgresql://me@10.0.0.5/club cannot be reached: check the host and port in DATABASE_URL."
LINE = f"{DETAIL} Whoever asks is told to try again."


@pytest.fixture(autouse=True)
def new_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was met before."""
    monkeypatch.setattr(problems, "_outage", problems._Outage())


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the operator reads of it; no line has a traceback."""
    ours = [one for one in caplog.records if one.name == "bot.discord_app.problems"]
    assert not any(one.exc_info for one in ours)
    return [one.getMessage() for one in ours]


def lose(club: Club, monkeypatch: pytest.MonkeyPatch, *methods: str) -> None:
    """Let the database be away for these."""

    async def away(*_: object, **__: object) -> Any:
        raise StorageError(DETAIL)

    for method in methods:
        monkeypatch.setattr(club.store, method, away)


def shown(result: simcord.InteractionResult) -> list[str]:
    """Everything an interaction was answered with."""
    return [text_of(message) for message in (result.response, *result.followups) if message]


async def test_neither_commands_nor_requests_nor_buttons_say_where_the_database_is(
    club: Club, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await club.store.set_member_timezone(club.alex.id, "Europe/London")
    offer = await club.ask(club.alex, "remind me every morning at 7 to do my bridges")
    lose(club, monkeypatch, "entries_of_member", "entries_of_guild", "member_timezone", "untold")
    with caplog.at_level(logging.WARNING):
        for command in ("remind list", "remind resume"):
            assert shown(await club.alex.slash(club.general, command)) == [SENTENCE]
        assert shown(await club.sam.slash(club.general, "schedule list")) == [SENTENCE]
        assert shown(await club.alex.click(offer, label="Set it")) == [SENTENCE]
        assert text_of(await club.ask(club.alex, "remind me every evening at 8 to stretch")) == SENTENCE
        assert shown(await club.alex.slash(club.general, "exercise", name="hip-thrust"))[1:] == []
    assert lines(caplog) == [LINE]


def test_the_operator_reads_one_line_for_an_outage(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = timedelta()
    monkeypatch.setattr(problems.time, "monotonic", lambda: passed.total_seconds())
    for minutes in (0, 9, 18):
        passed = timedelta(minutes=minutes)
        assert problems.in_words(StorageError(DETAIL)) == SENTENCE
    assert lines(caplog) == [LINE]
    assert problems.in_words(StorageError("The database is full.")) == SENTENCE
    passed = timedelta(minutes=40)
    problems.in_words(StorageError("The database is full."))
    assert lines(caplog)[1:] == ["The database is full. Whoever asks is told to try again."] * 2


async def test_a_digest_waits_for_the_database(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    await club.schedule(program="digest", days="every day")
    with monkeypatch.context() as away:
        lose(club, away, "entries_of_guild")
        await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
        assert club.said(club.strength) == []
    await club.after(minutes=2)
    assert len(club.said(club.strength)) == 1
