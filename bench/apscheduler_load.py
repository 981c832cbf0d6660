"""APScheduler 3 with its SQLAlchemy job store under the same load: what a bot's author would take instead.

All settings are its defaults, but for `grace` where it is given. Jobs are written in bulk, with the pickled state that
its store writes, for adding a hundred thousand one by one takes minutes.
"""

import asyncio
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
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
TURNS = 20
DEFAULT_GRACE = 1
"""Seconds after which APScheduler drops a run that did not begin, unless it is told otherwise."""
_MONDAY = datetime(2035, 1, 1, tzinfo=UTC)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BATCH = 5000
_LIVE = "live-"
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

    def refill(self, count: int) -> None:
        """Weekly jobs, ten of them due in each minute from Monday on, and nothing else."""
        self.clear()
        triggers = (self._weekly(number // DUE) for number in range(count))
        self.write(
            (f"stored-{number}", number, trigger, _MONDAY + timedelta(minutes=number // DUE))
            for number, trigger in enumerate(triggers)
        )
        if self.store.engine.dialect.name == "postgresql":  # as its own housekeeping does before long
            with self.store.engine.begin() as connection:
                connection.execute(sa.text("ANALYZE"))

    def _weekly(self, minute: int) -> CronTrigger:
        at = _MONDAY + timedelta(minutes=minute)
        return CronTrigger(day_of_week=_DAYS[at.weekday()], hour=at.hour, minute=at.minute, timezone="Europe/London")

    def live(self, moments: Sequence[datetime], grace: int | None = DEFAULT_GRACE) -> None:
        """Daily jobs, each first due at its moment."""
        self.write(
            (
                (f"{_LIVE}{key}", key, CronTrigger(hour=at.hour, minute=at.minute, second=at.second, timezone=UTC), at)
                for key, at in enumerate(moments)
            ),
            grace,
        )

    def write(
        self, jobs: Iterable[tuple[str, int, CronTrigger, datetime]], grace: int | None = DEFAULT_GRACE
    ) -> None:
        """Keep jobs in bulk: id, key, trigger and first run."""
        rows = (self._row(*job, grace) for job in jobs)
        with self.store.engine.begin() as connection:
            while batch := list(islice(rows, _BATCH)):
                connection.execute(self.store.jobs_t.insert(), batch)

    def _row(self, job_id: str, key: int, trigger: CronTrigger, at: datetime, grace: int | None) -> dict[str, object]:
        job = Job(
            self.scheduler, id=job_id, trigger=trigger, executor="default", func=post, args=(self.place, key, at),
            kwargs={}, name="post", misfire_grace_time=grace, coalesce=True, max_instances=1, next_run_time=at,
        )  # fmt: skip
        state = pickle.dumps(job.__getstate__(), self.store.pickle_protocol)
        return {"id": job_id, "next_run_time": at.timestamp(), "job_state": state}

    def clear(self, prefix: str = "") -> None:
        """Take away the jobs whose id begins so."""
        table = self.store.jobs_t
        with self.store.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.id.startswith(prefix)))


async def turn_costs(place: Place, sizes: Sequence[int]) -> dict[int, Spread]:
    """What one look at ten due jobs costs, with so many stored; the largest number stays in the database."""
    scheduled = Scheduled(place)
    _discord[place.name] = Arrivals(0)
    costs: dict[int, Spread] = {}
    scheduled.refill(DUE)
    scheduled.scheduler.start()
    for size in sizes:
        scheduled.refill(size)
        costs[size] = spread([time async for time in _turns(scheduled)][1:])
    scheduled.scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    return costs


async def _turns(scheduled: Scheduled) -> "Iterator[float]":
    jobs = [scheduled.store.lookup_job(f"stored-{number}") for number in range(DUE)]
    for _ in range(TURNS + 1):
        for job in jobs:
            job._modify(next_run_time=datetime.now(UTC))
            scheduled.store.update_job(job)
        began = perf_counter()
        scheduled.scheduler._process_jobs()
        yield (perf_counter() - began) * 1000
        await asyncio.sleep(0.01)  # the jobs themselves: not counted
