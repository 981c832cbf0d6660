"""The real process: `python -m bot …` in an empty folder, with nothing of this environment but what it needs."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grounds import ROOT

_KEPT = ("PATH", "LANG", "SYSTEMROOT", "TMPDIR", "TEMP")
PATIENCE = 30  # seconds until a process that hangs is given up


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a process ended; `lines` is standard output."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal in a folder of its own; `env` is added to an environment without any of our settings."""

    folder: Path

    def environment(self, env: dict[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return kept | {"PYTHONPATH": str(ROOT), "HOME": str(self.folder), "COLUMNS": "200", "NO_COLOR": "1"} | env

    def python(self, *arguments: str, typed: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        """Run Python to its end."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment(env or {}),
            input=typed,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def backline(self, *arguments: str, typed: bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        """Run a command of the bot to its end; whatever happens, it is no traceback."""
        outcome = self.python("-m", "bot", *arguments, typed=typed, env=env)
        assert "Traceback" not in outcome.out + outcome.err, outcome.err
        return outcome

    def start(self, *arguments: str, env: dict[str, str]) -> subprocess.Popen[str]:
        """Start a command of the bot; its standard error can be read line by line."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment(env | {"PYTHONUNBUFFERED": "1"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
