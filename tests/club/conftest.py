"""Fixtures: a club of its own for each test, with the real bot in it."""

from collections.abc import AsyncIterator
from fnmatch import fnmatchcase
from typing import Any, Protocol

import aiohttp
import discord
import pytest
import simcord.http.client
from simcord.backend.errors import BackendError

from bot.coach.coach import Coach
from bot.storage.engine import open_store

from .server import Club, QuickEnv, found_club, new_bot


@pytest.fixture
def as_discord_py(monkeypatch: pytest.MonkeyPatch) -> None:
    """Server errors arrive as discord.py raises them; simcord has one class for all but 403 and 404."""
    refuse = simcord.http.client._raise_for

    def raise_for(error: BackendError) -> None:
        try:
            refuse(error)
        except discord.HTTPException as refused:
            if refused.status >= 500:
                raise discord.DiscordServerError(refused.response, refused.text) from None
            raise

    monkeypatch.setattr(simcord.http.client, "_raise_for", raise_for)


BROKEN = aiohttp.ServerDisconnectedError


class Cut(Protocol):
    """Breaks the connection under the next requests of a method and a path such as `/channels/*/messages`."""

    def __call__(self, method: str, path: str, times: int = 1, error: type[Exception] = BROKEN) -> None: ...


@pytest.fixture
def cut(club: Club, monkeypatch: pytest.MonkeyPatch) -> Cut:
    """Connections that break when it is asked for."""
    serve = simcord.http.client.router.dispatch
    wanted: list[tuple[str, str, type[Exception]]] = []

    def dispatch(backend: Any, method: str, path: str, **more: Any) -> Any:
        broken = next((one for one in wanted if one[0] == method and fnmatchcase(path, one[1])), None)
        if broken:
            wanted.remove(broken)
            club.broken.append(broken[2]())
            raise club.broken[-1]
        return serve(backend, method, path, **more)

    monkeypatch.setattr(simcord.http.client.router, "dispatch", dispatch)
    return lambda method, path, times=1, error=BROKEN: wanted.extend([(method, path, error)] * times)


@pytest.fixture
async def club(coach: Coach, as_discord_py: None) -> AsyncIterator[Club]:
    """A club with the bot in it, on 1 January 2026 (a Thursday, 00:00 UTC); nothing unforeseen may have happened."""
    store = await open_store("sqlite+aiosqlite:///:memory:")
    env = QuickEnv(new_bot(coach, store), shard_count=1, check_errors=False, settle_timeout=30)
    try:
        await env.start()
        running = found_club(env, coach, store)
        await env.settle()
        try:
            yield running
        finally:
            await running.bot.runner.stop()
            await env.shutdown()
        assert running.unforeseen() == []
    finally:
        await store.close()
