"""One run of the bot: sign in, connect, serve, and leave in good order when told to."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from bot import logs
from bot.discord_app.endpoint import ReachableBot, use_endpoint
from bot.discord_app.patience import PAUSES

log = logging.getLogger(__name__)

GRACE = 4.0  # seconds for leaving; a container is killed if it takes long, and five were promised


async def serve(client: ReachableBot, token: str, api_url: str, *, pauses: Sequence[float] = PAUSES) -> None:
    """Serve until SIGTERM or SIGINT, then leave within five seconds; waits for a Discord that cannot be reached.

    `pauses` are the seconds between failed tries, the last one repeating; tests shorten them.
    Raises `SettingsError` when Discord will not have the bot: a refused token, intent or shard.
    """
    use_endpoint(api_url)
    logs.hide(token)
    client.pauses = pauses
    with _told_to_stop() as stop:
        work = asyncio.create_task(_work(client, token), name="serving")
        told = asyncio.create_task(stop.wait(), name="waiting for a signal")
        try:
            await asyncio.wait({work, told}, return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                log.info("Leaving: finishing what is in hand")
        finally:
            told.cancel()
            await _leave(client, work)
    if not work.cancelled():
        work.result()


async def _work(client: ReachableBot, token: str) -> None:
    await client.login(token)
    await client.connect()


async def _leave(client: ReachableBot, work: asyncio.Task[None]) -> None:
    """Stop taking work, close the client and whatever hangs on it, and be done in `GRACE` seconds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + GRACE
    work.cancel()
    await asyncio.wait({work}, timeout=GRACE / 2)
    closing = asyncio.create_task(client.close(), name="closing")
    await asyncio.wait({closing}, timeout=deadline - loop.time())
    if not closing.done():
        log.warning("Something was still in hand after %g s and was left", GRACE)
        closing.cancel()
        with suppress(Exception):
            await client.http.close()
    elif not closing.cancelled() and closing.exception():
        log.error("Closing went wrong", exc_info=closing.exception())


@contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """An event that SIGTERM or SIGINT sets."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    undo: list[Callable[[], object]] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
            undo.append(lambda number=number: loop.remove_signal_handler(number))
        except NotImplementedError:  # Windows
            before = signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
            undo.append(lambda number=number, before=before: signal.signal(number, before))
        except (RuntimeError, ValueError):  # not the main thread: whoever runs us stops us by cancelling
            pass
    try:
        yield stop
    finally:
        for restore in undo:
            restore()
