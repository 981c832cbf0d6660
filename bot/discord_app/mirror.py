"""An entry among the server's own scheduled events, where members press “Interested”.

Discord's events know one weekday a week, every week or every other, and one place in the month (first to fourth,
last); each weekday of an entry is an event of its own. What repeats otherwise is shown by its next date alone.
Discord counts in UTC and takes no end and no gaps: after each post, change of the clocks and edit, `sync` puts the
dates right. Until then a skipped date that is not the next one still stands there.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord

from bot.discord_app.entry_rows import title_of
from bot.discord_app.layouts import fitted, label
from bot.discord_app.patience import PASSING
from bot.errors import StorageError, UserError
from bot.schedule.entry import Entry
from bot.schedule.rule import LAST, Occurrence, Rule, moment_of, upcoming

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

log = logging.getLogger(__name__)
Body = dict[str, Any]
LENGTH = timedelta(hours=1)
_GUILD_ONLY, _EXTERNAL = 2, 3
_MONTHLY, _WEEKLY = 1, 2
_TOO_MANY = 30038
# Discord's fifth week of a month is the last one.
_PLACES = {1: 1, 2: 2, 3: 3, 4: 4, LAST: 5}
# A year of places in the month: whether they fall on the same days in UTC.
_YEAR = 12
_NO_RIGHT = (
    "I may not show this among the server's events. Give my role Create Events, then switch events: on again; "
    "the post itself stays scheduled."
)
_REFUSED = {400, 501}
_NOT_TAKEN = (
    "Discord does not take this among the server's events. Try it with other days; the post itself stays scheduled."
)
_FULL = (
    "This server has 100 events, the most that Discord takes. End some, then switch events: on again; "
    "the post itself stays scheduled."
)


class Mirror:
    """Keeps the events of entries as the entries are; one for a client."""

    def __init__(self, client: "BacklineClient") -> None:
        self._client = client
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._following: set[asyncio.Task[None]] = set()

    def follow(self, entry: Entry, *, removed: bool = False) -> None:
        """Put an entry's events right beside everything else; what goes wrong is logged, and right the next time."""
        if entry.events is None:
            return
        task = asyncio.create_task(self._follow(entry, removed), name="backline-events")
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _follow(self, entry: Entry, removed: bool) -> None:
        try:
            await (self.clear(entry) if removed else self.sync(entry))
        except (UserError, StorageError, discord.HTTPException, *PASSING) as error:
            log.warning("the events of entry %d are not right yet (%s)", entry.id, type(error).__name__)

    async def stop(self) -> None:
        """Let what is under way finish."""
        await asyncio.gather(*self._following, return_exceptions=True)

    async def start(self, entry: Entry) -> Entry:
        """Show an entry among the events from now on; raises as `sync` does."""
        return await self.sync(await self._note(entry, entry.events or ()))

    async def sync(self, entry: Entry) -> Entry:
        """Create, change and end events until they are what the entry is now; it carries their ids then.

        Nothing happens without a mirror (`events` None). Raises `UserError` when the bot may not or the server is full:
        the entry has no mirror any more then. What passes, such as no connection, is raised as it comes.
        """
        async with self._turn(entry):
            entry = await self._client.store.entry(entry.id) or entry
            if entry.events is None:
                return entry
            try:
                return await self._put_right(entry)
            except discord.Forbidden:
                await self._note(entry, None)
                raise UserError(_NO_RIGHT) from None
            except discord.HTTPException as error:
                if error.code != _TOO_MANY and error.status not in _REFUSED:
                    raise
                if error.code != _TOO_MANY:
                    log.warning("the events of entry %d are not taken (HTTP %d)", entry.id, error.status)
                await self._clear(await self._client.store.entry(entry.id) or entry)
                raise UserError(_FULL if error.code == _TOO_MANY else _NOT_TAKEN) from None

    async def clear(self, entry: Entry) -> Entry:
        """End an entry's events, and its mirror; one that is removed meanwhile keeps it, for when it is put back."""
        async with self._turn(entry):
            return await self._clear(await self._client.store.entry(entry.id) or entry)

    def _turn(self, entry: Entry) -> asyncio.Lock:
        return self._turns.setdefault(entry.guild_id or 0, asyncio.Lock())

    async def _clear(self, entry: Entry) -> Entry:
        for event in entry.events or ():
            await self._end(entry, event)
        return await self._note(entry, None)

    async def _put_right(self, entry: Entry) -> Entry:
        wanted = [] if entry.paused else list(self._bodies(entry))
        there = list(entry.events or ())
        done: list[int] = []
        try:
            for nth, body in enumerate(wanted):
                done.append(await self._show(entry, there[nth] if nth < len(there) else None, body))
            for event in there[len(wanted) :]:
                await self._end(entry, event)
            there = []
        finally:
            # what was made before a failure is known to the next try
            entry = await self._note(entry, (*done, *there[len(done) :]))
        if await self._client.store.entry(entry.id) is None:
            # Removed meanwhile, by somebody who knows only of the events that there were before.
            for event in done:
                await self._end(entry, event)
        return entry

    async def _show(self, entry: Entry, event: int | None, body: Body) -> int:
        """The id of the event that shows `body`: the one there is, or a new one where that is over or gone."""
        if event is not None:
            try:
                await self._client.change_event("PATCH", entry.guild_id or 0, event, body)
                return event
            except discord.NotFound:
                pass
            except discord.HTTPException as error:
                if error.status != 400:
                    raise
                await self._end(entry, event)  # under way or over: those take no new dates
        made = await self._client.change_event("POST", entry.guild_id or 0, None, body)
        return int(made["id"])

    async def _end(self, entry: Entry, event: int) -> None:
        try:
            await self._client.change_event("DELETE", entry.guild_id or 0, event)
        except discord.NotFound:
            pass
        except discord.Forbidden:
            raise UserError(
                f"I may not end the server's events. Delete “{self._title(entry)}” among them yourself."
            ) from None

    async def _note(self, entry: Entry, events: tuple[int, ...] | None) -> Entry:
        changed = await self._client.store.change_entry(
            entry.id, lambda one: replace(one, events=events), self._client.now()
        )
        return changed or replace(entry, events=events)

    def _title(self, entry: Entry) -> str:
        return label(title_of(self._client, entry), 100)

    def _bodies(self, entry: Entry) -> Iterator[Body]:
        guild = self._client.get_guild(entry.guild_id or 0)
        channel = guild.get_channel_or_thread(entry.channel_id or 0) if guild else None
        about = "\n\n".join(part for part in (entry.opening, entry.text) if part)
        shown: Body = {
            "name": self._title(entry),
            "description": fitted(about, 1000) or None,
            "entity_type": _EXTERNAL,
            "privacy_level": _GUILD_ONLY,
            "entity_metadata": {"location": label(f"#{channel.name}", 100) if channel else "Discord"},
        }
        for start, recurrence in recurrences(entry.rule, self._client.now()):
            times = {"scheduled_start_time": start.isoformat(), "scheduled_end_time": (start + LENGTH).isoformat()}
            yield shown | times | {"recurrence_rule": recurrence}


