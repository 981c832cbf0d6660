"""Rounds of the kill test: many posts due, a process killed at a random moment, and what came of it.

A process is killed either at any time while posts leave, or at the worst: a message is made, and the answer to it
never arrives.
"""

import asyncio
import re
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import web

from bot.storage.engine import open_store

from .databases import due_just_now, kept, postgres_database, postgres_url, sqlite_url
from .payloads import CAPTAIN_ID
from .places import Places
from .process import Process, backline
from .stub import Request, Stub

CHANNELS = 60
_SERVERS = 6
_PROGRAMS = ("text", "beginner", "daily")
_PACE = 45
_LEASE = "3"
_ENVIRONMENT = {"LEASE_SECONDS": _LEASE}
_POSTED = re.compile(r"Delivery (\w+): \S+ posted for entry")
_FORGOTTEN = 61.0
_PATIENCE = 300  # seconds; a disk with much other work takes one for each record


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one round."""

    posts: int
    lost: int
    doubled: int
    unsent: int  # deliveries not recorded as sent in the end
    in_the_air: int  # messages that were out and not recorded when the process was killed
    taken: int  # deliveries in hand when it was killed, those included
    again: int  # posts that were sent a second time, with the nonce of the first
    seconds: float
    moment: str


class Trap(Stub):
    """A stub that calls `on_post` when a message was made, before the answer leaves; it may share another's world."""

    def __init__(self, first: Stub | None = None) -> None:
        super().__init__()
        self._first = first
        if first is not None:
            self.world = first.world
        self.on_post: Callable[[Trap], None] = lambda _: None

    def _notify(self) -> None:
        super()._notify()
        if self._first is not None:
            self._first._notify()

    def _work(self, asked: Request, request: web.Request) -> tuple[int, Any]:
        answer = super()._work(asked, request)
        if is_post(asked):
            self.on_post(self)
        return answer


def is_post(asked: Request) -> bool:
    """Whether a request makes a message in a channel."""
    return asked.method == "POST" and asked.path.endswith("/messages")


def lay_out(places: Places) -> list[tuple[str, str]]:
    """Servers and channels with the same numbers each time: pairs of them."""
    made: list[tuple[str, str]] = []
    for number in range(CHANNELS):
        guild_id, channel_id = f"21{number % _SERVERS:017}", f"31{number:017}"
        places.guilds[guild_id] = f"Club {number % _SERVERS}"
        made.append((guild_id, places.add_channel(f"training-{number}", guild_id, channel_id)))
    return made


def _fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def fill(url: str, posts: int) -> None:
    """So many entries, all due just now, spread over the channels."""
    where = lay_out(Places())
    rule, before = due_just_now()
    store = await open_store(url)
    try:
        for number in range(posts):
            guild_id, channel_id = where[number % CHANNELS]
            await store.add_entry(
                guild_id=int(guild_id),
                channel_id=int(channel_id),
                user_id=int(CAPTAIN_ID),
                program=_PROGRAMS[number % len(_PROGRAMS)],
                text="Club night is on Thursday.",
                rule=rule,
                now=before,
            )
    finally:
        await store.close()


async def round_on_sqlite(folder: Path, filled: Path, posts: int, chance: Random, *, forget: bool) -> Result:
    """One process on a copy of the file `filled`, killed and started again."""
    shutil.copy(filled, _fresh(folder) / "backline.db")
    url, began = sqlite_url(folder), time.monotonic()
    async with Trap() as stub:
        lay_out(stub.world.places)
        async with backline(stub, folder, _ENVIRONMENT) as bot:
            moment = await _kill_one([stub], [bot], posts, chance)
        before = await _at_the_kill(url, stub)
        if forget:
            stub.world.nonces.clock += _FORGOTTEN
        async with backline(stub, folder, _ENVIRONMENT) as bot:
            await all_posted(bot, posts, before.recorded)
            assert await bot.leave() == 0
    return await _judge(url, [stub], posts, before, began, moment)


