"""Work in progress: one lane per place, in order; lanes run side by side, bounded, and owners take turns."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Runs work: that of one place one after the other, at most `width` places at a time.

    Owners (a server, or a person) take turns, whoever has more places or more work: each may begin one piece of work
    before the first may begin its second. Work must not raise.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._waiting: dict[Hashable, dict[Hashable, deque[Work]]] = {}  # owner -> place -> work, in order of turns
        self._busy: set[Hashable] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, owner: Hashable, place: Hashable, work: Work) -> None:
        """Queue work for a place of an owner; it begins with the next `fill`."""
        self._waiting.setdefault(owner, {}).setdefault(place, deque()).append(work)

    def fill(self) -> None:
        """Begin what there is room for: after a whole batch was added, so that its first owner does not take it all."""
        while len(self._tasks) < self._width and (chosen := self._next()):
            place, work = chosen
            self._busy.add(place)
            task = asyncio.create_task(self._run(place, work), name="backline-lane")
            self._tasks.add(task)

    def _next(self) -> tuple[Hashable, Work] | None:
        """The next work whose place is free; its owner and its place go to the end of their queues."""
        for owner, places in self._waiting.items():
            for place, queue in places.items():
                if place not in self._busy:
                    work = queue.popleft()
                    del places[place]
                    if queue:
                        places[place] = queue
                    del self._waiting[owner]
                    if places:
                        self._waiting[owner] = places
                    return place, work
        return None

    async def _run(self, place: Hashable, work: Work) -> None:
        try:
            await work()
        finally:
            self._busy.discard(place)
            self._tasks.discard(asyncio.current_task())  # pyright: ignore[reportArgumentType]
            self.fill()

    @property
    def queued(self) -> int:
        """How many pieces of work have not begun."""
        return sum(len(queue) for places in self._waiting.values() for queue in places.values())

    async def idle(self) -> None:
        """Wait until no work is left."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def drop_queued(self) -> None:
        """Begin nothing further; what is in hand goes on."""
        self._waiting.clear()

    def cancel(self) -> None:
        """Cut off what is in hand."""
        for task in self._tasks:
            task.cancel()
