"""Deliveries in the store: what is taken, by which process, and how it ended."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Decide, Turn
from bot.schedule.rule import zone_signature
from bot.storage.database import Database
from bot.storage.entries import UNDO
from bot.storage.rows import DELIVERY_COLUMNS, delivery_of, entry_of
from bot.storage.tables import ACTIVE, NEVER, TAKEN, delivery, entry, process, zone
from bot.storage.taking import Taken, due_entries, recompute, take, write_down

Pairs = list[tuple[Entry, Delivery]]
_KEPT = timedelta(days=90)
_SNOOZABLE = timedelta(days=30)
_EARLIEST = sa.select(entry.c.next_at).where(ACTIVE, entry.c.next_at < NEVER).order_by(entry.c.next_at).limit(1)


class Deliveries:
    """The part of the store about deliveries; every method is one transaction."""

    _database: Database
    _new_id: Callable[[], str]
    _holder: str

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return self._database.shared

    async def heartbeat(self, now: datetime, lease: timedelta) -> int:
        """Say that this process lives for another `lease`; how many processes do, this one included."""
        if not self.shared:
            return 1
        values = {"id": self._holder, "alive_until": now + lease}
        seen = postgresql.insert(process).values(values)
        async with self._database.writing() as connection:
            await connection.execute(seen.on_conflict_do_update(index_elements=["id"], set_=values))
            alive = sa.select(sa.func.count()).select_from(process).where(process.c.alive_until > now)
            return max(1, await connection.scalar(alive) or 0)

    async def take_due(self, now: datetime, decide: Decide, limit: int = 50) -> Turn:
        """Take up to `limit` due entries, each for one caller only: the entry as it was, and its delivery.

        A backlog becomes the latest occurrence. One later than its entry's patience comes back in state `skipped`, is
        not to be posted and leaves the progress where it was.
        """
        async with self._database.writing() as connection:
            due = await due_entries(connection, now, limit)
            taken = [take(one, now, decide, self._new_id) for one in due]
            pairs = await write_down(connection, self._holder, taken)
            return Turn(pairs, await connection.scalar(_EARLIEST))

    async def take_now(self, entry_id: int, now: datetime, decide: Decide) -> tuple[Entry, Delivery] | None:
        """Take an entry outside its schedule, due in this minute; None when it is gone or was taken this minute."""
        minute = now.replace(second=0, microsecond=0)
        query = sa.select(entry).where(entry.c.id == entry_id, entry.c.removed_at.is_(None)).with_for_update()
        taken_before = sa.select(delivery.c.id).where(delivery.c.entry_id == entry_id, delivery.c.due_at == minute)
        async with self._database.writing() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None or await connection.scalar(taken_before):
                return None
            was = entry_of(row)
            content, progress = decide(was, minute)
            fresh = Delivery(self._new_id(), was.id, minute, content, channel_id=was.channel_id)
            taken = Taken(was, replace(was, progress=progress), fresh)
            return (await write_down(connection, self._holder, [taken]))[0]

    async def take_over(self, now: datetime) -> Pairs:
        """Take up what processes that live no more had taken and not recorded, earliest due first.

        A database in a file has one process at a time: whatever another one holds is left over.
        """
        alive = sa.select(process.c.id).where(process.c.id == delivery.c.holder, process.c.alive_until > now)
        orphaned = [TAKEN, delivery.c.holder != self._holder]
        if self.shared:
            orphaned.append(~alive.exists())
        async with self._database.writing() as connection:
            found = sa.select(delivery.c.id).where(*orphaned).with_for_update(skip_locked=True)
            ids = list((await connection.execute(found)).scalars())
            if not ids:
                return []
            await connection.execute(sa.update(delivery).where(delivery.c.id.in_(ids)).values(holder=self._holder))
            pairs = sa.select(*entry.c, *DELIVERY_COLUMNS).join(delivery).where(delivery.c.id.in_(ids))
            return await self._pairs(connection, pairs.where(entry.c.removed_at.is_(None)))

    async def in_hand(self) -> Pairs:
        """What this process took and has not recorded, earliest due first; what was removed is left out."""
        mine = (TAKEN, delivery.c.holder == self._holder, entry.c.removed_at.is_(None))
        async with self._database.reading() as connection:
            return await self._pairs(connection, sa.select(*entry.c, *DELIVERY_COLUMNS).join(delivery).where(*mine))

    async def _pairs(self, connection: AsyncConnection, query: sa.Select[Any]) -> Pairs:
        rows = await connection.execute(query.order_by(delivery.c.due_at, delivery.c.entry_id))
        return [(entry_of(row), delivery_of(row)) for row in rows]

    async def record(self, ended: Delivery) -> bool:
        """Note how a taken delivery ended; False when it is gone or was noted before."""
        mine = (delivery.c.id == ended.id, delivery.c.state == "taken")
        values = {
            "state": ended.state, "message_id": ended.message_id, "detail": ended.detail, "channel_id": ended.channel_id
        }  # fmt: skip
        async with self._database.writing() as connection:
            return (await connection.execute(sa.update(delivery).where(*mine).values(values))).rowcount == 1

    async def next_due(self) -> datetime | None:
        """When the earliest active entry is due, aware UTC; None when there is none."""
        async with self._database.reading() as connection:
            return await connection.scalar(_EARLIEST)

    async def delivery(self, delivery_id: str) -> Delivery | None:
        """One delivery, or None."""
        async with self._database.reading() as connection:
            query = sa.select(*DELIVERY_COLUMNS).where(delivery.c.id == delivery_id)
            row = (await connection.execute(query)).one_or_none()
            return delivery_of(row) if row else None

    async def last_deliveries(self, entry_id: int, count: int) -> list[Delivery]:
        """The latest `count` deliveries of an entry, the latest due first."""
        query = sa.select(*DELIVERY_COLUMNS).where(delivery.c.entry_id == entry_id)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(delivery.c.due_at.desc()).limit(count))
            return [delivery_of(row) for row in rows]

    async def tidy(self, now: datetime) -> None:
        """Forget for good what was removed, one-off reminders long over, old deliveries, and processes no more seen."""
        recent = sa.select(delivery.c.id).where(
            delivery.c.entry_id == entry.c.id, delivery.c.due_at >= now - _SNOOZABLE
        )
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(entry).where(entry.c.removed_at < now - UNDO))
            finished = (entry.c.personal, entry.c.next_at >= NEVER, ~recent.exists())
            await connection.execute(sa.delete(entry).where(*finished))
            await connection.execute(sa.delete(delivery).where(delivery.c.due_at < now - _KEPT, ~TAKEN))
            await connection.execute(sa.delete(process).where(process.c.alive_until < now - timedelta(days=1)))

    async def renew_zones(self, now: datetime) -> int:
        """Compute anew the next times in zones whose rules have changed; how many entries moved."""
        async with self._database.reading() as connection:
            used = set((await connection.execute(sa.select(entry.c.zone).distinct())).scalars())
            known = {row.name: row.signature for row in await connection.execute(sa.select(zone))}
        fresh = await asyncio.to_thread(lambda: {name: zone_signature(name) for name in sorted(used)})
        news = {name: signature for name, signature in fresh.items() if known.get(name) != signature}
        if not news:
            return 0
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(zone).where(zone.c.name.in_(news)))
            await connection.execute(sa.insert(zone), [{"name": n, "signature": s} for n, s in news.items()])
            # A zone that is gone stays as it is: its entries pause, with the reason, when they are due.
            changed = [name for name, signature in news.items() if name in known and signature]
            return await recompute(connection, changed, now)