async def round_on_postgres(folder: Path, filled: str, posts: int, chance: Random, *, forget: bool) -> Result:
    """Two processes on a copy of the database `filled`; one is killed, and the other does the work of both."""
    began = time.monotonic()
    async with postgres_database(filled) as name, two_processes(_fresh(folder), postgres_url(name)) as (stubs, bots):
        moment = await _kill_one(stubs, bots, posts, chance)
        before = await _at_the_kill(postgres_url(name), stubs[0])
        if forget:
            stubs[0].world.nonces.clock += _FORGOTTEN
        (survivor,) = [bot for bot in bots if bot.code is None]
        await all_posted(survivor, posts, before.recorded)
        assert await survivor.leave() == 0
        return await _judge(postgres_url(name), stubs, posts, before, began, moment)


@asynccontextmanager
async def two_processes(folder: Path, url: str) -> AsyncIterator[tuple[list[Trap], list[Process]]]:
    """Two bots on one database, with a lease of three seconds.

    Each has a stub of its own, so that one can tell who asked; both stubs show the same world.
    """
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(Trap())
        stubs = [first, await stack.enter_async_context(Trap(first))]
        lay_out(first.world.places)
        bots: list[Process] = []
        for number, stub in enumerate(stubs):
            bot = backline(stub, _fresh(folder / str(number)), _ENVIRONMENT | {"DATABASE_URL": url})
            bots.append(await stack.enter_async_context(bot))
        yield stubs, bots


async def strike(
    stubs: Sequence[Trap], bots: Sequence[Process], nth: int, how: Callable[[Process], None], delay: float = 0
) -> Process:
    """Do something to the process whose post is the nth of all: once it is made, or `delay` seconds later."""
    made, loop = count(1), asyncio.get_running_loop()
    struck: asyncio.Future[Process] = loop.create_future()

    def do(victim: Process) -> None:
        how(victim)
        struck.set_result(victim)

    def posted(stub: Trap) -> None:
        if next(made) == nth:
            victim = bots[stubs.index(stub)]
            _ = loop.call_later(delay, do, victim) if delay else do(victim)

    for stub in stubs:
        stub.on_post = posted
    async with asyncio.timeout(_PATIENCE):
        return await struck


async def _kill_one(stubs: Sequence[Trap], bots: Sequence[Process], posts: int, chance: Random) -> str:
    """Kill the process that posts at a random moment; in words, which moment that was."""
    nth = chance.randint(1, posts * 9 // 10)
    delay = chance.choice([0.0, chance.uniform(0, 1 / _PACE)])
    victim = await strike(stubs, bots, nth, Process.kill, delay)
    await victim.ended()
    return f"{delay * 1000:.1f} ms after post {nth} was made" if delay else f"post {nth} made and not answered"


@dataclass(frozen=True, slots=True)
class _Before:
    recorded: set[str]
    taken: int
    in_the_air: int


async def _at_the_kill(url: str, stub: Stub) -> _Before:
    rows, made = await kept(url), stub.world.deliveries()
    taken = [row.id for row in rows if row.state == "taken"]
    return _Before({row.id for row in rows if row.state == "sent"}, len(taken), sum(made[one] > 0 for one in taken))


async def all_posted(bot: Process, posts: int, recorded: set[str]) -> None:
    """Wait until a process has told of every post that was not recorded before."""
    await bot.until(
        lambda: len(recorded | set(_POSTED.findall(bot.errors))) >= posts, f"{posts} posts", within=_PATIENCE
    )


async def _judge(url: str, stubs: Sequence[Stub], posts: int, before: _Before, began: float, moment: str) -> Result:
    rows, made = await kept(url), stubs[0].world.deliveries()
    of_entry = Counter({row.entry_id: made[row.id] for row in rows})
    nonces = Counter(asked.json["nonce"] for stub in stubs for asked in stub.requests if is_post(asked))
    assert sum(made.values()) == sum(len(there) for there in stubs[0].world.messages.values())
    return Result(
        posts=posts,
        lost=posts - sum(times > 0 for times in of_entry.values()),
        doubled=sum(made.values()) - len(made),
        unsent=posts - sum(row.state == "sent" for row in rows),
        in_the_air=before.in_the_air,
        taken=before.taken,
        again=sum(times > 1 for times in nonces.values()),
        seconds=time.monotonic() - began,
        moment=moment,
    )
