"""One process per SQLite file, by a lock that dies with its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.lock import ProcessLock

HOLD = """
import sys, time
from bot.storage.lock import ProcessLock
lock = ProcessLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_lock_is_refused_until_the_first_is_released(sqlite_url: str, tmp_path: Path) -> None:
    with ProcessLock(sqlite_url):
        with pytest.raises(StorageError) as error:
            ProcessLock(sqlite_url).acquire()
        file = tmp_path / "data" / "backline.db"
        assert str(error.value) == f"Another backline run already uses {file}; stop it first."
    with ProcessLock(sqlite_url):
        pass


def test_another_way_to_the_same_file_is_the_same_lock(sqlite_url: str, tmp_path: Path) -> None:
    with ProcessLock(sqlite_url):
        (tmp_path / "link").symlink_to(tmp_path / "data")
        with pytest.raises(StorageError):
            ProcessLock(f"sqlite+aiosqlite:///{tmp_path}/link/backline.db").acquire()


def test_another_file_in_the_same_folder_is_another_lock(sqlite_url: str) -> None:
    with ProcessLock(sqlite_url), ProcessLock(sqlite_url.replace("backline.db", "other.db")):
        pass


def test_a_killed_process_lets_go(sqlite_url: str) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", HOLD, sqlite_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(StorageError):
                ProcessLock(sqlite_url).acquire()
        finally:
            holder.send_signal(signal.SIGKILL)
        holder.wait()
        with ProcessLock(sqlite_url):
            pass


@pytest.mark.parametrize("database_url", ["sqlite+aiosqlite:///:memory:", "postgresql+asyncpg://me:secret@host/club"])
def test_where_many_may_run_there_is_nothing_to_hold(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ProcessLock(database_url), ProcessLock(database_url):
        assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StorageError, match="is a file, not a folder"):
        ProcessLock(f"sqlite+aiosqlite:///{tmp_path}/data/backline.db").acquire()


def test_releasing_twice_is_harmless(sqlite_url: str) -> None:
    lock = ProcessLock(sqlite_url)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
