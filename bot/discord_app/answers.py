"""What Discord's answers mean before discord.py has its say: a refused token, a failing server, somebody else entirely.

discord.py asks a failing server five times, half a minute in all, before it says a word. Whoever waits for the bot to
come up should read why at once, so that within `one_try` the first failure counts.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
import discord
import yarl

from bot.discord_app.patience import NoAnswer
from bot.errors import SettingsError

REFUSED = (
    "Discord refused the token in DISCORD_TOKEN. Copy it again from the developer portal "
    "(your application, Bot, Reset Token) into .env or the environment."
)

_told_at_once: ContextVar[bool] = ContextVar("told_at_once", default=False)


@contextmanager
def expecting_discord() -> Iterator[None]:
    """Turn what discord.py raises for a refused token into `SettingsError`, and for other nonsense into `NoAnswer`."""
    try:
        yield
    except aiohttp.ClientError:
        raise
    except discord.LoginFailure:
        raise SettingsError(REFUSED) from None
    except discord.HTTPException as error:
        if error.status == 401:
            raise SettingsError(REFUSED) from None
        raise NoAnswer(f"HTTP {error.status}") from None
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        if "header" in str(error):  # aiohttp: a line break inside the token cannot be sent at all
            raise SettingsError(REFUSED) from None
        raise NoAnswer(f"what answers there does not speak like Discord: {error!r}") from None


@asynccontextmanager
async def one_try(within: float) -> AsyncIterator[None]:
    """A try that ends after `within` seconds, and at the first server error."""
    told = _told_at_once.set(True)
    try:
        async with asyncio.timeout(within):
            yield
    finally:
        _told_at_once.reset(told)


def watched() -> aiohttp.TraceConfig:
    """Looks at every answer before discord.py does: at server errors within `one_try`, at redirects always."""

    async def fail_at_once(_session: Any, _context: Any, answer: aiohttp.TraceRequestEndParams) -> None:
        if _told_at_once.get() and answer.response.status >= 500:
            answer.response.close()
            raise NoAnswer(f"HTTP {answer.response.status}")

    async def stay(_session: Any, _context: Any, answer: aiohttp.TraceRequestRedirectParams) -> None:
        target = answer.url.join(yarl.URL(answer.response.headers.get("Location", "")))
        if target.origin() != answer.url.origin():
            answer.response.close()
            raise NoAnswer(f"it sends us on to {target.origin()}, which is not in DISCORD_API_URL")

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(fail_at_once)
    trace.on_request_redirect.append(stay)
    return trace
