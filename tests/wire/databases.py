"""Databases for the processes under test: filled before they start, read after they ended."""

import os
import secrets
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.schedule.entry import Entry
from bot.schedule.rule import Rule
from bot.storage.engine import open_store

from .payloads import CAPTAIN_ID, CHANNEL_ID, GUILD_ID

HOST, PORT = "127.0.0.1", 5432
_SERVER = f"postgres@{HOST}:{PORT}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One delivery as the database has it."""

    id: str
    entry_id: int
    state: str
    message_id: int | None
    detail: str


def sqlite_url(folder: Path) -> str:
    """Where the process keeps its database when nothing else is said."""
    return f"sqlite+aiosqlite:///{folder.as_posix()}/backline.db"


def postgres_url(name: str) -> str:
    return f"postgresql+asyncpg://{_SERVER}/{name}"


def needs_postgres() -> None:
    """Skip the test where no PostgreSQL listens, except where everything must be checked."""
    try:
        socket.create_connection((HOST, PORT), timeout=1).close()
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL listens on {HOST}:{PORT}")


async def on_server(*statements: str, database: str = "postgres") -> None:
    """Carry out statements on the PostgreSQL server."""
    connection = await asyncpg.connect(f"postgresql://{_SERVER}/{database}")
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def postgres_database(template: str = "template1") -> AsyncIterator[str]:
    """The name of a new database, a copy of another one, dropped in the end."""
    name = f"backline_wire_{os.getpid()}_{secrets.token_hex(4)}"
    await on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        await on_server(f"DROP DATABASE {name} WITH (FORCE)")


def due_just_now(late: timedelta = timedelta(minutes=5)) -> tuple[Rule, datetime]:
    """A daily rule that came round so long ago, and a moment before that to keep an entry at."""
    due = datetime.now(UTC).replace(second=0, microsecond=0) - late
    return Rule(frozenset(range(7)), due.time(), "UTC"), due - timedelta(minutes=1)


async def add_due(url: str, *, channel: str | None = CHANNEL_ID, program: str = "beginner", **more: Any) -> Entry:
    """An entry that should have been posted just now; without a channel, to its person alone."""
    rule, before = due_just_now()
    usual = {"guild_id": int(GUILD_ID) if channel else None, "user_id": int(CAPTAIN_ID)}
    store = await open_store(url)
    try:
        return await store.add_entry(
            channel_id=int(channel) if channel else None, program=program, rule=rule, now=before, **usual | more
        )
    finally:
        await store.close()


async def kept(url: str) -> list[Kept]:
    """Every delivery in the database, in the order of their entries; read without any code of ours."""
    query = "SELECT id, entry_id, state, message_id, detail FROM delivery ORDER BY entry_id, due_at"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.partition(":///")[2])) as file:
            return [Kept(*row) for row in file.execute(query)]
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return [Kept(*row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def entry_of(url: str, entry_id: int) -> Entry:
    """An entry as the database has it."""
    store = await open_store(url)
    try:
        found = await store.entry(entry_id)
        assert found is not None
        return found
    finally:
        await store.close()


async def moved_on(url: str, entry_id: int) -> None:
    """Resume a paused entry, at another time of the day which came round just now."""
    rule, before = due_just_now(timedelta(minutes=3))
    store = await open_store(url)
    try:
        await store.change_entry(entry_id, lambda one: replace(one, paused=None, rule=rule), before)
    finally:
        await store.close()
