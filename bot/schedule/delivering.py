"""What is in hand: deliveries on their way to Discord and back into the books, and those that wait for another try."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import StorageError
from bot.schedule.entry import Entry
from bot.schedule.pacing import Pace
from bot.schedule.ports import Clock, Missed, Pair, Poster, Store, TryLater
from bot.schedule.posting import Job, Outcome, attempt

log = logging.getLogger(__name__)
# While Discord is down for hours: the rest stands in the log and in /schedule status.
MOST_UNTOLD = 1000


class Delivering:
    """Carries out jobs one attempt at a time; nothing here raises but what the store raises in `record_rest`.

    `wake` is called when the runner has reason to look again.
    """

    def __init__(
        self, store: Store, poster: Poster, clock: Clock, pace: Pace, missed: Missed | None, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._poster = poster
        self._clock = clock
        self._pace = pace
        self._missed = missed
        self._wake = wake
        self._ids: set[str] = set()
        self._waiting: list[Job] = []
        self._unrecorded: list[Outcome] = []
        self._untold: list[Pair] = []
        self.ours_until: datetime | None = None
        """Until when other processes leave alone what this one took; None where there are no others."""

    def keep(self, pair: Pair) -> bool:
        """Take a delivery in hand; False when it is in hand already."""
        fresh = pair[1].id not in self._ids
        self._ids.add(pair[1].id)
        return fresh

    def lapsed(self, now: datetime) -> bool:
        """Whether this process stood still for longer than its lease; then what waits is let go, to be read anew."""
        if self.ours_until is None or now < self.ours_until:
            return False
        self._ids.clear()
        self._waiting.clear()
        return True

    def forget(self) -> None:
        """Let go of everything; what is not recorded is resumed at the next start."""
        self.ours_until = None
        self._ids.clear()
        self._waiting.clear()
        self._unrecorded.clear()

    @property
    def owes_records(self) -> bool:
        """Whether something was posted and could not be recorded yet."""
        return bool(self._unrecorded)

    def waiting_until(self) -> list[datetime]:
        """When each of the jobs that failed may be tried again."""
        return [job.not_before for job in self._waiting]

    def anything_waits_until(self, now: datetime) -> bool:
        """Whether a job may be tried again by `now`."""
        return any(job.not_before <= now for job in self._waiting)

    def due_again(self, now: datetime, wanted: Mapping[str, Entry]) -> list[Job]:
        """The jobs to be tried again now, with their entries as they are today; those not `wanted` are dropped."""
        due = [job for job in self._waiting if job.not_before <= now]
        self._waiting = [job for job in self._waiting if job.not_before > now]
        for job in due:
            if job.delivery.id not in wanted:
                self._ids.discard(job.delivery.id)
        return [replace(job, entry=wanted[job.delivery.id]) for job in due if job.delivery.id in wanted]

    async def deliver(self, job: Job) -> None:
        """One attempt at a job, and the record of it."""
        await self._pace.turn(job.requests)
        now = self._clock.now()
        if self.ours_until is not None and now >= self.ours_until:
            # Another may hold the delivery by now: it waits until the books have been asked.
            self._waiting.append(job.retry(now, job.reason))
            self._wake()
            return
        try:
            outcome = await attempt(job, self._poster, too_late=now - job.delivery.due_at > job.entry.patience)
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

    async def record_rest(self) -> None:
        """Record what could not be recorded before; raises `StorageError` while the database is away."""
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
        noted = await self._store.record(delivery)
        self._ids.discard(delivery.id)
        if delivery.state == "sent":
            log.info("Delivery %s: %s posted for entry %d", delivery.id, delivery.content, entry.id)
        elif noted:
            log.warning("Delivery %s of entry %d failed: %s", delivery.id, entry.id, delivery.detail)
            await self.tell([(entry, delivery)])

    async def tell(self, pairs: Sequence[Pair]) -> None:
        """Let a human know that these did not go out; who cannot be told now is told by `tell_rest`."""
        if self._missed is None:
            return
        try:
            self._untold = [*self._untold, *(await self._missed(pairs) or ())][:MOST_UNTOLD]
        except Exception:
            log.exception("Nobody could be told about delivery %s [%s]", pairs[0][1].id, pairs[0][1].id[:8])

    @property
    def owes_news(self) -> bool:
        """Whether somebody still has to be told."""
        return bool(self._untold)

    async def tell_rest(self) -> None:
        """Tell those who could not be told before."""
        pairs, self._untold = self._untold, []
        if pairs:
            await self.tell(pairs)


def growing(tries: int) -> timedelta:
    """The pause after so many failed tries: 1, 2, 4 … seconds, at most 60."""
    return min(timedelta(seconds=2 ** min(tries - 1, 6)), timedelta(seconds=60))
