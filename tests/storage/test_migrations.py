"""Migrations: they make what `tables.py` says, all of it or nothing."""

import asyncio
import importlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from setuptools import find_packages

from bot.errors import StorageError
from bot.storage import engine as engine_module
from bot.storage.address import read_address
from bot.storage.engine import make_engine, open_store
from bot.storage.store import Store
from bot.storage.tables import metadata

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""


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
