"""Entries in the store: what is scheduled, by whom, and every change to it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.schedule.entry import PATIENCE, Entry
from bot.schedule.rotation import AGAIN
from bot.schedule.rule import Rule, next_after
from bot.storage.database import Database
from bot.storage.rows import entry_of, entry_values
from bot.storage.tables import NEVER, TAKEN, delivery, entry

UNDO = timedelta(minutes=10)
"""How long a removed entry can be put back."""
_PRESENT = entry.c.removed_at.is_(None)


class Entries:
    """The part of the store about entries; every method is one transaction."""

    _database: Database

    async def add_entry(
        self,
        *,
        guild_id: int | None,
        channel_id: int | None,
        user_id: int,
        program: str,
        rule: Rule,
        now: datetime,
        personal: bool | None = None,
        role_id: int | None = None,
        text: str = "",
        opening: str = "",
        patience: timedelta = PATIENCE,
        events: tuple[int, ...] | None = None,
    ) -> Entry:
        """Keep a new entry, first due after `now`; `channel_id` None sends it to the person directly.

        `personal` is a member's own, which direct messages are when it is not said.
        """
        new = Entry(
            id=0,
            guild_id=guild_id,
            channel_id=channel_id,
            user_id=user_id,
            program=program,
            rule=rule,
            next_at=next_after(rule, now),
            personal=channel_id is None if personal is None else personal,
            role_id=role_id,
            text=text,
            opening=opening,
            patience=patience,
            events=events,
        )
        async with self._database.writing() as connection:
            return await _insert(connection, new)

    async def entry(self, entry_id: int) -> Entry | None:
        """The entry with this id, or None."""
        found = await self._entries(entry.c.id == entry_id)
        return found[0] if found else None

    async def entries_of_guild(self, guild_id: int) -> list[Entry]:
        """What a club has scheduled, oldest first, also what has ended."""
        return await self._entries(entry.c.guild_id == guild_id, entry.c.personal.is_(False))

    async def entries_of_member(self, user_id: int) -> list[Entry]:
        """A person's own reminders, oldest first; what has ended is left out."""
        return await self._entries(entry.c.user_id == user_id, entry.c.personal, entry.c.next_at < NEVER)

    async def members_entries_in(self, guild_id: int) -> list[Entry]:
        """Members' own reminders that are posted in the channels of a club, oldest first."""
        return await self._entries(
            entry.c.guild_id == guild_id, entry.c.personal, entry.c.channel_id.is_not(None), entry.c.next_at < NEVER
        )

    async def change_entry(self, entry_id: int, how: Callable[[Entry], Entry], now: datetime) -> Entry | None:
        """Put `how(entry)` in an entry's place, in one transaction; None when it is not there.

        When its rule has changed, or it goes on after a pause, it is next due after `now`; what is due and not taken
        yet stays due where the new rule has it too. What `how` raises leaves everything as it was.
        """
        async with self._database.writing() as connection:
            was = await _locked(connection, entry_id)
            if was is None:
                return None
            new = how(was)
            goes_on = was.paused is not None and new.paused is None
            if goes_on or (new.rule != was.rule and not _still_due(was, new.rule, now)):
                new = replace(new, next_at=next_after(new.rule, now))
            return await _update(connection, new, told=False)

    async def pause_entry(self, entry_id: int, reason: str) -> bool:
        """Post nothing more for an entry, and keep the reason to show; False when it is not there."""
        async with self._database.writing() as connection:
            values = {"paused": reason, "told": False}
            result = await connection.execute(sa.update(entry).where(entry.c.id == entry_id, _PRESENT).values(values))
            return result.rowcount == 1

    async def remove_entry(self, entry_id: int, now: datetime) -> bool:
        """Take an entry away, to be forgotten after `UNDO`; False when it was not there."""
        async with self._database.writing() as connection:
            gone = sa.update(entry).where(entry.c.id == entry_id, _PRESENT).values(removed_at=now)
            return (await connection.execute(gone)).rowcount == 1

    async def restore_entry(
        self, entry_id: int, now: datetime, *, whose: Callable[[Entry], bool] | None = None
    ) -> Entry | None:
        """Put back an entry that was removed not longer ago than `UNDO`; None when that is too late, or not `whose`.

        What was taken of it and let go is left over for the next who looks.
        """
        recent = (entry.c.id == entry_id, entry.c.removed_at >= now - UNDO)
        async with self._database.writing() as connection:
            row = (await connection.execute(sa.select(entry).where(*recent).with_for_update())).one_or_none()
            if row is None or (whose and not whose(entry_of(row))):
                return None
            await connection.execute(sa.update(entry).where(entry.c.id == entry_id).values(removed_at=None))
            await connection.execute(
                sa.update(delivery).where(TAKEN, delivery.c.entry_id == entry_id).values(holder="")
            )
            back = entry_of(row)
            if back.next_at is not None and back.next_at <= now:  # what was due meanwhile was not wanted
                back = replace(back, next_at=next_after(back.rule, now))
            return await _update(connection, back)

    async def snooze(self, delivery_id: str, when: Callable[[Entry], Rule], now: datetime) -> Entry | None:
        """Post a delivery once more, by `when`'s rule of one moment; an earlier snooze of it is replaced.

        None when the reminder it came from is gone. The reminder itself stays as it is.
        """
        query = sa.select(*entry.c, delivery.c.content).join(delivery).where(delivery.c.id == delivery_id, _PRESENT)
        query = query.with_for_update(of=entry)  # two taps at once leave one
        async with self._database.writing() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return None
            content, was = row._mapping[delivery.c.content], entry_of(row)
            theirs = entry.c.user_id == was.user_id  # an index leads to these; none to `origin`
            earlier = sa.delete(entry).where(theirs, entry.c.origin == delivery_id, entry.c.next_at < NEVER)
            await connection.execute(earlier)
            rule = when(was)
            again = replace(
                was,
                program=f"{AGAIN}{content}",
                rule=rule,
                next_at=next_after(rule, now),
                paused=None,
                origin=delivery_id,
                events=None,
            )
            return await _insert(connection, again)

    async def untold(self, user_id: int) -> list[Entry]:
        """A person's reminders that are paused for a reason they have not been told, oldest first."""
        theirs = await self._entries(
            entry.c.user_id == user_id, entry.c.personal, entry.c.paused.is_not(None), entry.c.told.is_(False)
        )
        return [one for one in theirs if one.in_trouble]

    async def note_told(self, entries: Sequence[Entry]) -> None:
        """Note that their person knows why these are paused; what is paused for another reason by now stays news."""
        async with self._database.writing() as connection:
            for one in entries:
                same = (entry.c.id == one.id, entry.c.paused == one.paused)
                await connection.execute(sa.update(entry).where(*same).values(told=True))

    async def _entries(self, *conditions: sa.ColumnElement[bool]) -> list[Entry]:
        async with self._database.reading() as connection:
            return await _select(connection, *conditions)


async def _select(connection: AsyncConnection, *conditions: sa.ColumnElement[bool]) -> list[Entry]:
    rows = await connection.execute(sa.select(entry).where(*conditions, _PRESENT).order_by(entry.c.id))
    return [entry_of(row) for row in rows]


def _still_due(was: Entry, rule: Rule, now: datetime) -> bool:
    """Whether an occurrence that is due and not taken yet is one of the new rule too: skipping another loses none."""
    due = was.next_at
    return due is not None and due <= now and next_after(rule, due - timedelta(seconds=1)) == due


async def _locked(connection: AsyncConnection, entry_id: int) -> Entry | None:
    query = sa.select(entry).where(entry.c.id == entry_id, _PRESENT).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return entry_of(row) if row else None


async def _insert(connection: AsyncConnection, new: Entry) -> Entry:
    result = await connection.execute(sa.insert(entry).values(entry_values(new)).returning(*entry.c))
    return entry_of(result.one())


async def _update(connection: AsyncConnection, new: Entry, **more: object) -> Entry:
    values = entry_values(new) | more
    statement = sa.update(entry).where(entry.c.id == new.id).values(values).returning(*entry.c)
    return entry_of((await connection.execute(statement)).one())
