"""Looking a database over changes nothing and runs beside a bot."""

import os
from pathlib import Path

import pytest

from bot.storage.check import check_database
from bot.storage.engine import open_store
from bot.storage.lock import ProcessLock
from bot.storage.store import Store


async def test_a_database_in_use_has_no_problem(store: Store, database_url: str) -> None:
    with ProcessLock(database_url):
        assert await check_database(database_url) == []


async def test_it_looks_while_another_writes(store: Store, database_url: str) -> None:
    async with store._database.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM entry")
        assert await check_database(database_url) == []


async def test_a_closed_database_has_no_problem_and_stays_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    await (await open_store(sqlite_url)).close()
    file = tmp_path / "data" / "backline.db"
    before = file.read_bytes()
    assert await check_database(sqlite_url) == []
    assert file.read_bytes() == before


async def test_a_file_that_is_not_there_is_no_problem_and_is_not_made(sqlite_url: str, tmp_path: Path) -> None:
    assert await check_database(sqlite_url) == []
    assert os.listdir(tmp_path) == []


async def test_an_empty_file_and_memory_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "backline.db").touch()
    assert await check_database(f"sqlite+aiosqlite:///{tmp_path}/backline.db") == []
    assert await check_database("sqlite+aiosqlite:///:memory:") == []


async def test_an_empty_postgresql_is_no_problem_and_stays_empty(postgres_url: str) -> None:
    assert await check_database(postgres_url) == []
    store = await open_store(postgres_url)
    await store.close()


async def test_a_newer_database_is_a_problem(store: Store, database_url: str) -> None:
    async with store._database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    (problem,) = await check_database(database_url)
    assert "newer backline (revision 9999)" in problem


@pytest.mark.parametrize(
    ("name", "words"),
    [("notes.txt", "is not an SQLite database"), ("", "is a folder"), ("notes.txt/x.db", "is a file, not a folder")],
    ids=["no database", "folder", "under a file"],
)
async def test_a_place_that_cannot_be_used_is_a_problem(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "notes.txt").write_text("Squats on Monday.\n" * 100)
    (problem,) = await check_database(f"sqlite+aiosqlite:///{tmp_path}/{name}")
    assert words in problem


@pytest.mark.parametrize(
    ("database_url", "words"),
    [
        pytest.param("postgresql+asyncpg://me:secret@127.0.0.1:1/club", "cannot be reached", id="unreachable"),
        pytest.param("mysql://me:secret@host/club", "DATABASE_URL cannot be read", id="address"),
    ],
)
async def test_an_address_that_leads_nowhere_is_a_problem(database_url: str, words: str) -> None:
    (problem,) = await check_database(database_url)
    assert words in problem
    assert "secret" not in problem
