"""The runner: takes what is due, posts it once, records how it went, and sleeps until the next.

It is a task of its own, kept alive through everything a database or Discord can do. It sleeps in `asyncio.sleep`
only and is woken by cancelling that sleep.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.errors import StorageError
from bot.schedule.entry import Delivery, Entry, Progress
from bot.schedule.lanes import Lanes
from bot.schedule.ports import Clock, Missed, Poster, Store, TryLater, Undeliverable
from bot.schedule.posting import NOTHING, Job, Outcome, attempt
from bot.schedule.rotation import Menu, next_content

log = logging.getLogger(__name__)

PATIENCE = timedelta(hours=2)
# Short enough to notice a clock that jumped, or a machine that slept, within a minute.
LONGEST_SLEEP = timedelta(seconds=60)
# Another process on the same database may have changed what is due, or died with something in hand.
REREAD = timedelta(minutes=10)
# Rows that another process holds are due and yet not ours.
HELD = timedelta(seconds=1)
LIMIT = 50
WIDTH = 8


class Runner:
    """Posts the entries of `store` through `poster` when they are due by `clock`.

    `missed`, when given, is told of every occurrence that did not go out, so that a human hears of it.
    `longest_sleep` may be long where the clock neither jumps nor stops, as in a simulation.
    """

    def __init__(
        self,
        store: Store,
        poster: Poster,
        menu: Menu,
        clock: Clock,
        *,
        missed: Missed | None = None,
        patience: timedelta = PATIENCE,
        longest_sleep: timedelta = LONGEST_SLEEP,
    ) -> None:
        self._store = store
        self._poster = poster
        self._menu = menu
        self._clock = clock
        self._missed = missed
        self._patience = patience
        self._longest_sleep = longest_sleep
        self._lanes = Lanes(WIDTH)
        self._in_hand: set[str] = set()
        self._waiting: list[Job] = []
        self._unrecorded: list[Outcome] = []
        self._next_due: datetime | None = None
        self._read_at: datetime | None = None  # None: what is due must be read anew
        self._resumed_at: datetime | None = None
        self._failures = 0
        self._task: asyncio.Task[None] | None = None
        self._sleeper: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin, as one task of the running loop; harmless when it runs already."""
        if self._task is None or self._task.done():
            self._stopping = False
            self._task = asyncio.create_task(self._run(), name="backline-schedule")

    def changed(self) -> None:
        """Say that entries were added, removed or resumed: what is due is read again at once."""
        self._read_at = None
        self._wake()

    async def turn(self) -> None:
        """One turn, to its end: resume, take, post and record; raises what the store raises."""
        self._read_at = None
        await self._step()
        await self._lanes.idle()

    async def stop(self, grace: float = 3.0) -> None:
        """End after what is in hand, or after `grace` seconds; what is left is resumed at the next start."""
        self._stopping = True
        self._lanes.drop_queued()
        self._wake()
        timer = asyncio.get_running_loop().call_later(grace, self._cut_off)
        try:
            if self._task is not None:
                await asyncio.gather(self._task, return_exceptions=True)
            await self._lanes.idle()
            with contextlib.suppress(StorageError):
                await self._record_rest()
        finally:
            timer.cancel()
            self._forget()

    def _forget(self) -> None:
        self._task = self._sleeper = self._read_at = self._resumed_at = None
        self._in_hand.clear()
        self._waiting.clear()
        self._unrecorded.clear()

    def _cut_off(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._lanes.cancel()

    def _wake(self) -> None:
        if self._sleeper is not None:
            self._sleeper.cancel()

    async def _run(self) -> None:
        while not self._stopping:
            pause = await self._guarded_step()
            if self._stopping:
                return
            self._sleeper = asyncio.create_task(asyncio.sleep(pause.total_seconds()), name="backline-sleep")
            # Gathered, a cancelled sleeper is a value, while a cancelled runner still ends here.
            await asyncio.gather(self._sleeper, return_exceptions=True)
            self._sleeper = None

    async def _guarded_step(self) -> timedelta:
        """A step that raises nothing; how long to sleep after it."""
        try:
            await self._step()
        except Exception as error:
            self._say_once(error)
            self._failures += 1
            # What was asked may have been done, and only the answer lost.
            self._read_at = self._resumed_at = None
            return growing(self._failures)
        if self._failures:
            log.info("The schedule goes on.")
        self._failures = 0
        return self._pause()

    def _say_once(self, error: Exception) -> None:
        if self._failures:
            return
        if isinstance(error, StorageError):
            log.warning("%s Posts wait until it is back.", error)
        else:
            log.error("The schedule stumbled and tries again [schedule-turn]", exc_info=error)

    def _pause(self) -> timedelta:
        if self._read_at is None or self._unrecorded:
            return timedelta(0)
        moments = [job.not_before for job in self._waiting]
        if self._next_due is not None:
            moments.append(self._next_due)
        now = self._clock.now()
        return max(min([self._longest_sleep, *(moment - now for moment in moments)]), timedelta(0))

    async def _step(self) -> None:
        """Hand to the lanes whatever may be posted now; the database is asked only when there is reason to."""
        await self._record_rest()
        now = self._clock.now()
        if _stale(self._resumed_at, now):
            self._hand_over(await self._store.unfinished(), now, again=True)
            self._resumed_at = now
        if _stale(self._read_at, now) or (self._next_due is not None and self._next_due <= now):
            await self._take(now)
        if any(job.not_before <= now for job in self._waiting):
            await self._retry(now)

    async def _take(self, now: datetime) -> None:
        self._read_at = now  # before the questions: a change during them is read in the next step
        pairs = await self._store.take_due(now, self._patience, self._decide, LIMIT)
        self._hand_over([pair for pair in pairs if pair[1].state == "taken"], now, again=False)
        for entry, delivery in pairs:
            if delivery.state == "skipped":
                log.warning("Entry %d: what was due at %s is skipped: %s", entry.id, delivery.due_at, delivery.detail)
                self._lanes.add(Job(entry, delivery, now).place, partial(self._tell, Outcome(entry, delivery)))
        self._next_due = await self._store.next_due()
        if not pairs and self._next_due is not None:
            self._next_due = max(self._next_due, now + HELD)

    async def _retry(self, now: datetime) -> None:
        # Whoever removed the entry in the meantime wants no post of it.
        wanted = {delivery.id for _, delivery in await self._store.unfinished()}
        due = [job for job in self._waiting if job.not_before <= now]
        self._waiting = [job for job in self._waiting if job.not_before > now]
        for job in due:
            if job.delivery.id in wanted:
                self._lanes.add(job.place, partial(self._deliver, job))
            else:
                self._in_hand.discard(job.delivery.id)

    def _decide(self, entry: Entry, due: datetime) -> tuple[str, Progress]:
        try:
            return next_content(entry.program, entry.rule, entry.progress, due, self._menu)
        except Exception as error:
            # Inside the transaction of all that is due: one entry must not hold up the others.
            if not isinstance(error, Undeliverable):
                log.exception("Entry %d: nothing could be chosen to post [entry-%d]", entry.id, entry.id)
            return NOTHING, entry.progress

    def _hand_over(self, pairs: Sequence[tuple[Entry, Delivery]], now: datetime, *, again: bool) -> None:
        for entry, delivery in pairs:
            if delivery.id not in self._in_hand:
                self._in_hand.add(delivery.id)
                job = Job(entry, delivery, now, again)
                self._lanes.add(job.place, partial(self._deliver, job))

    async def _deliver(self, job: Job) -> None:
        """One attempt at a job, and the record of it; never raises."""
        try:
            too_late = self._clock.now() - job.delivery.due_at > self._patience
            outcome = await attempt(job, self._poster, too_late=too_late)
        except TryLater as error:
            pause = growing(job.tries + 1)
            log.info("Delivery %s: again in %d s: %s", job.delivery.id, pause.total_seconds(), error)
            self._waiting.append(job.retry(self._clock.now() + pause, str(error)))
            self._wake()
            return
        await self._settle(outcome)

    async def _settle(self, outcome: Outcome) -> None:
        try:
            await self._record(outcome)
        except StorageError:
            # It is posted: only the record is still owed. The loop says that the database is away.
            self._unrecorded.append(outcome)
            self._wake()
        except Exception:
            # Still in hand, so that it is not tried over and over; the next start looks for it.
            log.exception("Delivery %s could not be recorded [%s]", outcome.delivery.id, outcome.delivery.id[:8])

    async def _record_rest(self) -> None:
        while self._unrecorded:
            outcome = self._unrecorded.pop(0)
            try:
                await self._record(outcome)
            except StorageError:
                self._unrecorded.append(outcome)
                raise

    async def _record(self, outcome: Outcome) -> None:
        entry, delivery = outcome.entry, outcome.delivery
        if outcome.pause:
            await self._store.pause_entry(entry.id, delivery.detail)
        noted = await self._store.record(delivery.id, delivery.state, delivery.message_id, delivery.detail)
        self._in_hand.discard(delivery.id)
        if delivery.state == "sent":
            log.info("Delivery %s: %s posted for entry %d", delivery.id, delivery.content, entry.id)
        elif noted:
            log.warning("Delivery %s of entry %d failed: %s", delivery.id, entry.id, delivery.detail)
            await self._tell(outcome)

    async def _tell(self, outcome: Outcome) -> None:
        if self._missed is None:
            return
        try:
            await self._missed(outcome.entry, outcome.delivery, outcome.delivery.detail)
        except Exception:
            log.exception("Nobody could be told about delivery %s [%s]", outcome.delivery.id, outcome.delivery.id[:8])


def growing(tries: int) -> timedelta:
    """The pause after so many failed tries: 1, 2, 4 … seconds, at most 60."""
    return min(timedelta(seconds=2 ** min(tries - 1, 6)), timedelta(seconds=60))


def _stale(read_at: datetime | None, now: datetime) -> bool:
    """Whether what was read then must be read again; a clock that was set back counts."""
    return read_at is None or not timedelta(0) <= now - read_at < REREAD
