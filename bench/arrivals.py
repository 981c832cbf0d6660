"""What is measured of posts: when each one left, how fast they went, and how long the event loop stood still."""

import asyncio
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from time import perf_counter

_TICK = 0.002
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 99th percentile of some times, in milliseconds."""

    median: float
    p99: float

    def __str__(self) -> str:
        return f"{self.median:.1f} / {self.p99:.1f}"


def spread(milliseconds: Sequence[float]) -> Spread:
    """Median and 99th percentile, which is the longest when there are fewer than a hundred."""
    ordered = sorted(milliseconds)
    return Spread(median(ordered), ordered[math.ceil(0.99 * len(ordered)) - 1])


@dataclass(slots=True)
class Arrivals:
    """Stands for Discord: notes what comes and when it was due, and answers after `latency` seconds."""

    awaited: int
    latency: float = 0.0
    keys: list[int] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)
    late: list[float] = field(default_factory=list)  # milliseconds
    finished: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    async def arrive(self, key: int, due: datetime) -> None:
        """One post."""
        now = datetime.now(UTC)
        self.keys.append(key)
        self.at.append(now)
        self.late.append((now - due).total_seconds() * 1000)
        await asyncio.sleep(self.latency)
        self._finish()

    def drop(self) -> None:
        """One that will not come any more."""
        self._finish()

    def _finish(self) -> None:
        self.finished += 1
        if self.finished >= self.awaited:
            self.complete.set()

    @property
    def busiest_second(self) -> int:
        """The most posts that left within any one second."""
        most = first = 0
        for last, moment in enumerate(self.at):
            while moment - self.at[first] >= _SECOND:
                first += 1
            most = max(most, last - first + 1)
        return most


@dataclass(frozen=True, slots=True)
class Rush:
    """How many posts due at one moment went: posts a second from that moment on, and what came of them."""

    rate: float
    busiest_second: int
    lost: int
    doubled: int
    stood_still: float
    """The longest that the event loop served nothing else, in milliseconds."""
    order: Sequence[int]


def rush_of(arrivals: Arrivals, stood_still: float) -> Rush:
    """What became of a rush; the last answer counts as its end."""
    seconds = arrivals.late[-1] / 1000 + arrivals.latency if arrivals.late else math.inf
    different = len(set(arrivals.keys))
    return Rush(
        rate=different / seconds,
        busiest_second=arrivals.busiest_second,
        lost=arrivals.awaited - different,
        doubled=len(arrivals.keys) - different,
        stood_still=stood_still,
        order=arrivals.keys,
    )


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """Notes when the event loop gave way; `longest_gap` reads it."""
    ticks = [perf_counter()]

    async def watch() -> None:
        while True:
            await asyncio.sleep(_TICK)
            ticks.append(perf_counter())

    watcher = asyncio.create_task(watch())
    try:
        yield ticks
    finally:
        watcher.cancel()


def longest_gap(ticks: Sequence[float]) -> float:
    """The longest that the event loop stood still, in milliseconds."""
    return max(((later - earlier - _TICK) * 1000 for earlier, later in pairwise(ticks)), default=0.0)
