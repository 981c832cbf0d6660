"""What a club and its members set: their zones, a club's country, its long run and its own answers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.club import ClubAnswer
from bot.storage.database import Database
from bot.storage.rows import club_answer_of, club_answer_values
from bot.storage.tables import club, club_answer, member


class Clubs:
    """The part of the store about clubs and members; every method is one transaction."""

    _database: Database

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

    async def long_run(self, guild_id: int) -> int | None:
        """The weekday of the club's long run, 0 is Monday, or None."""
        async with self._database.reading() as connection:
            return await connection.scalar(sa.select(club.c.long_run).where(club.c.guild_id == guild_id))

    async def set_long_run(self, guild_id: int, day: int | None) -> None:
        """Keep the weekday of the club's long run, 0 is Monday; None forgets it."""
        await self._set(club.c.long_run, day, club.c.guild_id, guild_id)

    async def _setting(self, column: sa.Column[str], key: sa.Column[int], owner: int) -> str | None:
        async with self._database.reading() as connection:
            return await connection.scalar(sa.select(column).where(key == owner))

    async def _set(self, column: sa.Column[Any], value: str | int | None, key: sa.Column[int], owner: int) -> None:
        async with self._database.writing() as connection:
            statement = _insert(connection, column.table).values({key.name: owner, column.name: value})
            await connection.execute(
                statement.on_conflict_do_update(index_elements=[key.name], set_={column.name: value})
            )


def _insert(connection: AsyncConnection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
