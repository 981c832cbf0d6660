"""`backline run` with nobody at the other end: one at a time on a file, and it leaves when told to."""

import os
import signal
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen

import pytest
from grounds import ROOT
from terminal import PATIENCE, Terminal

NOBODY = {"DISCORD_TOKEN": "not.a.token", "DISCORD_API_URL": "http://127.0.0.1:9"}
WAITS = "Discord cannot be reached at http://127.0.0.1:9; trying again in "


@contextmanager
def running(terminal: Terminal) -> Iterator[Popen[str]]:
    """A bot that has found out that nobody is there."""
    with terminal.start("run", env=NOBODY) as bot:
        try:
            assert bot.stderr is not None
            seen: list[str] = []
            for line in bot.stderr:
                seen.append(line)
                if WAITS in line:
                    break
            assert seen, "it ended without a word"
            assert WAITS in seen[-1], "".join(seen)
            assert "Traceback" not in "".join(seen)
            yield bot
        finally:
            if bot.poll() is None:
                bot.kill()


def test_told_to_stop_it_leaves_at_once_with_exit_code_zero(terminal: Terminal) -> None:
    with running(terminal) as bot:
        told = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        _, rest = bot.communicate(timeout=PATIENCE)
        assert bot.returncode == 0
        assert time.monotonic() - told < 5
        assert "Traceback" not in rest
        assert "not.a.token" not in rest


@pytest.mark.parametrize("module", ["asyncio.constants", "pydantic", "typer", "jinja2", "discord.enums", "aiohttp"])
def test_told_to_stop_while_it_is_still_being_read_it_leaves_with_exit_code_zero(
    terminal: Terminal, module: str
) -> None:
    with terminal.start("run", env=NOBODY | {"PYTHONPROFILEIMPORTTIME": "1"}) as bot:
        try:
            assert bot.stderr is not None
            assert any(line.rpartition("|")[2].strip() == module for line in bot.stderr), "it was never imported"
            bot.send_signal(signal.SIGTERM)
            _, rest = bot.communicate(timeout=PATIENCE)
            assert bot.returncode == 0
            assert "Traceback" not in rest
        finally:
            if bot.poll() is None:
                bot.kill()


def test_the_console_script_minds_signals_before_it_reads_the_rest(terminal: Terminal) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"backline": "bot.__main__:main"}
    outcome = terminal.python("-c", "import bot.__main__, sys; print(*sys.modules)")
    assert {"bot.cli", "typer", "pydantic", "asyncio"} & set(outcome.out.split()) == set()


def test_a_second_one_is_refused_and_after_a_crash_the_next_starts_at_once(terminal: Terminal) -> None:
    with running(terminal) as first:
        second = terminal.backline("run", env=NOBODY)
        assert (second.code, second.out) == (1, "")
        assert len(second.err.splitlines()) == 1
        assert "Another backline run already uses " in second.err
        assert "backline.db; stop it first." in second.err
        assert first.poll() is None
        assert terminal.backline("check").code == 0
        os.kill(first.pid, signal.SIGKILL)
        first.wait(PATIENCE)
    with running(terminal) as third:
        assert third.poll() is None


def test_a_database_that_cannot_be_opened_is_one_line(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    outcome = terminal.backline("run", env=NOBODY | {"DATABASE_URL": "sqlite+aiosqlite:///data"})
    assert (outcome.code, outcome.out) == (1, "")
    assert "The database data is a folder" in outcome.err
    assert len(outcome.err.splitlines()) == 1
