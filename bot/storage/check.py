"""Looking a database over without changing it, beside a bot that may be running on it."""

from bot.errors import StorageError
from bot.storage.address import Address, read_address
from bot.storage.faults import storage_error


async def check_database(database_url: str) -> list[str]:
    """What stands in the way of using this database, one sentence each; empty when nothing does.

    Nothing is made or migrated: an SQLite file that is not there yet is no problem where it can be made.
    """
    try:
        address = read_address(database_url)
        if problem := address.problem():
            return [problem]
        # An empty file is what SQLite makes of a new one.
        if address.is_sqlite and (address.file is None or not address.file.exists() or not address.file.stat().st_size):
            return []
        await _look(address)
    except StorageError as error:
        return [str(error)]
    return []


async def _look(address: Address) -> None:
    # the engine brings the migrations along, a third of a second that a database not made yet need not cost
    from bot.storage.engine import make_engine, refuse_newer

    engine = make_engine(address, readonly=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(refuse_newer, address)
    except Exception as error:
        raise storage_error(address, error) from error
    finally:
        await engine.dispose()
