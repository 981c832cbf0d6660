"""Databases to measure on: a file of SQLite, and a database of its own on the PostgreSQL of this machine."""

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import asyncpg

HOST, PORT, USER = "127.0.0.1", 5432, "postgres"


@dataclass(frozen=True, slots=True)
class Place:
    """A database with two addresses: Backline's, and the one that APScheduler's job store understands."""

    name: str
    ours: str
    theirs: str


@contextmanager
def places() -> Iterator[list[Place]]:
    """SQLite, and PostgreSQL where one listens; both are empty, and gone afterwards."""
    with TemporaryDirectory(prefix="backline-bench-") as folder, ExitStack() as stack:
        # Two files: SQLite has one writer at a time, and neither shall wait for the other.
        ours, theirs = (f"{folder}/{name}.db" for name in ("backline", "apscheduler"))
        found = [Place("SQLite", f"sqlite+aiosqlite:///{ours}", f"sqlite:///{theirs}")]
        if _listens():
            found.append(stack.enter_context(_postgres()))
        yield found


@contextmanager
def _postgres() -> Iterator[Place]:
    name = f"backline_bench_{os.getpid()}"
    _execute(f"CREATE DATABASE {name}")
    try:
        rest = f"{USER}:trusted@{HOST}:{PORT}/{name}"
        yield Place("PostgreSQL", f"postgresql+asyncpg://{rest}", f"postgresql+psycopg2://{rest}")
    finally:
        _execute(f"DROP DATABASE {name} WITH (FORCE)")


def _listens() -> bool:
    try:
        socket.create_connection((HOST, PORT), timeout=1).close()
    except OSError:
        return False
    return True


def _execute(statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(host=HOST, port=PORT, user=USER, database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
