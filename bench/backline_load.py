"""Backline under load: its own store and runner on the real clock, with something that stands for Discord."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import islice
from time import perf_counter

import sqlalchemy as sa

from bench.arrivals import Arrivals, Rush, Spread, longest_gap, rush_of, spread, watched
from bench.databases import Place
from bot.schedule.entry import Delivery, Entry, Progress
from bot.schedule.pacing import Pace
from bot.schedule.rotation import Menu, next_content
from bot.schedule.rule import Rule
from bot.schedule.runner import LIMIT, Runner
from bot.storage.address import read_address
from bot.storage.engine import make_engine, open_store
from bot.storage.rows import entry_values
from bot.storage.store import Store
from bot.storage.tables import delivery, entry

DUE = 10
TURNS = 50
# A Monday so far ahead that nothing of what is only stored comes due while the live parts run.
_MONDAY = datetime(2035, 1, 1, tzinfo=UTC)
_ZONE = "Europe/London"
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class BenchPoster:
    """Posts nowhere: it notes what came."""

    arrivals: Arrivals

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        """Note it, and answer when Discord would."""
        await self.arrivals.arrive(entry.user_id, delivery.due_at)
        return entry.user_id

    async def find(self, entry: Entry, delivery: Delivery) -> int | None:
        """Nothing is there yet."""
        return None


async def turn_costs(place: Place, menu: Menu, sizes: Sequence[int]) -> dict[int, Spread]:
    """What taking ten due entries costs, with so many stored; the largest number stays in the database."""
    store = await open_store(place.ours)
    try:
        return {size: await _turn_cost(place, store, menu, size) for size in sizes}
    finally:
        await store.close()


async def _turn_cost(place: Place, store: Store, menu: Menu, size: int) -> Spread:
    await _refill(place, _stored(size))
    times: list[float] = []
    for number in range(TURNS + 3):
        weeks, slot = divmod(number, size // DUE)
        now = _MONDAY + timedelta(weeks=weeks, minutes=slot)
        began = perf_counter()
        turn = await store.take_due(now, partial(_decide, menu), LIMIT)
        times.append((perf_counter() - began) * 1000)
        assert len(turn.pairs) == DUE
    await _clear(place, delivery)  # nothing posted them: the runner would take them up
    return spread(times[3:])  # the first ones compile the statements


def _decide(menu: Menu, one: Entry, due: datetime) -> tuple[str, Progress]:
    return next_content(one.program, one.rule, one.progress, due, menu)


def _stored(count: int) -> Iterator[Entry]:
    """Weekly entries of clubs with five channels, ten of them due in each minute from Monday on."""
    for number in range(count):
        at = _MONDAY + timedelta(minutes=number // DUE)
        rule = Rule(frozenset({at.weekday()}), at.time(), _ZONE)
        yield Entry(0, number // 5, number, number, "beginner", rule, at)


def due_at(moments: Sequence[datetime], servers: Sequence[int]) -> list[Entry]:
    """Daily entries, each first due at its moment, in its server, in a channel of its own."""
    whole_week = frozenset(range(7))
    pairs = zip(moments, servers, strict=True)
    return [
        Entry(0, server, 10**9 + number, number, "beginner", Rule(whole_week, _clock(at), "UTC"), at)
        for number, (at, server) in enumerate(pairs)
    ]


def _clock(at: datetime) -> time:
    return at.time().replace(tzinfo=None)


async def lateness(place: Place, menu: Menu, moments: Sequence[datetime]) -> Spread:
    """How long after each moment the poster is called, by a bot that has nothing else to do."""
    arrivals = Arrivals(len(moments))
    async with _running(place, menu, arrivals, due_at(moments, range(len(moments))), Pace()):
        await arrivals.complete.wait()
    return spread(arrivals.late)


async def rush(place: Place, menu: Menu, servers: Sequence[int], latency: float, rate: float | None = None) -> Rush:
    """One post for each of the servers named, all due at the same moment, at the bot's pace or at `rate`."""
    arrivals = Arrivals(len(servers), latency)
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    pace = Pace() if rate is None else Pace(rate)
    async with _running(place, menu, arrivals, due_at([due] * len(servers), servers), pace):
        await asyncio.sleep((due - datetime.now(UTC)).total_seconds() - 0.2)
        async with watched() as ticks:
            await arrivals.complete.wait()
    return rush_of(arrivals, longest_gap(ticks))


@asynccontextmanager
async def _running(
    place: Place, menu: Menu, arrivals: Arrivals, entries: Sequence[Entry], pace: Pace
) -> AsyncIterator[None]:
    store = await open_store(place.ours)
    try:
        await _add(place, entries)
        runner = Runner(store, BenchPoster(arrivals), menu, SystemClock(), pace=pace)
        runner.start()
        yield
        await runner.stop()
        await _clear(place, delivery)
        await _clear(place, entry, entry.c.channel_id >= 10**9)
    finally:
        await store.close()


async def _refill(place: Place, entries: Iterator[Entry]) -> None:
    await _clear(place, entry)
    while batch := list(islice(entries, _BATCH)):
        await _add(place, batch)
    if "postgresql" in place.ours:  # as its own housekeeping does before long
        await _execute(place, sa.text("ANALYZE"))


async def _add(place: Place, entries: Sequence[Entry]) -> None:
    engine = make_engine(read_address(place.ours))
    async with engine.begin() as connection:
        await connection.execute(sa.insert(entry), [entry_values(one) for one in entries])
    await engine.dispose()


async def _clear(place: Place, table: sa.Table, *which: sa.ColumnElement[bool]) -> None:
    await _execute(place, sa.delete(table).where(*which))


async def _execute(place: Place, statement: sa.Executable) -> None:
    engine = make_engine(read_address(place.ours))
    async with engine.begin() as connection:
        await connection.execute(statement)
    await engine.dispose()
