"""What went wrong with a database, as one sentence that says which and what to try."""

from sqlalchemy import exc

from bot.errors import StorageError
from bot.storage.address import Address

_SQLITE = {
    "file is not a database": "is not an SQLite database: move that file away, or set DATABASE_URL to another one.",
    "malformed": "is damaged: put back a copy, or move the file away to begin anew.",
    "unable to open": "cannot be opened: check that its folder is there and that this user may write in it.",
    "readonly": "cannot be written: give this user the right to write the file and its folder.",
    "is locked": "is held by another program: close that one and try again.",
    "full": "cannot grow: the disk is full.",
}
_POSTGRES = {
    "28P01": "refuses the password: check the user and password in DATABASE_URL.",
    "28000": "refuses this user: check the user in DATABASE_URL and the server's pg_hba.conf.",
    "3D000": "is not there: create it with createdb, or correct the name in DATABASE_URL.",
    "42501": "does not let this user make or change tables: grant it that right.",
    "53300": "has too many connections: close some, or raise max_connections.",
    "55000": "takes no connections just now: allow them again, or wait until its server is ready.",
    "57P03": "is starting up or shutting down: try again in a moment.",
}
# Classes of SQLSTATE: connection, authorization, name, resources, not in a state to serve, intervention, system
_OUTAGES = frozenset({"08", "28", "3D", "53", "55", "57", "58"})
_STOOD_STILL = "25P03"  # a transaction of ours that its server gave up
_UNREACHABLE = "cannot be reached: check the host and port in DATABASE_URL and that the server runs."


def storage_error(address: Address, error: Exception) -> StorageError:
    """`error` as a `StorageError`; one that is already a `StorageError` stays as it is."""
    if isinstance(error, StorageError):
        return error
    return StorageError(f"The database {address.shown} {_advice(address, error)}")


def is_outage(error: Exception) -> bool:
    """Whether `error` says that the database is away or busy, rather than that a statement is wrong."""
    state = _sqlstate(error)
    if state[:2] in _OUTAGES or state == _STOOD_STILL:
        return True
    if isinstance(error, exc.OperationalError | exc.InterfaceError):
        return True
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated
    return isinstance(error, OSError | TimeoutError | exc.TimeoutError)


def _advice(address: Address, error: Exception) -> str:
    if isinstance(error, ImportError):
        return 'needs a package that is not installed: pip install "backline[postgres]".'
    if not address.is_sqlite:
        if advice := _POSTGRES.get(_sqlstate(error)):
            return advice
        return _UNREACHABLE if is_outage(error) else f"cannot be used ({_first_line(error)}): see its server's log."
    for words, advice in _SQLITE.items():
        if words in str(getattr(error, "orig", error)):
            return advice
    if isinstance(error, OSError):
        return (
            f"cannot be made ({error.strerror or 'no access'}): check its folder, or set DATABASE_URL to another file."
        )
    return f"cannot be used ({_first_line(error)}): put back a copy, or move the file away to begin anew."


def _sqlstate(error: BaseException) -> str:
    """PostgreSQL's five-character code, from the driver's error or from what wraps it."""
    for one in (error, getattr(error, "orig", None), error.__cause__, getattr(error, "__context__", None)):
        code = getattr(one, "sqlstate", None)
        if isinstance(code, str):
            return code
    return ""


def _first_line(error: Exception) -> str:
    # The driver's own words only: the wrapper's repeat the statement with what people wrote.
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
