"""Fixtures: a club in this process, and `backline sandbox` as a process of its own with a browser to look at it."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord
from playwright.async_api import async_playwright

from bot import app, sandbox
from bot.coach.coach import Coach
from bot.storage.engine import open_store

from .page import BROWSER, FLAGS, ClubPage
from .process import SandboxProcess, started


@pytest.fixture
async def club(coach: Coach) -> AsyncIterator[sandbox.Club]:
    """The sandbox's club, without its page."""
    store = await open_store("sqlite+aiosqlite:///:memory:")
    bot = app.build_client(coach, store)
    env = simcord.Env(bot, shard_count=1, check_errors=False, settle_timeout=30)
    await env.start()
    founded = sandbox.found_club(env)
    await env.settle()
    yield founded
    await bot.runner.stop()
    await env.shutdown()
    await store.close()


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[SandboxProcess]:
    """`python -m bot sandbox --port 0`, open; its DATABASE_URL names a file in `tmp_path`."""
    async with started(tmp_path) as running:
        yield running


@pytest.fixture
async def page(process: SandboxProcess) -> AsyncIterator[ClubPage]:
    """The club's page in a browser."""
    if not BROWSER.exists() and not os.environ.get("CI"):
        pytest.skip(f"there is no browser at {BROWSER}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        try:
            window = await browser.new_context(viewport={"width": 1000, "height": 900})
            shown = await window.new_page()
            try:
                yield ClubPage(shown, process.address)
            except BaseException:
                sys.stderr.write(f"the sandbox wrote:\n{process.errors}\n")
                raise
        finally:
            await browser.close()
