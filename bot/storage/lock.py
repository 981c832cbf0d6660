"""One `run` per SQLite file: a lock of the operating system, which dies with its process however that ends."""

from types import TracebackType

from filelock import FileLock, Timeout

from bot.errors import StorageError
from bot.storage.address import read_address
from bot.storage.faults import storage_error


class ProcessLock:
    """Holds `<file>.lock` beside the SQLite file; nothing to hold for PostgreSQL, where many processes may run."""

    def __init__(self, database_url: str) -> None:
        self._address = read_address(database_url)
        self._lock: FileLock | None = None

    def acquire(self) -> None:
        """Take the lock or raise `StorageError`, at once, when another process holds it or it cannot be made."""
        file = self._address.file
        if file is None or self._lock is not None:
            return
        if problem := self._address.problem():
            raise StorageError(problem)
        # Beside the file it stands for, whichever link led there.
        file = file.resolve()
        lock = FileLock(file.with_name(f"{file.name}.lock"), thread_local=False)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise StorageError(f"Another backline run already uses {self._address.shown}; stop it first.") from None
        except OSError as error:
            raise storage_error(self._address, error) from error
        self._lock = lock

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "ProcessLock":
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()
