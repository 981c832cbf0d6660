"""A database that goes away under a running store is a `StorageError`, and works again once it is back."""

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from bot.errors import StorageError
from bot.storage import engine as engine_module
from bot.storage.engine import open_store


async def test_a_server_that_cuts_the_connection_is_found_again(postgres_url: str) -> None:
    store = await open_store(postgres_url)
    other = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    killed = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"

    async def cut_in_the_middle() -> None:
        async with store._database.writing() as connection:
            await other.execute(f"{killed} AND pid <> pg_backend_pid()")
            await connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StorageError, match=r"^The database postgresql://postgres@.* cannot be reached"):
        await cut_in_the_middle()
    assert await store.next_due() is None
    await other.close()
    await store.close()


async def test_a_server_that_hangs_up_cannot_be_reached() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(StorageError, match="cannot be reached"):
        await open_store(f"postgresql+asyncpg://me:secret@127.0.0.1:{port}/club")
    server.close()
    await server.wait_closed()


async def test_a_locked_file_is_an_outage_that_ends(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 20)
    store = await open_store(sqlite_url)
    holder = sqlite3.connect(Path(sqlite_url.removeprefix("sqlite+aiosqlite:///")), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="is held by another program"):
        await store.set_club_timezone(1, "UTC")
    assert await store.club_timezone(1) is None
    holder.close()
    await store.set_club_timezone(1, "UTC")
    assert await store.club_timezone(1) == "UTC"
    await store.close()