def recurrences(rule: Rule, now: datetime) -> Iterator[tuple[datetime, Body | None]]:
    """The events that show a rule: the next start in UTC of each, and its recurrence; None for a single date."""
    if not _repeats_as_discord_does(rule):
        for one in upcoming(rule, now, 1):
            yield one.at, None
        return
    regular = replace(rule, moves=(), skips=rule.skips | {move.day for move in rule.moves})
    for day in sorted(rule.days):
        coming = upcoming(replace(regular, days=frozenset({day})), now, _YEAR if rule.nth else 2)
        if coming:
            yield coming[0].at, _recurrence(rule, coming) if len(coming) > 1 else None
    for move in rule.moves:
        at = moment_of(move.to, rule.zone)
        if at > now and move.day not in rule.skips:
            yield at, None


def _repeats_as_discord_does(rule: Rule) -> bool:
    places = not rule.nth or (len(rule.nth) == 1 and rule.nth <= _PLACES.keys())
    return rule.once is None and rule.every <= 2 and places


def _recurrence(rule: Rule, coming: list[Occurrence]) -> Body | None:
    first = coming[0].at.astimezone(UTC)
    body: Body = {"start": first.isoformat(), "interval": rule.every}
    if not rule.nth:
        return body | {"frequency": _WEEKLY, "by_weekday": [first.weekday()]}
    # in UTC the first Saturday may be a Friday, and in another month
    if any(one.at.astimezone(UTC).date() != one.day for one in coming):
        return None
    return body | {"frequency": _MONTHLY, "by_n_weekday": [{"n": _PLACES[min(rule.nth)], "day": first.weekday()}]}
