"""Databases to test on: a file of SQLite, and a database of its own on PostgreSQL."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from bot.storage.engine import open_store
from bot.storage.store import Store

HOST, PORT = "127.0.0.1", 5432


def _statement(database: str, *statements: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(host=HOST, port=PORT, user="postgres", database=database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """The name of a database of this test run."""
    try:
        socket.create_connection((HOST, PORT), timeout=1).close()
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL listens on {HOST}:{PORT}")
    name = f"backline_test_{os.getpid()}_{secrets.token_hex(4)}"
    _statement("postgres", f"CREATE DATABASE {name}")
    yield name
    _statement("postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """An empty database on PostgreSQL."""
    _statement(postgres_database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return f"postgresql+asyncpg://postgres:secret@{HOST}:{PORT}/{postgres_database}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database file that is not there yet, in a folder that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path}/data/backline.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store on each kind of database."""
    store = await open_store(database_url)
    yield store
    await store.close()
