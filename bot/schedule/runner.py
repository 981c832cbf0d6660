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
from bot.schedule.delivering import Delivering, growing
from bot.schedule.entry import Entry, Progress
from bot.schedule.lanes import Lanes
from bot.schedule.pacing import Pace
from bot.schedule.ports import Clock, Missed, Pair, Poster, Store, Undeliverable
from bot.schedule.posting import NOTHING, Job
from bot.schedule.rotation import Menu, next_content

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# Short enough to notice a clock that jumped, or a machine that slept, within a minute.
LONGEST_SLEEP = timedelta(seconds=60)
# A change that nobody told of, made in the database by hand, is seen then.
REREAD = timedelta(minutes=10)
# A database that is away is asked again at least so often.
LONGEST_OUTAGE_PAUSE = timedelta(seconds=10)
# Rows that another process holds are due and yet not ours.
HELD = timedelta(seconds=1)
# Taken ahead of the pace: enough to keep every lane busy, little enough for others to share in.
LIMIT = 200
WIDTH = 32


class Runner:
    """Posts the entries of `store` through `poster` when they are due by `clock`.

    `missed`, when given, is told of every occurrence that did not go out, so that a human hears of it. Where other
    processes share the store, what they held is taken up once they were not heard of for a `lease`.
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
        lease: timedelta = LEASE,
        longest_sleep: timedelta = LONGEST_SLEEP,
        pace: Pace | None = None,
    ) -> None:
        self._store = store
        self._menu = menu
        self._clock = clock
        self._lease = lease
        self._longest_sleep = longest_sleep
        self._pace = pace or Pace()
        self._lanes = Lanes(WIDTH)
        self._hand = Delivering(store, poster, clock, self._pace, missed, self._look_again)
        self._next_due: datetime | None = None
        self._read_at: datetime | None = None  # None: what is due must be read anew
        self._beat_at: datetime | None = None
        self._tidied_at: datetime | None = None
        self._zones_known = False
        self._more = False
        self._left_over = False  # a change may have left deliveries to nobody
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
        self._left_over = True
        self._wake()

    async def turn(self) -> None:
        """One turn, to its end: take over, take, post and record; raises what the store raises."""
        self._read_at = None
        await self._step()
        await self._lanes.idle()

    async def post_now(self, entry_id: int) -> str | None:
        """Post an entry outside its schedule; the delivery's id, or None when it is gone or was posted this minute."""
        pair = await self._store.take_now(entry_id, self._clock.now(), self._decide)
        if pair is None:
            return None
        if self._hand.keep(pair):  # or the loop has found it in the books first, and posts it
            await self._hand.deliver(Job(*pair, self._clock.now()))
        self.changed()
        return pair[1].id

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
                await self._hand.record_rest()
                if self._store.shared:
                    await self._store.heartbeat(self._clock.now(), timedelta(0))
        finally:
            timer.cancel()
            self._forget()

    def _forget(self) -> None:
        self._task = self._sleeper = self._read_at = self._beat_at = None
        self._hand.forget()

    def _cut_off(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._lanes.cancel()

    def _wake(self) -> None:
        if self._sleeper is not None:
            self._sleeper.cancel()

    def _look_again(self) -> None:
        # While the database is away every post in hand asks for it: each would count as one more failure.
        if not self._failures:
            self._wake()

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
            self._read_at = self._beat_at = None
            return min(growing(self._failures), LONGEST_OUTAGE_PAUSE)
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
        if self._read_at is None or self._hand.owes_records or (self._more and not self._lanes.queued):
            return timedelta(0)
        moments = self._hand.waiting_until()
        if self._next_due is not None and not self._more:
            moments.append(self._next_due)
        now = self._clock.now()
        longest = min(self._longest_sleep, self._beat) if self._store.shared else self._longest_sleep
        return max(min([longest, *(moment - now for moment in moments)]), timedelta(0))

    @property
    def _beat(self) -> timedelta:
        return self._lease / 3

    async def _step(self) -> None:
        """Hand to the lanes whatever may be posted now; the database is asked only when there is reason to."""
        await self._hand.record_rest()
        now = self._clock.now()
        if not self._zones_known:
            if moved := await self._store.renew_zones(now):
                log.info("%d entries have another next time: the rules of their time zones have changed.", moved)
            self._zones_known = True
        if stale(self._beat_at, now, self._beat if self._store.shared else REREAD):
            await self._beat_once(now)
        elif self._left_over:
            self._left_over = False
            self._hand_over(await self._store.take_over(now), now, again=True)
        if stale(self._read_at, now, self._beat if self._store.shared else REREAD) or self._due(now):
            await self._take(now)
        if self._hand.anything_waits_until(now):
            await self._retry(now)

    def _due(self, now: datetime) -> bool:
        if self._more:
            return not self._lanes.queued
        return self._next_due is not None and self._next_due <= now

    async def _beat_once(self, now: datetime) -> None:
        """Show that this process lives, and take up what others left in hand when they ended."""
        lapsed = self._hand.lapsed(now)
        if lapsed:
            self._lanes.drop_queued()
        if self._store.shared:
            self._pace.processes = await self._store.heartbeat(now, self._lease)
            self._hand.ours_until = now + self._lease
        self._hand_over(await self._store.take_over(now), now, again=True)
        if lapsed or self._beat_at is None:
            self._hand_over(await self._store.in_hand(), now, again=True)
        self._beat_at = now
        if self._hand.owes_news:
            self._lanes.add("skipped", "skipped", self._hand.tell_rest)
            self._lanes.fill()
        if stale(self._tidied_at, now, timedelta(hours=1)):
            if self._tidied_at is not None:
                await self._store.renew_zones(now)  # zones that were first used since are noted too
            await self._store.tidy(now)
            self._tidied_at = now

    async def _take(self, now: datetime) -> None:
        self._read_at = now  # before the questions: a change during them is read in the next step
        turn = await self._store.take_due(now, self._decide, LIMIT)
        pairs = turn.pairs
        self._more = len(pairs) == LIMIT
        self._hand_over([pair for pair in pairs if pair[1].state == "taken"], now, again=False)
        skipped = [pair for pair in pairs if pair[1].state == "skipped"]
        for entry, delivery in skipped:
            log.warning("Entry %d: what was due at %s is skipped: %s", entry.id, delivery.due_at, delivery.detail)
        if skipped:
            self._lanes.add("skipped", "skipped", partial(self._hand.tell, skipped))
            self._lanes.fill()
        self._next_due = turn.next_due
        if not pairs and self._next_due is not None:
            self._next_due = max(self._next_due, now + HELD)

    async def _retry(self, now: datetime) -> None:
        # Whoever removed the entry in the meantime wants no post of it; whoever changed it wants it as it is now.
        wanted = {delivery.id: entry for entry, delivery in await self._store.in_hand()}
        for job in self._hand.due_again(now, wanted):
            self._queue(job)
        self._lanes.fill()

    def _decide(self, entry: Entry, due: datetime) -> tuple[str, Progress]:
        try:
            return next_content(entry.program, entry.rule, entry.progress, due, self._menu)
        except Exception as error:
            # Inside the transaction of all that is due: one entry must not hold up the others.
            if not isinstance(error, Undeliverable):
                log.exception("Entry %d: nothing could be chosen to post [entry-%d]", entry.id, entry.id)
            return NOTHING, entry.progress

    def _hand_over(self, pairs: Sequence[Pair], now: datetime, *, again: bool) -> None:
        for pair in pairs:
            if self._hand.keep(pair):
                self._queue(Job(*pair, now, again))
        self._lanes.fill()

    def _queue(self, job: Job) -> None:
        self._lanes.add(job.owner, job.place, partial(self._deliver, job))

    async def _deliver(self, job: Job) -> None:
        await self._hand.deliver(job)
        if self._more and not self._lanes.queued:
            self._wake()


def stale(read_at: datetime | None, now: datetime, after: timedelta) -> bool:
    """Whether what was read then must be read again; a clock that was set back counts."""
    return read_at is None or not timedelta(0) <= now - read_at < after
