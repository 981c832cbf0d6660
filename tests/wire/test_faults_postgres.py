"""Processes that share a PostgreSQL: one that stands still, and a database that goes away."""

import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage import engine
from bot.storage.engine import open_store
from bot.storage.taking import due_entries

from .databases import add_due, kept, needs_postgres, on_server, postgres_database, postgres_url
from .killing import Trap, all_posted, fill, strike, two_processes

POSTS = 60
pytestmark = pytest.mark.soak


@pytest.fixture
async def database() -> AsyncIterator[str]:
    """The name of a database with posts due."""
    needs_postgres()
    async with postgres_database() as name:
        await fill(postgres_url(name), POSTS)
        yield name


async def test_a_process_that_stood_still_beyond_its_lease_doubles_nothing(database: str, tmp_path: Path):
    url = postgres_url(database)
    async with two_processes(tmp_path, url) as (stubs, bots):
        sleeper = await strike(stubs, bots, 20, lambda bot: bot.signal(signal.SIGSTOP))
        (other,) = [bot for bot in bots if bot is not sleeper]
        await all_posted(other, POSTS, {row.id for row in await kept(url) if row.state == "sent"})
        assert await other.leave() == 0
        sleeper.signal(signal.SIGCONT)
        late = await add_due(url)
        await sleeper.line(f"posted for entry {late.id}")
        assert await sleeper.leave() == 0
        await _each_posted_once(stubs, url, POSTS + 1)


async def test_a_database_that_is_away_for_some_seconds_is_one_line_and_caught_up(database: str, tmp_path: Path):
    url = postgres_url(database)
    hang_up = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    async with two_processes(tmp_path, url) as (stubs, bots):
        answers = [stub.hold("POST /channels/*/messages") for stub in stubs]
        for stub in stubs:
            await stub.connected()
        for answer in answers:
            answer.set()
        await strike(stubs, bots, 20, lambda _: None)
        await on_server(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false", hang_up)
        for bot in bots:
            assert "The database postgresql://postgres@" in await bot.line("Posts wait until it is back.")
        await on_server("SELECT pg_sleep(4)", f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
        for bot in bots:
            await bot.line("The schedule goes on.")
        await stubs[0].until(lambda: _done(stubs), "posts of both")
        for bot in bots:
            assert await bot.leave() == 0
            assert len([line for line in bot.lines if "Posts wait until" in line]) == 1
            assert "Traceback" not in bot.errors
        await _each_posted_once(stubs, url, POSTS)


async def test_a_transaction_that_stands_still_lets_its_rows_go(database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "STILL_MILLISECONDS", 100)
    frozen, lively = await open_store(postgres_url(database)), await open_store(postgres_url(database))
    now = datetime.now(UTC)

    async def stand_still() -> None:
        async with frozen._database.writing() as connection:
            await due_entries(connection, now, POSTS)
            await on_server("SELECT pg_sleep(0.5)")
            assert len((await lively.take_due(now, lambda entry, due: ("text", entry.progress), POSTS)).pairs) == POSTS
            await connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StorageError):
        await stand_still()
    assert await frozen.next_due() is not None
    await frozen.close()
    await lively.close()


def _done(stubs: list[Trap]) -> bool:
    return len(stubs[0].world.deliveries()) == POSTS


async def _each_posted_once(stubs: list[Trap], url: str, posts: int) -> None:
    made = stubs[0].world.deliveries()
    assert len(made) == posts
    assert set(made.values()) == {1}
    rows = await kept(url)
    assert [row.state for row in rows] == ["sent"] * posts
    assert {row.id for row in rows} == set(made)
