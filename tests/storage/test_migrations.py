"""Migrations: they make what `tables.py` says, all of it or nothing."""

import asyncio
import importlib
import shutil
import sqlite3
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from setuptools import find_packages

from bot.errors import StorageError
from bot.schedule.entry import PATIENCE, Delivery, Progress
from bot.schedule.rule import Rule
from bot.storage import engine as engine_module
from bot.storage.address import read_address
from bot.storage.engine import make_engine, open_store
from bot.storage.store import Store
from bot.storage.tables import metadata

MONDAY = datetime(2026, 1, 5, 7, tzinfo=UTC)
WEEK = timedelta(days=7)

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""


ENTRY = (
    "INSERT INTO entry (guild_id, channel_id, user_id, program, days, at, zone, next_at, paused, sessions, tips,"
    " last_session_at) VALUES"
)
SECOND_VERSION = (
    "INSERT INTO club (guild_id, timezone) VALUES (5, 'Europe/London')",
    f"{ENTRY} (5, 6, 8, 'beginner', '03', '07:00:00.000000', 'Europe/London', '2026-01-12 07:00:00.000000', NULL,"
    " 3, 1, '2026-01-05 07:00:00.000000')",
    f"{ENTRY} (NULL, NULL, 9, 'daily', '0123456', '06:30:00.000000', 'Europe/Paris', '2026-01-06 05:30:00.000000',"
    " 'You take no messages.', 0, 0, NULL)",
    f"{ENTRY} (5, NULL, 9, 'daily', '0', '06:30:00.000000', 'Europe/Paris', '2026-01-12 05:30:00.000000', NULL,"
    " 0, 0, NULL)",
    "INSERT INTO delivery (id, entry_id, due_at, content, state, message_id, detail) VALUES"
    " ('aaaaaaaaaaaaaaaa', 1, '2026-01-05 07:00:00.000000', 'workout/beginner/1', 'sent', 77, '')",
    "INSERT INTO delivery (id, entry_id, due_at, content, state, message_id, detail) VALUES"
    " ('bbbbbbbbbbbbbbbb', 1, '2026-01-08 19:00:00.000000', 'workout/beginner/2', 'taken', NULL, '')",
)


@pytest.fixture
def broken_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A last migration that makes a table and then fails."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(engine_module.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9999_broken.py").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setattr(engine_module, "MIGRATIONS", folder)


async def look(database_url: str) -> list[str]:
    """The tables of a database, looked at from outside."""
    engine = make_engine(read_address(database_url))
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    await engine.dispose()
    return sorted(name for name in names if not name.startswith("sqlite_"))


async def test_migrations_make_what_the_tables_say(store: Store) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, metadata)

    async with store._database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_failed_migration_leaves_nothing_behind(database_url: str, broken_migration: None) -> None:
    with pytest.raises(StorageError):
        await open_store(database_url)
    assert await look(database_url) == []


async def test_a_failed_migration_leaves_an_older_database_as_it_was(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = await open_store(database_url)
    await store.set_club_timezone(1, "Europe/London")
    await store.close()
    before = await look(database_url)
    request.getfixturevalue("broken_migration")
    with pytest.raises(StorageError):
        await open_store(database_url)
    assert await look(database_url) == before
    assert "half" not in before


async def test_opening_again_keeps_what_is_there(database_url: str) -> None:
    for zone in (None, "Europe/London"):
        store = await open_store(database_url)
        assert await store.club_timezone(1) == zone
        await store.set_club_timezone(1, "Europe/London")
        await store.close()


async def test_processes_that_start_together_migrate_once(database_url: str) -> None:
    async with asyncio.timeout(10):
        stores = await asyncio.gather(*(open_store(database_url) for _ in range(5)))
    assert [await store.next_due() for store in stores] == [None] * 5
    await asyncio.gather(*(store.close() for store in stores))


async def test_a_database_newer_than_the_program_is_refused(database_url: str) -> None:
    store = await open_store(database_url)
    async with store._database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await store.close()
    with pytest.raises(StorageError) as error:
        await open_store(database_url)
    assert "belongs to a newer backline (revision 9999): install that version" in str(error.value)
    assert "secret" not in str(error.value)


async def test_a_file_is_set_right_for_more_than_one_reader(sqlite_url: str, tmp_path: Path) -> None:
    store = await open_store(sqlite_url)
    async with store._database.reading() as connection:
        pragmas = ("journal_mode", "foreign_keys", "busy_timeout")
        values = [await connection.scalar(sa.text(f"PRAGMA {name}")) for name in pragmas]
    await store.close()
    assert values == ["wal", 1, 5000]
    with sqlite3.connect(tmp_path / "data" / "backline.db") as file:
        assert file.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    file.close()


def test_the_scripts_are_part_of_the_package() -> None:
    root = Path(engine_module.__file__).parents[2]
    assert "bot.storage.migrations.versions" in find_packages(str(root), include=["bot*"])


def test_importing_the_environment_of_alembic_does_nothing() -> None:
    assert importlib.import_module("bot.storage.migrations.env").migrate


async def test_a_database_from_before_deliveries_were_shared_keeps_what_it_holds(database_url: str) -> None:
    await make_second_version(database_url)
    store = await open_store(database_url)
    club, direct, direct_in_club = [await store.entry(number) for number in (1, 2, 3)]
    assert club is not None
    assert direct is not None
    assert direct_in_club is not None
    assert [one.personal for one in (club, direct, direct_in_club)] == [False, True, True]
    assert club.rule == Rule(frozenset({0, 3}), time(7), "Europe/London")
    assert (club.next_at, club.progress) == (MONDAY + WEEK, Progress(3, 1, MONDAY))
    assert (club.text, club.opening, club.patience, club.events, club.paused) == ("", "", PATIENCE, None, None)
    assert direct.paused == "You take no messages."
    assert await store.untold(9) == [direct]
    assert [one.id for one in await store.entries_of_member(9)] == [2, 3]
    assert await store.club_timezone(5) == "Europe/London"
    assert await store.long_run(5) is None
    ((entry, taken),) = await store.take_over(MONDAY)
    assert (entry, taken) == (club, Delivery("b" * 16, 1, MONDAY + WEEK / 2, "workout/beginner/2"))
    assert [one.id[0] for one in await store.last_deliveries(1, 5)] == ["b", "a"]
    assert (await store.last_deliveries(1, 5))[1].message_id == 77
    await store.close()


async def make_second_version(database_url: str) -> None:
    """A database as the second version of the tables left it, with three entries and two deliveries."""
    address = read_address(database_url)
    if address.file is not None:
        address.file.parent.mkdir(parents=True)

    def upgrade(connection: sa.Connection) -> None:
        config = engine_module._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")

    engine = make_engine(address)
    async with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        await connection.run_sync(upgrade)
        for statement in SECOND_VERSION:
            await connection.exec_driver_sql(statement)
    await engine.dispose()
