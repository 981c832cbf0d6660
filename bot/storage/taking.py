"""Taking what is due, in one transaction: a delivery is written down and its entry moves on before anything is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Decide
from bot.schedule.rule import latest_and_next, next_after
from bot.storage.rows import delivery_values, entry_of, progress_values
from bot.storage.tables import ACTIVE, NEVER, delivery, entry

# Further than a zone's rules ever shift a wall-clock time.
_SHIFT = timedelta(hours=3)
_MOMENT = timedelta(seconds=1)


# Whoever has a thousand due must not fill the whole of what is taken: owners take turns here as in the lanes.
_OWNER = sa.case(
    (sa.or_(entry.c.guild_id.is_(None), entry.c.channel_id.is_(None)), -entry.c.user_id), else_=entry.c.guild_id
)
_DUE = (ACTIVE, entry.c.next_at <= sa.bindparam("now"))
_TURN = sa.func.row_number().over(partition_by=_OWNER, order_by=(entry.c.next_at, entry.c.id))
_RANKED = sa.select(entry.c.id, _TURN.label("turn")).where(*_DUE).subquery()
# Built once: that costs as much as a question to the database.
_NEXT_IN_TURN = (
    sa.select(entry)
    .join(_RANKED, _RANKED.c.id == entry.c.id)
    .where(*_DUE)  # again: on PostgreSQL, what is locked at last is looked at once more
    .order_by(_RANKED.c.turn, entry.c.next_at, entry.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
    .with_for_update(of=entry, skip_locked=True)
)


async def due_entries(connection: AsyncConnection, now: datetime, limit: int) -> list[Entry]:
    """Active entries due by `now`, locked until the transaction ends: every owner's earliest, then every second, …

    On PostgreSQL rows that another process holds are passed over; SQLite has one writer at a time anyway.
    """
    rows = await connection.execute(_NEXT_IN_TURN, {"now": now, "limit": limit})
    return [entry_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Taken:
    """A due entry as it is to be kept from now on, and its delivery; none when this was no occurrence after all."""

    was: Entry
    entry: Entry
    delivery: Delivery | None


def take(due: Entry, now: datetime, decide: Decide, new_id: Callable[[], str]) -> Taken:
    """What a due entry posts, and where it stands afterwards. Pure."""
    try:
        due_at, next_at = _due_and_next(due, now)
    except ZoneInfoNotFoundError:
        # One entry that nobody can compute must not hold up all the others.
        return Taken(due, replace(due, paused=f"The time zone {due.rule.zone} is not known here any more."), None)
    if due_at is None:
        return Taken(due, replace(due, next_at=next_at), None)
    content, progress = decide(due, due_at)
    late = now - due_at > due.patience
    detail = _lateness(now - due_at) if late else ""
    state = "skipped" if late else "taken"
    taken = Delivery(new_id(), due.id, due_at, content, state, None, detail, due.channel_id)
    kept = due.progress if late else progress
    return Taken(due, replace(due, next_at=next_at, progress=kept), taken)


def _due_and_next(due: Entry, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The occurrence that is due, and the one that follows.

    None is due when the zone's rules have changed and what was due has not come yet.
    """
    if due.next_at is None:
        return None, next_after(due.rule, now)
    first = next_after(due.rule, due.next_at - _MOMENT)
    if first != due.next_at:
        first = next_after(due.rule, due.next_at - _SHIFT)
    if first is None or first > now:
        return None, first
    return latest_and_next(due.rule, first, now)


async def write_down(
    connection: AsyncConnection, holder: str, all_taken: Sequence[Taken]
) -> list[tuple[Entry, Delivery]]:
    """Keep what was taken; gives the deliveries that are new: an occurrence that came round before is left alone."""
    fresh = await _new_deliveries(connection, holder, all_taken)
    if all_taken:
        moved = sa.update(entry).where(entry.c.id == sa.bindparam("key"))
        await connection.execute(moved, [_kept(one, fresh) for one in all_taken])
    return [(one.was, one.delivery) for one in all_taken if one.delivery and one.delivery.id in fresh]


async def _new_deliveries(connection: AsyncConnection, holder: str, all_taken: Sequence[Taken]) -> set[str]:
    """Write the deliveries down; gives the ids of those whose occurrence was not there before."""
    rows = [delivery_values(one.delivery) | {"holder": holder} for one in all_taken if one.delivery]
    if not rows:
        return set()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(delivery).on_conflict_do_nothing(index_elements=["entry_id", "due_at"]).returning(delivery.c.id)
    return set((await connection.execute(statement, rows)).scalars())


async def recompute(connection: AsyncConnection, zones: Sequence[str], now: datetime) -> int:
    """Compute anew the coming times of the entries in these zones; how many have moved."""
    query = sa.select(entry).where(entry.c.zone.in_(zones), entry.c.next_at > now, entry.c.next_at < NEVER)
    moved = 0
    for one in map(entry_of, (await connection.execute(query)).all()):
        next_at = next_after(one.rule, now) or NEVER
        if next_at != one.next_at:
            await connection.execute(sa.update(entry).where(entry.c.id == one.id).values(next_at=next_at))
            moved += 1
    return moved


def _kept(one: Taken, fresh: set[str]) -> dict[str, object]:
    # What is not posted a second time does not count as a session a second time.
    progress = one.entry.progress if one.delivery and one.delivery.id in fresh else one.was.progress
    after = one.entry
    return {"key": after.id, "next_at": after.next_at or NEVER, "paused": after.paused, **progress_values(progress)}


def _lateness(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    if hours < 1:
        return f"{int(late.total_seconds() // 60)} minutes late"
    return f"{hours} hours late" if hours < 48 else f"{hours // 24} days late"
