"""A runner among fakes, and how to let it go on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from schedule_fakes import FakeClock, FakeMenu, FakePoster, FakeStore

from bot.schedule.entry import Delivery, Entry
from bot.schedule.pacing import Pace
from bot.schedule.ports import Pair
from bot.schedule.runner import LEASE, Runner


@dataclass
class Stage:
    """A runner and everything around it."""

    store: FakeStore = field(default_factory=FakeStore)
    poster: FakePoster = field(default_factory=FakePoster)
    menu: FakeMenu = field(default_factory=FakeMenu)
    clock: FakeClock = field(default_factory=FakeClock)
    told: list[tuple[int, str, str]] = field(default_factory=list)
    messages: int = 0
    lease: timedelta = LEASE

    def __post_init__(self) -> None:
        at_once = Pace(rate=1e9)
        parts = (self.store, self.poster, self.menu, self.clock)
        self.runner = Runner(*parts, missed=self.tell, pace=at_once, lease=self.lease)

    async def tell(self, pairs: Sequence[Pair]) -> None:
        self.messages += 1
        self.told += [(entry.id, delivery.state, delivery.detail) for entry, delivery in pairs]


async def settle() -> None:
    """Let every task run as far as it can without time passing."""
    for _ in range(60):
        await asyncio.sleep(0)


@dataclass
class SlowPoster(FakePoster):
    """Posts that wait until they are let go."""

    doors: dict[int | None, asyncio.Future[None]] = field(default_factory=dict)
    most: int = 0

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        door = asyncio.get_running_loop().create_future()
        self.doors[entry.channel_id] = door
        self.most = max(self.most, len(self.doors))
        try:
            await door
        finally:
            del self.doors[entry.channel_id]
        return await super().post(entry, delivery)
