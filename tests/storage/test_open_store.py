"""A database that cannot be opened is one sentence: which, without its password, and what to try."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage import engine as engine_module
from bot.storage.engine import open_store


async def refusal(database_url: str) -> str:
    """What opening this database says."""
    with pytest.raises(StorageError) as error:
        await open_store(database_url)
    sentence = str(error.value)
    assert "secret" not in sentence
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    "database_url",
    [
        "",
        "nonsense",
        "sqlite:///x.db",
        "mysql+aiomysql://me:secret@host/x",
        "postgresql://me:secret@host/x",
        "postgresql+asyncpg://me:secret@host:port/x",
    ],
)
async def test_an_address_that_makes_no_sense(database_url: str) -> None:
    assert await refusal(database_url) == (
        "DATABASE_URL cannot be read: write it like sqlite+aiosqlite:///data/backline.db "
        "or postgresql+asyncpg://user:password@host/name."
    )


async def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert await refusal(f"sqlite+aiosqlite:///{tmp_path}") == (
        f"The database {tmp_path} is a folder: set DATABASE_URL to a file in it, such as {tmp_path}/backline.db."
    )


async def test_a_file_in_place_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert await refusal(f"sqlite+aiosqlite:///{tmp_path}/data/backline.db") == (
        f"The database {tmp_path}/data/backline.db cannot be made: {tmp_path}/data is a file, not a folder."
    )


@pytest.fixture
def no_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user without rights; the tests may run as root, who may write everywhere."""
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)


@pytest.mark.usefixtures("no_rights")
async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    assert await refusal(f"sqlite+aiosqlite:///{tmp_path}/new/backline.db") == (
        f"The database {tmp_path}/new/backline.db cannot be written: give this user the right to write in {tmp_path}."
    )
    assert not (tmp_path / "new").exists()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Squats on Monday.\n" * 100)
    assert await refusal(f"sqlite+aiosqlite:///{file}") == (
        f"The database {file} is not an SQLite database: move that file away, or set DATABASE_URL to another one."
    )
    assert file.read_text().startswith("Squats on Monday.")


async def test_a_damaged_database(tmp_path: Path) -> None:
    file = tmp_path / "backline.db"
    store = await open_store(f"sqlite+aiosqlite:///{file}")
    await store.close()
    content = bytearray(file.read_bytes())
    content[100:] = b"\x99" * (len(content) - 100)
    file.write_bytes(content)
    assert "is damaged: put back a copy" in await refusal(f"sqlite+aiosqlite:///{file}")


async def test_a_database_held_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 20)
    file = tmp_path / "backline.db"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert await refusal(f"sqlite+aiosqlite:///{file}") == (
        f"The database {file} is held by another program: close that one and try again."
    )
    holder.close()


async def test_a_server_that_cannot_be_reached() -> None:
    assert await refusal("postgresql+asyncpg://me:secret@127.0.0.1:1/club?password=secret") == (
        "The database postgresql://me@127.0.0.1:1/club cannot be reached: "
        "check the host and port in DATABASE_URL and that the server runs."
    )


async def test_a_database_that_is_not_on_the_server(postgres_url: str) -> None:
    sentence = await refusal(f"{postgres_url}_missing")
    assert sentence.endswith("_missing is not there: create it with createdb, or correct the name in DATABASE_URL.")


@pytest.fixture
async def refusing_server(request: pytest.FixtureRequest) -> AsyncIterator[int]:
    """The port of a PostgreSQL that answers every login with the error code given."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # whether it speaks TLS: no
        writer.write(b"N")
        await reader.readexactly(int.from_bytes(await reader.readexactly(4)) - 4)
        fields = b"SFATAL\0VFATAL\0C" + request.param.encode() + b"\0Mrefused\0\0"
        writer.write(b"E" + (len(fields) + 4).to_bytes(4) + fields)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("refusing_server", "words"),
    [
        pytest.param("28P01", "refuses the password: check the user and password in DATABASE_URL.", id="password"),
        pytest.param("53300", "has too many connections: close some, or raise max_connections.", id="full"),
        pytest.param("57P03", "is starting up or shutting down: try again in a moment.", id="starting"),
    ],
    indirect=["refusing_server"],
)
async def test_a_server_that_refuses(refusing_server: int, words: str) -> None:
    sentence = await refusal(f"postgresql+asyncpg://me:secret@127.0.0.1:{refusing_server}/club")
    assert sentence == f"The database postgresql://me@127.0.0.1:{refusing_server}/club {words}"


async def test_a_missing_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    assert await refusal("postgresql+asyncpg://me:secret@127.0.0.1/club") == (
        "The database postgresql://me@127.0.0.1/club needs a package that is not installed: "
        'pip install "backline[postgres]".'
    )


async def test_a_database_in_memory_needs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = await open_store("sqlite+aiosqlite:///:memory:")
    await store.set_club_timezone(1, "UTC")
    assert await store.club_timezone(1) == "UTC"
    await store.close()
    assert os.listdir(tmp_path) == []
