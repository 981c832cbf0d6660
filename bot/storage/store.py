"""The one store: entries, deliveries, a club's answers, and what clubs and members set, as the rooms' own dataclasses.

Every method is one transaction and raises `StorageError` while the database is away. Nobody outside this package
sees a row, a session or an engine.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.club import ClubAnswer
from bot.schedule.entry import Delivery, Entry, Progress, State, new_delivery_id
from bot.schedule.ports import Decide
from bot.schedule.rule import Rule, next_after
from bot.storage.database import Database
from bot.storage.rows import (
    DELIVERY_COLUMNS,
    club_answer_of,
    club_answer_values,
    delivery_of,
    entry_of,
    progress_values,
    rule_values,
)
from bot.storage.tables import club, club_answer, delivery, entry, member
from bot.storage.taking import due_entries, take


class Store:
    """Where a club's schedules and its members' reminders are kept; made by `open_store`, ended by `close`."""

    def __init__(self, database: Database, new_id: Callable[[], str] = new_delivery_id) -> None:
        self._database = database
        self._new_id = new_id

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()

    # Entries

    async def add_entry(
        self, *, guild_id: int | None, channel_id: int | None, user_id: int, program: str, rule: Rule, now: datetime
    ) -> Entry:
        """Keep a new entry, first due after `now`; `channel_id` None sends it to the person directly."""
        values: dict[str, object] = {
            "guild_id": guild_id,
            "channel_id": channel_id,
            "user_id": user_id,
            "program": program,
            "next_at": next_after(rule, now),
            **rule_values(rule),
            **progress_values(Progress()),
        }
        async with self._database.writing() as connection:
            result = await connection.execute(sa.insert(entry).values(values).returning(*entry.c))
            return entry_of(result.one())

    async def entry(self, entry_id: int) -> Entry | None:
        """The entry with this id, or None."""
        found = await self._entries(entry.c.id == entry_id)
        return found[0] if found else None

    async def entries_of_guild(self, guild_id: int) -> list[Entry]:
        """What is posted in the channels of a club, oldest first."""
        return await self._entries(entry.c.guild_id == guild_id, entry.c.channel_id.is_not(None))

    async def entries_of_member(self, user_id: int) -> list[Entry]:
        """What a person gets by direct message, oldest first."""
        return await self._entries(entry.c.user_id == user_id, entry.c.channel_id.is_(None))

    async def remove_entry(self, entry_id: int) -> bool:
        """Forget an entry and its deliveries; False when it was not there."""
        async with self._database.writing() as connection:
            result = await connection.execute(sa.delete(entry).where(entry.c.id == entry_id))
            return result.rowcount == 1

    async def pause_entry(self, entry_id: int, reason: str) -> bool:
        """Post nothing more for an entry, and keep the reason to show; False when it is not there."""
        async with self._database.writing() as connection:
            result = await connection.execute(sa.update(entry).where(entry.c.id == entry_id).values(paused=reason))
            return result.rowcount == 1

    async def resume_entry(self, entry_id: int, now: datetime) -> Entry | None:
        """Let an entry post again, from its next occurrence after `now`; None when it is not there."""
        async with self._database.writing() as connection:
            row = (await connection.execute(sa.select(entry).where(entry.c.id == entry_id))).one_or_none()
            if row is None:
                return None
            values = {"paused": None, "next_at": next_after(entry_of(row).rule, now)}
            statement = sa.update(entry).where(entry.c.id == entry_id).values(values).returning(*entry.c)
            return entry_of((await connection.execute(statement)).one())

    async def _entries(self, *conditions: sa.ColumnElement[bool]) -> list[Entry]:
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(entry).where(*conditions).order_by(entry.c.id))
            return [entry_of(row) for row in rows]

    # Deliveries

    async def take_due(
        self, now: datetime, patience: timedelta, decide: Decide, limit: int = 50
    ) -> list[tuple[Entry, Delivery]]:
        """Take up to `limit` due entries, each for one caller only: the entry as it was, and its delivery.

        A backlog becomes the latest occurrence. One later than `patience` comes back in state `skipped`, is not to
        be posted and leaves the progress where it was.
        """
        async with self._database.writing() as connection:
            pairs: list[tuple[Entry, Delivery]] = []
            for due in await due_entries(connection, now, limit):
                taken = await take(connection, due, now, patience, decide, self._new_id)
                if taken is not None:
                    pairs.append((due, taken))
            return pairs

    async def unfinished(self) -> list[tuple[Entry, Delivery]]:
        """Deliveries taken and not recorded, the earliest due first, with their entries."""
        query = sa.select(*entry.c, *DELIVERY_COLUMNS).join(delivery).where(delivery.c.state == "taken")
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(delivery.c.due_at, delivery.c.entry_id))
            return [(entry_of(row), delivery_of(row)) for row in rows]

    async def record(self, delivery_id: str, state: State, message_id: int | None = None, detail: str = "") -> bool:
        """Note how a taken delivery ended; False when it is gone or was noted before."""
        mine = (delivery.c.id == delivery_id, delivery.c.state == "taken")
        values = {"state": state, "message_id": message_id, "detail": detail}
        async with self._database.writing() as connection:
            return (await connection.execute(sa.update(delivery).where(*mine).values(values))).rowcount == 1

    async def next_due(self) -> datetime | None:
        """When the earliest active entry is due, aware UTC; None when there is none."""
        async with self._database.reading() as connection:
            return await connection.scalar(sa.select(sa.func.min(entry.c.next_at)).where(entry.c.paused.is_(None)))

    async def last_deliveries(self, entry_id: int, count: int) -> list[Delivery]:
        """The latest `count` deliveries of an entry, the latest due first."""
        query = sa.select(*DELIVERY_COLUMNS).where(delivery.c.entry_id == entry_id)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(delivery.c.due_at.desc()).limit(count))
            return [delivery_of(row) for row in rows]

    # A club's answers

    async def club_answers(self, guild_id: int) -> list[ClubAnswer]:
        """The answers a club's captains wrote, oldest first."""
        query = sa.select(club_answer).where(club_answer.c.guild_id == guild_id).order_by(club_answer.c.id)
        async with self._database.reading() as connection:
            return [club_answer_of(row) for row in await connection.execute(query)]

    async def add_club_answer(
        self, *, guild_id: int, question: str, answer: str, other_ways: Sequence[str], created_by: int
    ) -> ClubAnswer:
        """Keep a new answer of a club."""
        values = club_answer_values(question, answer, other_ways) | {"guild_id": guild_id, "created_by": created_by}
        async with self._database.writing() as connection:
            result = await connection.execute(sa.insert(club_answer).values(values).returning(*club_answer.c))
            return club_answer_of(result.one())

    async def edit_club_answer(
        self, guild_id: int, answer_id: int, *, question: str, answer: str, other_ways: Sequence[str]
    ) -> bool:
        """Put new texts in place of an answer's; False when this club has no such answer."""
        mine = (club_answer.c.guild_id == guild_id, club_answer.c.id == answer_id)
        values = club_answer_values(question, answer, other_ways)
        async with self._database.writing() as connection:
            return (await connection.execute(sa.update(club_answer).where(*mine).values(values))).rowcount == 1

    async def remove_club_answer(self, guild_id: int, answer_id: int) -> bool:
        """Forget an answer; False when this club has no such answer."""
        mine = (club_answer.c.guild_id == guild_id, club_answer.c.id == answer_id)
        async with self._database.writing() as connection:
            return (await connection.execute(sa.delete(club_answer).where(*mine))).rowcount == 1

    # What clubs and members set

    async def club_timezone(self, guild_id: int) -> str | None:
        """The zone a captain set for the club, or None."""
        return await self._setting(club.c.timezone, club.c.guild_id, guild_id)

    async def set_club_timezone(self, guild_id: int, timezone: str | None) -> None:
        """Keep the club's zone, an IANA name; None forgets it."""
        await self._set(club.c.timezone, timezone, club.c.guild_id, guild_id)

    async def club_country(self, guild_id: int) -> str | None:
        """The ISO code of the country a captain set for the club, or None."""
        return await self._setting(club.c.country, club.c.guild_id, guild_id)

    async def set_club_country(self, guild_id: int, country: str | None) -> None:
        """Keep the club's country, an ISO code; None forgets it."""
        await self._set(club.c.country, country, club.c.guild_id, guild_id)

    async def member_timezone(self, user_id: int) -> str | None:
        """The zone a member set, or None."""
        return await self._setting(member.c.timezone, member.c.user_id, user_id)

    async def set_member_timezone(self, user_id: int, timezone: str | None) -> None:
        """Keep the member's zone, an IANA name; None forgets it."""
        await self._set(member.c.timezone, timezone, member.c.user_id, user_id)

    async def _setting(self, column: sa.Column[str], key: sa.Column[int], owner: int) -> str | None:
        async with self._database.reading() as connection:
            return await connection.scalar(sa.select(column).where(key == owner))

    async def _set(self, column: sa.Column[str], value: str | None, key: sa.Column[int], owner: int) -> None:
        async with self._database.writing() as connection:
            statement = _insert(connection, column.table).values({key.name: owner, column.name: value})
            await connection.execute(
                statement.on_conflict_do_update(index_elements=[key.name], set_={column.name: value})
            )


def _insert(connection: AsyncConnection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
