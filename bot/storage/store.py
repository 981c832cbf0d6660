"""The one store: entries, deliveries, a club's answers, and what clubs and members set, as the rooms' own dataclasses.

Every method is one transaction and raises `StorageError` while the database is away. Nobody outside this package
sees a row, a session or an engine.
"""

from collections.abc import Callable

from bot.schedule.entry import new_delivery_id
from bot.storage.clubs import Clubs
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries
from bot.storage.entries import Entries


class Store(Entries, Deliveries, Clubs):
    """Where a club's schedules and its members' reminders are kept; made by `open_store`, ended by `close`."""

    def __init__(self, database: Database, new_id: Callable[[], str] = new_delivery_id) -> None:
        self._database = database
        self._new_id = new_id
        self._holder = new_delivery_id()

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()
