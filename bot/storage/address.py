"""Where a database is, from its URL, and how it is named to people: never with its password."""

import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageError

_UNREADABLE = (
    "DATABASE_URL cannot be read: write it like sqlite+aiosqlite:///data/backline.db "
    "or postgresql+asyncpg://user:password@host/name."
)


@dataclass(frozen=True, slots=True)
class Address:
    """A database URL taken apart; `file` is None for PostgreSQL and for SQLite in memory."""

    url: sa.URL
    shown: str
    file: Path | None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, in a file or in memory."""
        return self.url.drivername == "sqlite+aiosqlite"

    def problem(self) -> str | None:
        """Why the SQLite file cannot be used, in a sentence; None when nothing stands in the way."""
        if self.file is None:
            return None
        try:
            return self._problem(self.file.absolute())
        except OSError as error:
            return f"The database {self.shown} cannot be looked at ({error.strerror}): check the rights of its folders."

    def _problem(self, file: Path) -> str | None:
        if file.is_dir():
            inside = f"{self.shown}/backline.db"
            return f"The database {self.shown} is a folder: set DATABASE_URL to a file in it, such as {inside}."
        nearest = next(place for place in file.parents if place.exists())
        if not nearest.is_dir():
            return f"The database {self.shown} cannot be made: {nearest} is a file, not a folder."
        if not os.access(nearest, os.W_OK | os.X_OK):
            return f"The database {self.shown} cannot be written: give this user the right to write in {nearest}."
        if file.exists() and not os.access(file, os.R_OK | os.W_OK):
            return f"The database {self.shown} cannot be written: give this user the right to write the file."
        return None


def read_address(database_url: str) -> Address:
    """The address in `database_url`; raises `StorageError`, which does not repeat it, when it makes no sense."""
    try:
        url = sa.make_url(database_url)
    except (ArgumentError, ValueError):
        raise StorageError(_UNREADABLE) from None
    kind = url.drivername
    if kind == "sqlite+aiosqlite":
        file = None if url.database in {None, "", ":memory:"} else Path(str(url.database)).expanduser()
        return Address(url, "in memory" if file is None else str(file), file)
    if kind == "postgresql+asyncpg":
        port = f":{url.port}" if url.port else ""
        user = f"{url.username}@" if url.username else ""
        return Address(url, f"postgresql://{user}{url.host or ''}{port}/{url.database or ''}", None)
    raise StorageError(_UNREADABLE)
