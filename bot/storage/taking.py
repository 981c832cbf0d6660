"""Taking what is due, in one transaction: a delivery is written down and its entry moves on before anything is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Decide
from bot.schedule.rule import latest_due, next_after
from bot.storage.rows import delivery_values, entry_of, progress_values
from bot.storage.tables import delivery, entry


async def due_entries(connection: AsyncConnection, now: datetime, limit: int) -> list[Entry]:
    """Active entries due by `now`, earliest first, locked until the transaction ends.

    On PostgreSQL rows that another process holds are passed over; SQLite has one writer at a time anyway.
    """
    query = (
        sa.select(entry)
        .where(entry.c.paused.is_(None), entry.c.next_at <= now)
        .order_by(entry.c.next_at, entry.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [entry_of(row) for row in await connection.execute(query)]


async def take(
    connection: AsyncConnection,
    due: Entry,
    now: datetime,
    patience: timedelta,
    decide: Decide,
    new_id: Callable[[], str],
) -> Delivery | None:
    """Write down the delivery of a due entry and move the entry on; None when this occurrence was taken before."""
    try:
        due_at, next_at = latest_due(due.rule, due.next_at, now), next_after(due.rule, now)
    except ZoneInfoNotFoundError:
        # One entry that nobody can compute must not hold up all the others.
        await _change(connection, due.id, {"paused": f"The time zone {due.rule.zone} is not known here any more."})
        return None
    content, progress = decide(due, due_at)
    late = now - due_at > patience
    taken = Delivery(
        new_id(), due.id, due_at, content, "skipped" if late else "taken", None, _lateness(now - due_at) if late else ""
    )
    values: dict[str, object] = {"next_at": next_at}
    if not late:
        values |= progress_values(progress)
    await _change(connection, due.id, values)
    return taken if await _insert(connection, taken) else None


async def _change(connection: AsyncConnection, entry_id: int, values: dict[str, object]) -> None:
    await connection.execute(sa.update(entry).where(entry.c.id == entry_id).values(values))


async def _insert(connection: AsyncConnection, taken: Delivery) -> bool:
    # A clock set back could bring an occurrence round a second time: then it is left alone.
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(delivery).values(delivery_values(taken)).on_conflict_do_nothing(index_elements=["entry_id", "due_at"])
    )
    return (await connection.execute(statement)).rowcount == 1


def _lateness(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    return f"{hours} hours late" if hours < 48 else f"{hours // 24} days late"
