"""Many people at once: how long until all of them are answered, through threads and a semaphore as in Discord."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from time import perf_counter

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation

AT_ONCE = 2


def crowd(coach: Coach, questions: Sequence[str], now: datetime) -> tuple[float, float]:
    """Milliseconds until everyone is answered, and the longest that the event loop stood still meanwhile."""
    return asyncio.run(_crowd(coach, questions, now))


async def _crowd(coach: Coach, questions: Sequence[str], now: datetime) -> tuple[float, float]:
    thinking = asyncio.Semaphore(AT_ONCE)
    longest = 0.0

    async def ask(text: str) -> None:
        async with thinking:
            await asyncio.to_thread(coach.reply, text, Conversation(), now)

    async def watch() -> None:
        nonlocal longest
        while True:
            began = perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, perf_counter() - began - 0.001)

    watcher = asyncio.create_task(watch())
    began = perf_counter()
    await asyncio.gather(*map(ask, questions))
    took = perf_counter() - began
    watcher.cancel()
    return took * 1000, longest * 1000
