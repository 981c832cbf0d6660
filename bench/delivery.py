# ruff: noqa: T201 - a table on standard output is what this is for
"""Scheduled posts under load, beside APScheduler 3 doing the same on the same databases in the same run.

`python -m bench.delivery` prints this table alone; it takes about three minutes.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from bench import apscheduler_load, backline_load
from bench.arrivals import Rush, Spread
from bench.databases import HOST, PORT, Place, places
from bot.coach.library import load_library
from bot.resources import supplied
from bot.schedule.menu import LibraryMenu
from bot.schedule.rotation import Menu

SIZES = (100, 10_000, 100_000)
IDLE_POSTS = 16
RUSH, SERVERS, LATENCY = 1000, 200, 0.05
BIG_CLUBS, THEIR_POSTS = 20, 20
UNPACED = 1e6

HEAD = f"{'':<58}{'Backline':>16}{'APScheduler':>18}{'ratio':>9}"

NOTES = """\
ratio: how many times Backline does better; below 1 it does worse. Of two times, median and 99th percentile.
A turn is the look at what is due until the books are kept: Backline in one transaction, with a record of each delivery
and the content chosen; APScheduler in one transaction a job, with no record of deliveries at all.
Backline holds its own pace of 46 posts a second, for Discord takes 50 requests a second from a whole bot;
APScheduler has no pace: all that is due begins at once, and what begins more than a second late it drops unless told
not to. Killed in a rush: Backline finds what it took in its books; APScheduler has moved its jobs on before they run
and keeps nothing to find (read in its source, not measured here).
SQLite is each one's own: Backline's in write-ahead logging and synced at every commit, APScheduler's as it comes."""


def delivery(menu: Menu) -> Iterator[str]:
    """The lines of the table, each as soon as it is measured."""
    yield f"Scheduled posts, beside APScheduler {version('apscheduler')} with its SQLAlchemy job store"
    yield HEAD
    with places() as found:
        if len(found) < 2:
            yield f"(PostgreSQL is left out: none listens on {HOST}:{PORT} for the user postgres.)"
        for place in found:
            yield from _turns(place, menu)
        yield from _lateness(found, menu)
        for place in found:
            yield from _rushes(place, menu)
    yield NOTES


def _turns(place: Place, menu: Menu) -> Iterator[str]:
    ours = asyncio.run(backline_load.turn_costs(place, menu, SIZES))
    theirs = asyncio.run(apscheduler_load.turn_costs(place, SIZES))
    for size in SIZES:
        yield _times(f"{place.name}: a turn, 10 due of {size:,} stored, ms", ours[size], theirs[size])


def _lateness(found: Sequence[Place], menu: Menu) -> Iterator[str]:
    """All at once, each in seconds of its own, so that nobody is in another's way."""

    async def measure() -> list[Spread]:
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4)
        step = len(found)
        work = []
        for number, place in enumerate(found):
            theirs = [start + timedelta(seconds=number + step * post) for post in range(IDLE_POSTS)]
            ours = [moment + timedelta(seconds=0.5) for moment in theirs]
            work += [backline_load.lateness(place, menu, ours), apscheduler_load.lateness(place, theirs)]
        return await asyncio.gather(*work)

    spreads = asyncio.run(measure())
    for place, ours, theirs in zip(found, spreads[::2], spreads[1::2], strict=True):
        yield _times(f"{place.name}: lateness of one post, {SIZES[-1]:,} stored, ms", ours, theirs)


def _rushes(place: Place, menu: Menu) -> Iterator[str]:
    servers = [number % SERVERS for number in range(RUSH)]
    paced = asyncio.run(backline_load.rush(place, menu, servers, LATENCY))
    free = asyncio.run(backline_load.rush(place, menu, servers, LATENCY, UNPACED))
    usual = asyncio.run(apscheduler_load.rush(place, RUSH, LATENCY, apscheduler_load.DEFAULT_GRACE))
    patient = asyncio.run(apscheduler_load.rush(place, RUSH, LATENCY, None))
    name = f"{place.name}: {RUSH:,} due at once"
    yield _row(f"{name}, posts a second", f"{paced.rate:.1f}", f"{patient.rate:.1f}", paced.rate / patient.rate)
    yield _row(f"{name}, without Backline's pace", f"{free.rate:.1f}", f"{patient.rate:.1f}", free.rate / patient.rate)
    yield _row("  most in one second (Discord takes 50)", f"{paced.busiest_second}", f"{patient.busiest_second}")
    yield _row("  lost and doubled, defaults", _gone(paced), _gone(usual))
    yield _row("  lost and doubled, lateness allowed", _gone(free), _gone(patient))
    still, theirs = paced.stood_still, patient.stood_still
    yield _row("  everything else stood still for, ms", f"{still:.0f}", f"{theirs:.0f}", theirs / still)
    yield _fairness(place, menu)


def _fairness(place: Place, menu: Menu) -> str:
    """A small club's single post, put in last: how many left before it does."""
    servers = [number // THEIR_POSTS for number in range(BIG_CLUBS * THEIR_POSTS)] + [BIG_CLUBS]
    ours = asyncio.run(backline_load.rush(place, menu, servers, LATENCY, UNPACED))
    theirs = asyncio.run(apscheduler_load.rush(place, len(servers), LATENCY, None))
    first, second = (rush.order.index(len(servers) - 1) + 1 for rush in (ours, theirs))
    name = f"  a small club's post, beside {BIG_CLUBS} clubs with {THEIR_POSTS}, leaves as no."
    return _row(name, str(first), str(second), second / first)


def _gone(rush: Rush) -> str:
    return f"{rush.lost} and {rush.doubled}"


def _times(name: str, ours: Spread, theirs: Spread) -> str:
    return _row(name, str(ours), str(theirs), theirs.median / ours.median)


def _row(name: str, ours: str, theirs: str, ratio: float | None = None) -> str:
    return f"{name:<58}{ours:>16}{theirs:>18}" + (f"{ratio:>9.2g}" if ratio is not None else "")


if __name__ == "__main__":
    for line in delivery(LibraryMenu(load_library(supplied("knowledge")))):
        print(line, flush=True)
