"""Work in progress: one lane per place, in order; lanes run side by side, bounded."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Runs work: that of one place one after the other, at most `width` places at a time.

    A lane is a task that lives while its place has work; work must not raise.
    """

    def __init__(self, width: int) -> None:
        self._room = asyncio.Semaphore(width)
        self._queues: dict[Hashable, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, place: Hashable, work: Work) -> None:
        """Queue work for a place; its lane is opened when there is none."""
        if place in self._queues:
            self._queues[place].append(work)
            return
        self._queues[place] = deque([work])
        task = asyncio.create_task(self._run(place), name="backline-lane")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, place: Hashable) -> None:
        queue = self._queues[place]
        try:
            while queue:
                async with self._room:
                    # Emptied while this lane waited for room: the process is ending.
                    if queue:
                        await queue.popleft()()
        finally:
            del self._queues[place]

    async def idle(self) -> None:
        """Wait until no work is left."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def drop_queued(self) -> None:
        """Begin nothing further; what is in hand goes on."""
        for queue in self._queues.values():
            queue.clear()

    def cancel(self) -> None:
        """Cut off what is in hand."""
        for task in self._tasks:
            task.cancel()
