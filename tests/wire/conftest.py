"""Fixtures of the wire tests: a Discord to talk to, and the bot as a process."""

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from . import contract
from .process import RUN, Process, backline
from .stub import Stub

MINIMAL = (str(Path(__file__).with_name("minimal.py")),)


class Starter(Protocol):
    """`async with start(stub, env={…}) as bot:` runs the bot in an empty folder of this test's own."""

    def __call__(
        self, stub: Stub, env: dict[str, str] | None = None, program: Sequence[str] = RUN
    ) -> AbstractAsyncContextManager[Process]: ...


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    """A Discord that works; at the end every request made of it is held against Discord's own description."""
    async with Stub() as running:
        yield running
    if contract.is_here():
        assert contract.breaches(running.requests) == []


@pytest.fixture
def start(tmp_path: Path) -> Starter:
    """Starts `python -m bot run`, or another program."""

    def starter(
        stub: Stub, env: dict[str, str] | None = None, program: Sequence[str] = RUN
    ) -> AbstractAsyncContextManager[Process]:
        return backline(stub, tmp_path, env, program)

    return starter


@pytest.fixture
def minimal(start: Starter) -> Callable[..., AbstractAsyncContextManager[Process]]:
    """Starts the minimal bot, with pauses of a twentieth of a second."""
    return partial(start, program=MINIMAL)


@pytest.fixture
def description() -> None:
    """Discord's description of its API; absent, the test is skipped, except where everything must be checked."""
    if not contract.is_here() and not os.environ.get("CI"):
        pytest.skip("Discord's OpenAPI description is not on this machine")
    assert contract.is_here(), "Discord's OpenAPI description is missing"
