"""`backline sandbox` from start to end: its address, its database, and how it leaves."""

import os
import signal
from pathlib import Path

import pytest

from .process import SandboxProcess, started

pytestmark = pytest.mark.slow


async def test_sigterm_ends_it_quietly_with_code_0_and_leaves_nothing_behind(
    process: SandboxProcess, tmp_path: Path
) -> None:
    assert not process.address.endswith(":0/")
    assert await process.ended(signal.SIGTERM, within=5) == 0
    assert "Traceback" not in process.errors
    assert os.listdir(tmp_path) == []  # DATABASE_URL names a file here: the sandbox has its own
    assert process.lines[1:] == [
        f"Change channel or person: {process.address}doors",
        'Type "leap" and Enter to jump to the next scheduled post. Ctrl-C closes.',
    ]


async def test_a_port_that_is_taken_is_one_line(process: SandboxProcess, tmp_path: Path) -> None:
    port = int(process.address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(AssertionError, match=rf"Port {port} is taken\. Choose another"):
        async with started(tmp_path, port):
            pass
