"""APScheduler 3 with its SQLAlchemy job store under the same load: what a bot's author would take instead.

All settings are its defaults, but for `grace` where it is given. Jobs are written in bulk, with the pickled state that
its store writes, for adding a hundred thousand one by one takes minutes.
"""

import asyncio
import logging
import pickle
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter

import sqlalchemy as sa
from apscheduler import events
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bench.arrivals import Arrivals, Rush, Spread, longest_gap, rush_of, spread, watched
from bench.databases import Place

DUE = 10
TURNS, WARM = 20, 2
DEFAULT_GRACE = 1
"""Seconds after which APScheduler drops a run that did not begin, unless it is told otherwise."""
_MONDAY = datetime(2035, 1, 1, tzinfo=UTC)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BATCH = 5000
_LIVE = "live-"
_PICKLE = pickle.HIGHEST_PROTOCOL  # the store's own choice
# A job is stored as the name of a function and its arguments: what it posts to must be found from there.
_discord: dict[str, Arrivals] = {}


async def post(place: str, key: int, due: datetime) -> None:
    """The job: one post, to what stands for Discord."""
    await _discord[place].arrive(key, due)


class Scheduled:
    """A scheduler on a database, with the jobs that lie there."""

    def __init__(self, place: Place) -> None:
        self.place = place.name
        self.store = SQLAlchemyJobStore(url=place.theirs)
        self.scheduler = AsyncIOScheduler(jobstores={"default": self.store}, timezone=UTC)
        self.store.jobs_t.create(self.store.engine, True)
        arguments = {"func": post, "args": (self.place, 0, _MONDAY), "kwargs": {}, "name": "post"}
        settings = {"misfire_grace_time": DEFAULT_GRACE, "coalesce": True, "max_instances": 1, "executor": "default"}
        first = {"id": "", "trigger": _daily(_MONDAY), "next_run_time": _MONDAY}
        self._pattern = Job(self.scheduler, **arguments, **settings, **first).__getstate__()

    def refill(self, count: int) -> None:
        """Weekly jobs, ten of them due in each minute from Monday on, and nothing else."""
        self.clear()
        self._write(self._stored(count))
        if self.store.engine.dialect.name == "postgresql":  # as its own housekeeping does before long
            with self.store.engine.begin() as connection:
                connection.execute(sa.text("ANALYZE"))

    def _stored(self, count: int) -> Iterator[dict[str, object]]:
        # All but ten never come due: of their state only the size matters, and pickling it anew takes long.
        row = self._row("", 0, _weekly(_MONDAY), _MONDAY, DEFAULT_GRACE)
        for number in range(count):
            at = _MONDAY + timedelta(minutes=number // DUE)
            if number < DUE:
                row = self._row(f"stored-{number}", number, _weekly(at), at, DEFAULT_GRACE)
            yield row | {"id": f"stored-{number}", "next_run_time": at.timestamp()}

    def write_live(self, moments: Sequence[datetime], grace: int | None) -> None:
        """Daily jobs, each first due at its moment."""
        self._write(self._row(f"{_LIVE}{key}", key, _daily(at), at, grace) for key, at in enumerate(moments))

    def _write(self, rows: Iterator[dict[str, object]]) -> None:
        with self.store.engine.begin() as connection:
            while batch := list(islice(rows, _BATCH)):
                connection.execute(self.store.jobs_t.insert(), batch)

    def _row(self, job_id: str, key: int, trigger: CronTrigger, at: datetime, grace: int | None) -> dict[str, object]:
        own = {"id": job_id, "args": (self.place, key, at), "trigger": trigger}
        state = self._pattern | own | {"misfire_grace_time": grace, "next_run_time": at}
        return {"id": job_id, "next_run_time": at.timestamp(), "job_state": pickle.dumps(state, _PICKLE)}

    def make_due(self, ids: Iterable[str]) -> None:
        """Let these jobs be due now."""
        jobs, now = self.store.jobs_t, datetime.now(UTC)
        found = [job for job in map(self.store.lookup_job, ids) if job]
        states = [job.__getstate__() | {"next_run_time": now} for job in found]
        rows = [{"key": state["id"], "job_state": pickle.dumps(state, _PICKLE)} for state in states]
        update = jobs.update().where(jobs.c.id == sa.bindparam("key")).values(next_run_time=now.timestamp())
        with self.store.engine.begin() as connection:
            connection.execute(update.values(job_state=sa.bindparam("job_state")), rows)

    async def stop(self) -> None:
        """End the scheduler; it does so in the next round of the loop."""
        self.scheduler.shutdown(wait=False)
        await asyncio.sleep(0)

    def clear(self, prefix: str = "") -> None:
        """Take away the jobs whose id begins so."""
        table = self.store.jobs_t
        with self.store.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.id.startswith(prefix)))


def _weekly(at: datetime) -> CronTrigger:
    return CronTrigger(day_of_week=_DAYS[at.weekday()], hour=at.hour, minute=at.minute, timezone="Europe/London")


def _daily(at: datetime) -> CronTrigger:
    return CronTrigger(hour=at.hour, minute=at.minute, second=at.second, timezone=UTC)


async def turn_costs(place: Place, sizes: Sequence[int]) -> dict[int, Spread]:
    """What one look at ten due jobs costs, with so many stored; the largest number stays in the database."""
    scheduled = Scheduled(place)
    scheduled.clear()
    scheduled.scheduler.start()
    costs = {size: await _turn_cost(scheduled, size) for size in sizes}
    await scheduled.stop()
    return costs


async def _turn_cost(scheduled: Scheduled, size: int) -> Spread:
    scheduled.refill(size)
    times: list[float] = []
    for _ in range(TURNS + WARM):
        arrivals = _discord[scheduled.place] = Arrivals(DUE)
        scheduled.make_due(f"stored-{number}" for number in range(DUE))
        began = perf_counter()
        scheduled.scheduler._process_jobs()
        times.append((perf_counter() - began) * 1000)
        await arrivals.complete.wait()
        await asyncio.sleep(0.01)  # until the scheduler has noticed that its jobs are over
    return spread(times[WARM:])


async def lateness(place: Place, moments: Sequence[datetime]) -> Spread:
    """How long after each moment the job begins, in a process that has nothing else to do."""
    arrivals = _discord[place.name] = Arrivals(len(moments))
    async with _running(place, moments):
        await arrivals.complete.wait()
    return spread(arrivals.late)


async def rush(place: Place, count: int, latency: float, grace: int | None) -> Rush:
    """So many jobs due at the same moment, begun at whatever pace comes of it; `grace` None drops nothing."""
    arrivals = _discord[place.name] = Arrivals(count, latency)
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    async with _running(place, [due] * count, grace):
        await asyncio.sleep((due - datetime.now(UTC)).total_seconds() - 0.2)
        async with watched() as ticks:
            await arrivals.complete.wait()
    return rush_of(arrivals, longest_gap(ticks))


@asynccontextmanager
async def _running(place: Place, moments: Sequence[datetime], grace: int | None = DEFAULT_GRACE) -> AsyncIterator[None]:
    scheduled, arrivals = Scheduled(place), _discord[place.name]
    scheduled.write_live(moments, grace)
    scheduled.scheduler.add_listener(lambda event: arrivals.drop(), events.EVENT_JOB_MISSED)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # a line for each that it drops
    scheduled.scheduler.start()
    yield
    await scheduled.stop()
    scheduled.clear(_LIVE)
    scheduled.store.engine.dispose()
