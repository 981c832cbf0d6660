"""Transactions: the one place where a connection is borrowed, and where a database that is away becomes one error."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import StaticPool

from bot.storage.address import Address
from bot.storage.faults import is_outage, storage_error


class Database:
    """An engine, lent out one transaction at a time; raises `StorageError` while the database is away."""

    def __init__(self, engine: AsyncEngine, address: Address) -> None:
        self._engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        self._address = address
        # In memory there is one connection for everybody, and it holds one transaction at a time.
        self._alone = asyncio.Lock() if isinstance(engine.pool, StaticPool) else None
        # A file has one writer at a time: ours queue here, in order, rather than poll its lock until they give up.
        self._in_turn = asyncio.Lock() if address.is_sqlite and self._alone is None else None

    @property
    def shared(self) -> bool:
        """Whether other processes may work on it: a file belongs to one at a time."""
        return not self._address.is_sqlite

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads."""
        return self._transaction(self._engine, self._alone)

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that writes; on SQLite it holds the file's write lock from its first moment."""
        return self._transaction(self._writer, self._alone or self._in_turn)

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, lock: asyncio.Lock | None) -> AsyncIterator[AsyncConnection]:
        try:
            async with AsyncExitStack() as stack:
                if lock is not None:
                    await stack.enter_async_context(lock)
                yield await stack.enter_async_context(engine.begin())
        except Exception as error:
            if is_outage(error):
                raise storage_error(self._address, error) from error
            raise

    async def close(self) -> None:
        """Give back every connection."""
        await self._engine.dispose()
