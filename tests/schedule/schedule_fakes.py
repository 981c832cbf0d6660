"""Fakes of the schedule's ports: they keep what happened, and tests look at that."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from bot.errors import StorageError
from bot.schedule.entry import Delivery, Entry, Progress, State
from bot.schedule.ports import Decide, Pair, Turn
from bot.schedule.rule import Rule, latest_and_next

MONDAY_7 = datetime(2026, 1, 5, 7, tzinfo=UTC)
EVERY_DAY_7 = Rule(frozenset(range(7)), time(7), "UTC")


@dataclass
class FakeClock:
    """A clock that moves when told to."""

    moment: datetime = MONDAY_7

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class FakeMenu:
    """Two programs and three tips."""

    programs: dict[str, int] = field(default_factory=lambda: {"beginner": 2, "runner": 3})
    rhythm: tuple[int, ...] = (3, 4)
    tips: tuple[str, ...] = ("recovery/sleep", "recovery/food", "faq/soreness")

    def sessions(self, program: str) -> int:
        return self.programs.get(program, 0)

    def gaps(self, program: str) -> tuple[int, ...]:
        return self.rhythm

    def daily_program(self) -> str:
        return "beginner"

    def between(self) -> tuple[str, ...]:
        return self.tips


@dataclass
class FakePoster:
    """A Discord that remembers nonces; `trouble` holds, per channel, what to raise next."""

    posted: list[tuple[int | None, str]] = field(default_factory=list)
    messages: dict[str, int] = field(default_factory=dict)
    trouble: dict[int | None, list[Exception | None]] = field(default_factory=dict)
    looked_for: list[str] = field(default_factory=list)
    places: dict[str, int | None] = field(default_factory=dict)  # where a message is, when it is not everywhere

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        waiting = self.trouble.get(entry.channel_id)
        error = waiting.pop(0) if waiting else None
        if error is not None:
            raise error
        if delivery.nonce not in self.messages:
            self.posted.append((entry.channel_id, delivery.content))
            self.messages[delivery.nonce] = 1000 + len(self.messages)
            self.places[delivery.nonce] = entry.channel_id
        return self.messages[delivery.nonce]

    async def find(self, entry: Entry, delivery: Delivery) -> int | None:
        self.looked_for.append(delivery.id)
        here = self.places.get(delivery.nonce, entry.channel_id) == entry.channel_id
        return self.messages.get(delivery.nonce) if here else None


class FakeStore:
    """The books in memory; `away` makes every question fail, `questions` counts them."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.taken: set[str] = set()  # deliveries not recorded yet
        self.away = False
        self.questions = 0
        self.shared = False
        self.processes = 1
        self.alive_until: datetime | None = None
        self.orphans: set[str] = set()  # deliveries of a process that lives no more
        self.batches: list[int] = []  # how many were taken at a time

    def add(
        self, program: str = "beginner", channel_id: int | None = 1, rule: Rule = EVERY_DAY_7, **more: object
    ) -> Entry:
        entry_id = len(self.entries) + 1
        entry = Entry(entry_id, 5, channel_id, 9, program, rule, MONDAY_7)
        entry = replace(entry, **more)  # type: ignore[arg-type]
        self.entries[entry_id] = entry
        return entry

    def states(self) -> list[State]:
        return [one.state for one in self.deliveries.values()]

    def _ask(self) -> None:
        self.questions += 1
        if self.away:
            raise StorageError("The database is away.")

    async def heartbeat(self, now: datetime, lease: timedelta) -> int:
        self._ask()
        self.alive_until = now + lease
        return self.processes

    async def renew_zones(self, now: datetime) -> int:
        self._ask()
        return 0

    async def tidy(self, now: datetime) -> None:
        self._ask()

    async def take_due(self, now: datetime, decide: Decide, limit: int) -> Turn:
        self._ask()
        pairs: list[Pair] = []
        for entry in [one for one in self.entries.values() if self._due(one, now)][:limit]:
            due, next_at = latest_and_next(entry.rule, entry.next_at or now, now)
            content, progress = decide(entry, due)
            late = now - due > entry.patience
            state = "skipped" if late else "taken"
            name = f"{len(self.deliveries):016x}"
            delivery = Delivery(name, entry.id, due, content, state, channel_id=entry.channel_id)
            self.deliveries[delivery.id] = delivery
            if not late:
                self.taken.add(delivery.id)
            kept = entry.progress if late else progress
            self.entries[entry.id] = replace(entry, next_at=next_at, progress=kept)
            pairs.append((entry, delivery))
        self.batches.append(len(pairs))
        return Turn(pairs, self.earliest())

    @staticmethod
    def _due(entry: Entry, now: datetime) -> bool:
        return entry.paused is None and entry.next_at is not None and entry.next_at <= now

    async def take_now(self, entry_id: int, now: datetime, decide: Decide) -> Pair | None:
        self._ask()
        entry, minute = self.entries.get(entry_id), now.replace(second=0, microsecond=0)
        if entry is None or any((d.entry_id, d.due_at) == (entry_id, minute) for d in self.deliveries.values()):
            return None
        content, progress = decide(entry, minute)
        name = f"{len(self.deliveries):016x}"
        delivery = Delivery(name, entry.id, minute, content, channel_id=entry.channel_id)
        self.deliveries[delivery.id] = delivery
        self.taken.add(delivery.id)
        self.entries[entry_id] = replace(entry, progress=progress)
        return entry, delivery

    async def take_over(self, now: datetime) -> Sequence[Pair]:
        self._ask()
        orphans, self.orphans = self.orphans, set()
        return [pair for pair in self._unfinished() if pair[1].id in orphans]

    async def in_hand(self) -> Sequence[Pair]:
        self._ask()
        return [pair for pair in self._unfinished() if pair[1].id not in self.orphans]

    def _unfinished(self) -> list[Pair]:
        taken = [self.deliveries[one] for one in sorted(self.taken)]
        return [(self.entries[one.entry_id], one) for one in taken if one.entry_id in self.entries]

    async def record(self, ended: Delivery) -> bool:
        self._ask()
        if self.deliveries[ended.id].state != "taken":
            return False
        self.taken.discard(ended.id)
        self.deliveries[ended.id] = ended
        return True

    async def pause_entry(self, entry_id: int, reason: str) -> bool:
        self._ask()
        if entry_id not in self.entries:
            return False
        self.entries[entry_id] = replace(self.entries[entry_id], paused=reason)
        return True

    def earliest(self) -> datetime | None:
        times = [one.next_at for one in self.entries.values() if one.paused is None and one.next_at is not None]
        return min(times, default=None)


def progress(sessions: int = 0, between: int = 0, last: datetime | None = None) -> Progress:
    """A progress in few words."""
    return Progress(sessions, between, last)
