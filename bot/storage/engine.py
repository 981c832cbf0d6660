"""Opening a database: its address, the engine with SQLite set right, migrations, and the sentences when it fails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.errors import StorageError
from bot.schedule.entry import new_delivery_id
from bot.storage.address import Address, read_address
from bot.storage.database import Database
from bot.storage.faults import storage_error
from bot.storage.store import Store

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 5000
# Two processes that start together on one PostgreSQL migrate one after the other; any number nobody else uses.
_MIGRATION_LOCK = 7_265_111
_CONNECT_SECONDS = 10
# A process that stands still in the middle of a transaction keeps nobody from its rows for longer.
STILL_MILLISECONDS = 10_000
# A traceback in the log shows the statement, never the values in it.
_QUIET = {"hide_parameters": True}


async def open_store(database_url: str, *, new_id: Callable[[], str] = new_delivery_id) -> Store:
    """The store in `database_url`, brought up to date; raises `StorageError` with what to try."""
    address = read_address(database_url)
    if address.file is not None:
        _make_folder(address, address.file)
    engine = make_engine(address)
    try:
        async with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            await connection.run_sync(migrate, address)
    except BaseException as error:
        await engine.dispose()
        if isinstance(error, Exception):
            raise storage_error(address, error) from error
        raise
    return Store(Database(engine, address), new_id)


def make_engine(address: Address, *, readonly: bool = False) -> AsyncEngine:
    """An engine that has not connected yet; `readonly` opens an SQLite file without ever writing to it."""
    if not address.is_sqlite:
        try:
            settings = {"idle_in_transaction_session_timeout": str(STILL_MILLISECONDS)}
            connect = {"timeout": _CONNECT_SECONDS, "server_settings": settings}
            return create_async_engine(address.url, pool_pre_ping=True, connect_args=connect, **_QUIET)
        except (ImportError, SQLAlchemyError) as error:
            raise storage_error(address, error) from error
    if address.file is None:
        engine = create_async_engine("sqlite+aiosqlite:///:memory:", poolclass=StaticPool, **_QUIET)
    elif readonly:
        engine = create_async_engine(f"sqlite+aiosqlite:///{_readonly_uri(address.file)}", **_QUIET)
    else:
        engine = create_async_engine(sa.URL.create("sqlite+aiosqlite", database=str(address.file)), **_QUIET)
    event.listen(engine.sync_engine, "connect", _connection_pragmas if readonly else _file_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def migrate(connection: sa.Connection, address: Address) -> None:
    """Bring the tables to the newest revision, within the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
    refuse_newer(connection, address)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def refuse_newer(connection: sa.Connection, address: Address) -> None:
    """Raise `StorageError` when the database was written by a version of this program that is not out here yet."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    unknown = sorted(set(MigrationContext.configure(connection).get_current_heads()) - known)
    if unknown:
        raise StorageError(
            f"The database {address.shown} belongs to a newer backline (revision {unknown[0]}): "
            "install that version, or put back the copy from before the update."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _make_folder(address: Address, file: Path) -> None:
    if problem := address.problem():
        raise StorageError(problem)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(address, error) from error


def _readonly_uri(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro&uri=true"


def _file_pragmas(connection: Any, record: object) -> None:
    _connection_pragmas(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was promised survives a power cut
    cursor.close()


def _connection_pragmas(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing: `_begin` does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # The driver's own BEGIN comes too late for CREATE TABLE: a failed migration would leave half of itself behind.
    # IMMEDIATE for what will write: two that read first and write later would end in a deadlock.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")
