"""What the operator reads: one line for each thing, no secret, no library's chatter."""

import io
import logging
import sys
from collections.abc import Iterator

import aiohttp
import pytest

from bot import logs
from bot.errors import StorageError


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Standard error, with logging put back afterwards as it was."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    names = ["", "discord", "bot", "alembic", "sqlalchemy", "asyncio"]
    before = {name: logging.getLogger(name).level for name in names}
    handlers = list(logging.getLogger().handlers)
    logs.configure("DEBUG")
    yield stream
    logging.getLogger().handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def _fail(error: Exception, cause: Exception | None = None) -> None:
    try:
        raise error from cause
    except Exception:
        logging.getLogger("bot.test").exception("that went wrong")


def test_one_thing_is_one_line(written):
    logging.getLogger("bot.test").info("first\nsecond %s", 1)
    assert written.getvalue().count("\n") == 1
    assert written.getvalue().endswith("INFO bot.test: first | second 1\n")


def test_our_own_debug_is_written_and_no_librarys(written):
    logging.getLogger("bot.test").debug("ours")
    for name in ("discord.gateway", "discord.http", "aiosqlite", "asyncio"):
        logging.getLogger(name).debug("a member's words")
    assert "ours" in written.getvalue()
    assert "words" not in written.getvalue()


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), ConnectionResetError("reset"), TimeoutError(), StorageError("away")]
)
def test_a_lost_connection_has_no_traceback(written, error):
    _fail(error)
    _fail(RuntimeError("a command failed"), cause=error)
    assert "Traceback" not in written.getvalue()
    assert written.getvalue().count("\n") == 2


def test_a_defect_has_one(written):
    _fail(ValueError("a defect"), cause=KeyError("another"))
    assert "Traceback" in written.getvalue()


def test_a_hidden_secret_never_appears(written):
    logs.hide("abc.def.ghi")
    logs.hide(" ")
    logging.getLogger("bot.test").warning("with %s", "abc.def.ghi")
    _fail(ValueError("abc.def.ghi"))
    assert "abc.def" not in written.getvalue()
    assert "with [hidden]" in written.getvalue()


def test_the_key_in_an_interactions_address_is_hidden(written):
    logging.getLogger("discord.http").warning("%s %s", "PATCH", "http://api/webhooks/12/aW50ZXI.abc/messages/@original")
    assert "/webhooks/12/[hidden]/messages/@original" in written.getvalue()


@pytest.mark.usefixtures("written")
def test_configured_twice_writes_once():
    logs.configure("INFO")
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, logs.OneLine)]
    assert len(ours) == 1
