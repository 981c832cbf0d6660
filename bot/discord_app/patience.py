"""What counts as Discord being out of reach, how that is told in one line, and how long to wait before the next try."""

import asyncio
import logging
import os
from collections.abc import Sequence

import aiohttp
import discord
import yarl
from discord.gateway import ReconnectWebSocket
from discord.http import Route

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between failed tries; the last one repeats


class NoAnswer(aiohttp.ClientError):
    """Something answered, but not as Discord does: a server error, a redirect elsewhere, a page of HTML."""


# discord.py itself repeats 500, 502, 504 and 524; a 503 and a reset connection reach us. What aiohttp raises is
# mostly no OSError.
PASSING = (discord.DiscordServerError, aiohttp.ClientError, OSError, TimeoutError)
"""What may work in a moment: Discord fails, or the way to it does."""
UNREACHABLE = (*PASSING, discord.RateLimited)


class Patience:
    """The pauses between failed tries: each longer than the one before, until one succeeds."""

    def __init__(self, pauses: Sequence[float]) -> None:
        self._pauses = pauses
        self.failed = 0

    async def wait_after(self, error: BaseException) -> None:
        """Say in one line that Discord cannot be reached, and wait before the next try."""
        pause = self._pauses[min(self.failed, len(self._pauses) - 1)]
        self.failed += 1
        where = yarl.URL(Route.BASE).with_user(None)
        log.warning("Discord cannot be reached at %s; trying again in %g s (%s)", where, pause, _why(error))
        await asyncio.sleep(pause)

    def reset(self) -> None:
        """Begin again with the shortest pause: a try succeeded."""
        self.failed = 0


def _why(error: BaseException) -> str:
    if isinstance(error, discord.HTTPException | aiohttp.ClientResponseError):
        return f"HTTP {error.status}"
    if isinstance(error, NoAnswer):
        return str(error)
    if isinstance(error, ReconnectWebSocket | discord.ConnectionClosed):
        return "the gateway closed the connection"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, aiohttp.ClientSSLError):
        return "no secure connection: check its certificate, and http or https"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno) if error.errno > 0 else error.strerror or "no such address"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "nothing answers there"
    return "the connection was dropped"
