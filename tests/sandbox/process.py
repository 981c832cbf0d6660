"""`backline sandbox` as a process of its own, in an empty folder."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR", "TEMP")
_OPEN = re.compile(r"Your club is open: (http://127\.0\.0\.1:\d+/)")


class SandboxProcess:
    """A sandbox that is open at `address`; `lines` is all it printed so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.address = ""
        self.lines: list[str] = []
        self._said: list[str] = []
        self._readers = [asyncio.create_task(self._read(process.stderr, self._said))]

    async def _read(self, stream: asyncio.StreamReader | None, kept: list[str]) -> None:
        assert stream is not None
        async for line in stream:
            kept.append(line.decode(errors="replace").rstrip())

    @property
    def errors(self) -> str:
        return "\n".join(self._said)

    async def opened(self, within: float = 20) -> None:
        """Wait for the address; the rest is read from then on."""
        assert self._process.stdout is not None
        async with asyncio.timeout(within):
            while not self.address:
                line = (await self._process.stdout.readline()).decode()
                assert line, f"it ended instead of opening:\n{self.errors}"
                self.lines.append(line.rstrip())
                if found := _OPEN.match(line):
                    self.address = found[1]
        self._readers.append(asyncio.create_task(self._read(self._process.stdout, self.lines)))

    async def ended(self, number: int = signal.SIGTERM, within: float = 10) -> int:
        """Send a signal; the exit code, with everything read that it wrote."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)
        async with asyncio.timeout(within):
            code = await self._process.wait()
            await asyncio.gather(*self._readers)
        return code


@asynccontextmanager
async def started(folder: Path, port: int = 0, env: dict[str, str] | None = None) -> AsyncIterator[SandboxProcess]:
    """Run the sandbox until the block ends; then it is killed, if it still runs."""
    settings = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder.as_posix()}/mine.db",
        "DISCORD_TOKEN": "",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox", "--port", str(port)),
        cwd=folder,
        env={name: os.environ[name] for name in _KEPT if name in os.environ} | settings | (env or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    running = SandboxProcess(process)
    try:
        await running.opened()
        yield running
    finally:
        await running.ended(signal.SIGKILL)
