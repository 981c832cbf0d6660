"""The bot as a process of its own: started, watched line by line, and stopped."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from .stub import WITHIN, Stub

ROOT = Path(__file__).parents[2]
RUN = ("-m", "bot", "run")
_KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "TEMP")  # nothing else of this environment reaches the bot


class Process:
    """A running bot; `lines` is all it wrote to standard error so far, `output` to standard output."""

    def __init__(self, process: asyncio.subprocess.Process, cwd: Path) -> None:
        self._process = process
        self.cwd = cwd
        self.lines: list[str] = []
        self.output: list[str] = []
        self._changed = asyncio.Condition()
        self._readers = [
            asyncio.create_task(self._read(stream, kept))
            for stream, kept in ((process.stderr, self.lines), (process.stdout, self.output))
        ]

    async def _read(self, stream: asyncio.StreamReader | None, kept: list[str]) -> None:
        assert stream is not None
        async for line in stream:
            async with self._changed:
                kept.append(line.decode(errors="replace").rstrip())
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    @property
    def errors(self) -> str:
        return "\n".join(self.lines)

    @property
    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.returncode

    async def line(self, text: str, nth: int = 1, within: float = WITHIN) -> str:
        """The nth line on standard error that contains `text`, waited for."""

        def found() -> list[str]:
            return [line for line in self.lines if text in line]

        def over() -> bool:
            return len(found()) >= nth or all(reader.done() for reader in self._readers)

        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(over)
        if len(found()) < nth:
            raise AssertionError(f"line {nth} with {text!r} did not come within {within} s, but:\n{self.errors}")
        return found()[nth - 1]

    async def until(self, holds: Callable[[], bool], what: str, within: float = WITHIN) -> None:
        """Wait until `holds` does, asked at every line; fails with what it wrote."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: holds() or all(reader.done() for reader in self._readers))
        if not holds():
            raise AssertionError(f"no {what} within {within} s, but:\n{self.errors}")

    def terminate(self) -> None:
        """Send SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    def signal(self, number: signal.Signals) -> None:
        """Send any signal."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self._process.kill()

    async def ended(self, within: float = WITHIN) -> int:
        """The exit code, waited for, with all it wrote read."""
        try:
            async with asyncio.timeout(within):
                await self._process.wait()
                await asyncio.gather(*self._readers)
        except TimeoutError:
            await self._say_where()
            raise AssertionError(f"it did not end within {within} s, but wrote:\n{self.errors}") from None
        return await self._process.wait()

    async def _say_where(self) -> None:
        """End it with the stack of each of its threads on standard error."""
        with suppress(ProcessLookupError, TimeoutError):
            self._process.send_signal(signal.SIGABRT)
            async with asyncio.timeout(5):
                await asyncio.gather(*map(asyncio.shield, self._readers))

    async def stop(self) -> int:
        """Terminate and return the exit code; Discord promises five seconds, and so do we."""
        self.terminate()
        return await self.ended(within=5)

    async def leave(self) -> int:
        """Terminate and return the exit code, however long that takes on a busy machine."""
        self.terminate()
        return await self.ended()

    def contacted(self) -> set[str]:
        """Every host:port it connected to or looked up."""
        contacts = self.cwd / "contacts.txt"
        return set(contacts.read_text(encoding="utf-8").split()) if contacts.exists() else set()


@asynccontextmanager
async def backline(
    stub: Stub, cwd: Path, env: dict[str, str] | None = None, program: Sequence[str] = RUN
) -> AsyncIterator[Process]:
    """Run the bot against a stub in an empty folder; `program` is what follows the name of the interpreter."""
    settings = {
        "DISCORD_API_URL": stub.api_url,
        "DISCORD_TOKEN": stub.token,
        "DATABASE_URL": f"sqlite+aiosqlite:///{cwd.as_posix()}/backline.db",
        # What is under test here is what crosses the socket; the engine that reads takes half of a start.
        "ENCODER": "off",
        "CONTACTS": str(cwd / "contacts.txt"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests/wire/watch"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONFAULTHANDLER": "1",
    }
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        cwd=cwd,
        env=kept | settings | (env or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    process = Process(started, cwd)
    try:
        yield process
    except BaseException:
        sys.stderr.write(f"the bot wrote:\n{process.errors}\n")  # shown by pytest under the failure
        raise
    finally:
        if process.code is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.ended()
