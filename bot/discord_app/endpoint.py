"""How Discord is reached: its address, the tries that fail, the shards. Every private touch of discord.py lives here.

Three things of discord.py 2.7 are replaced. It connects to a constant gateway unless told otherwise, and goes back to
that one after an invalid session: here the gateway is always the one the API names. It waits up to seventeen minutes
and logs a traceback for each failed try: here a failed try is one line and a pause of at most thirty seconds. And it
asks a failing API five times in silence: while we sign in, a failure is told at once.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.shard import Shard
from discord.utils import MISSING

from bot.discord_app.answers import REFUSED, expecting_discord, one_try, watched
from bot.discord_app.patience import PAUSES, UNREACHABLE, NoAnswer, Patience
from bot.errors import SettingsError

log = logging.getLogger(__name__)
T = TypeVar("T")

ANSWER_WITHIN = 15.0  # seconds for one try to sign in or to open the gateway
REGISTER_WITHIN = 60.0  # seconds for the commands: Discord takes its time over many of them
IDENTIFY_GAP = 5.0  # seconds between two new sessions, as Discord asks of a bot
HELD = 5.0  # a connection that lived this many seconds counts as a good one
EARLY_BREAKS = 3  # connections that break sooner are opened again at once so many times
RESUMES = 3  # after so many failed resumes the session is given up and a new one begun

FATAL = {
    4004: REFUSED,
    4010: "Discord refused this shard (close code 4010). The shard numbers do not fit the number of shards.",
    4011: "Discord wants the bot split into more shards (close code 4011). Set a larger number of shards.",
    4012: "Discord no longer speaks this version of its gateway (close code 4012). Update Backline.",
    4013: "Discord does not know an intent that the bot asked for (close code 4013). Update Backline.",
    4014: "Discord refused an intent that the bot asked for (close code 4014). "
    "Switch the privileged intents on in the developer portal, or update Backline, which needs none.",
}


def use_endpoint(api_url: str) -> None:
    """Send every request to `api_url` (`…/api/v10`), and quieten what discord.py says about each try."""
    Route.BASE = api_url.rstrip("/")
    for name in ("discord.client", "discord.gateway"):
        logging.getLogger(name).addFilter(_worth_a_line)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Drop what discord.py says at every try, and the stacks it prints when a connection hangs."""
    if record.msg == "logging in using static token":
        return False
    if isinstance(record.msg, str) and "\nLoop thread traceback" in record.msg:
        record.msg = record.msg.partition("\n")[0]
    if isinstance(record.msg, str) and record.msg.startswith("An error occurred while stopping the gateway"):
        record.exc_info = None
    return True


class _Gateway(DiscordWebSocket):
    async def poll_event(self) -> None:
        try:
            await super().poll_event()
        except asyncio.CancelledError:
            # discord.py forgets a socket whose opening is given up; one try every 30 s would use up all of them
            with suppress(Exception):
                async with asyncio.timeout(1):
                    await self.close(code=1000)
            raise

    async def received_message(self, msg: Any, /) -> None:
        try:
            await super().received_message(msg)
        except (ReconnectWebSocket, discord.ConnectionClosed, *UNREACHABLE):
            raise
        except Exception:
            # discord.py would end the whole bot over one event it cannot read; the resumed session begins after it
            log.exception("An event from Discord could not be read")
            await self.close(code=4000)
            raise ReconnectWebSocket(self.shard_id) from None


class ReachableBot(commands.AutoShardedBot):
    """A bot that signs in, registers its commands and stays connected for as long as it takes.

    `setup_hook` runs once, after Discord took the token, and registers the commands; a subclass adds to it.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so no word about it
        super().__init__(*args, http_trace=watched(), **options)
        self.pauses: Sequence[float] = PAUSES
        self.identify_gap = IDENTIFY_GAP
        self._lines: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._identified = float("-inf")

    async def until_reached(self, attempt: Callable[[], Awaitable[T]], within: float = ANSWER_WITHIN) -> T:
        """What `attempt` returns, tried for as long as Discord is out of reach; each try may take `within` seconds.

        Raises `SettingsError` for a refused token; any other answer of Discord's is raised as discord.py does.
        """
        patience = Patience(self.pauses)
        while True:
            try:
                async with one_try(within):
                    return await attempt()
            except UNREACHABLE as error:
                lost: Exception = error
            except discord.HTTPException as error:
                if error.status == 401:
                    raise SettingsError(REFUSED) from None
                if error.status != 429:
                    raise
                lost = error
            await patience.wait_after(lost)

    async def login(self, token: str) -> None:
        """Sign in, however long it takes, then run `setup_hook` once; raises `SettingsError` for a refused token."""
        await self.until_reached(partial(self._sign_in, token))
        await self.setup_hook()

    async def _sign_in(self, token: str) -> None:
        # Client.login ends in setup_hook: it is held back, for it must run once and signing in may take many tries
        vars(self)["setup_hook"] = _later
        try:
            with expecting_discord():
                await super().login(token)
        except BaseException:
            await self.http.close()
            self.http.connector = MISSING  # closed with the session; the next try makes both anew
            raise
        finally:
            del vars(self)["setup_hook"]

    async def setup_hook(self) -> None:
        """Register the commands; runs once, whatever happens to the connection later."""
        await self.register_commands()

    async def register_commands(self) -> None:
        """Register the tree's global commands; waits for Discord, and says in one line why it did not take them."""
        try:
            taken = await self.until_reached(self.tree.sync, REGISTER_WITHIN)
        except discord.HTTPException as error:
            log.error("Discord did not take the commands (HTTP %s): %s", error.status, error.text or error)
        else:
            log.info("Registered %d commands", len(taken))

    async def connect(self, *, reconnect: bool = True) -> None:
        """Hold every shard's connection until `close`; raises `SettingsError` when Discord will not have the bot."""
        self._reconnect = reconnect
        await self.until_reached(self.find_gateway)
        count = self.shard_count or 1
        ids = list(self.shard_ids or range(count))
        self._connection.shard_count, self._connection.shard_ids = count, ids
        self._lines = {asyncio.create_task(_Line(self, i).hold(), name=f"shard {i}") for i in ids}
        try:
            done, _ = await asyncio.wait(self._lines, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await self._hang_up()
        for line in done:
            if not line.cancelled():
                line.result()

    async def find_gateway(self) -> None:
        """Ask the API for the gateway and make it the only one discord.py knows."""
        with expecting_discord():
            # http.get_bot_gateway insists on fields that a proxy may well leave out
            answer = await self.http.request(Route("GET", "/gateway/bot"))
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(answer["url"])
            limit = answer.get("session_start_limit") or {}
            # past its daily number of sessions Discord takes the token away: better to wait
            if limit.get("remaining") == 0 and limit.get("reset_after", 0) > 0:
                raise NoAnswer(f"no new session allowed for {round(limit['reset_after'] / 60_000)} min")
        if self.shard_count is None:
            self.shard_count = answer.get("shards", 1)

    async def change_event(self, method: str, guild_id: int, event_id: int | None, body: Any = None) -> Any:
        """Create, change or delete a server's event with its recurrence, which discord.py 2.7 does not send."""
        path = "/guilds/{guild_id}/scheduled-events" + ("" if event_id is None else "/{event_id}")
        sent = {} if body is None else {"json": body}
        return await self.http.request(Route(method, path, guild_id=guild_id, event_id=event_id), **sent)

    async def open_gateway(self, shard_id: int, session: DiscordWebSocket | None) -> DiscordWebSocket:
        """A fresh connection that resumes `session`, or begins a new one at the gateway the API named."""
        if session is not None:
            kept = {"session": session.session_id, "sequence": session.sequence, "gateway": session.gateway}
            async with asyncio.timeout(ANSWER_WITHIN):
                ws = await _Gateway.from_client(self, shard_id=shard_id, resume=True, **kept)
        else:
            async with self._turn:
                await asyncio.sleep(max(0.0, self._identified + self.identify_gap - time.monotonic()))
                async with asyncio.timeout(ANSWER_WITHIN):
                    ws = await _Gateway.from_client(self, shard_id=shard_id, initial=True)
                self._identified = time.monotonic()
        shards: dict[int, Shard] = vars(self)["_AutoShardedClient__shards"]
        if shard_id in shards:
            shards[shard_id].ws = ws
        else:
            shards[shard_id] = Shard(ws, self, _ignore)
        return ws

    async def close(self) -> None:
        """Hang up, finish what is in hand (three seconds at most), and let go of everything."""
        await self._hang_up()
        in_hand = _in_hand()
        if in_hand:
            _, late = await asyncio.wait(in_hand, timeout=3)
            for task in late:
                task.cancel()
        if "_AutoShardedClient__queue" in vars(self):  # absent until login began; discord.py's close stumbles over that
            await super().close()

    async def _hang_up(self) -> None:
        lines = [line for line in self._lines if line is not asyncio.current_task()]
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)


def _in_hand() -> set[asyncio.Task[Any]]:
    """The events, commands and buttons being answered, known by the names discord.py gives their tasks."""
    names = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
    return {t for t in asyncio.all_tasks() if t is not asyncio.current_task() and t.get_name().startswith(names)}


async def _later() -> None:
    """Stands in for `setup_hook` while signing in."""


def _ignore(_event: object) -> None:
    """Shards report here in discord.py; ours are held by `_Line`."""


class _Line:
    """One shard's connection to the gateway, opened again for as long as the bot runs."""

    def __init__(self, bot: ReachableBot, shard_id: int) -> None:
        self.bot = bot
        self.shard_id = shard_id
        self.session: DiscordWebSocket | None = None  # the last connection, whose session can be resumed
        self.patience = Patience(bot.pauses)
        self.failed_resumes = 0
        self.early_breaks = 0

    async def hold(self) -> None:
        """Connect and read for ever; raises `SettingsError` when the gateway will not have us."""
        while True:
            opened: list[asyncio.Future[Any]] = []
            began = time.monotonic()
            try:
                ws = await self._open()
                opened = [ws.wait_for(event, lambda _: True) for event in ("READY", "RESUMED")]
                began = time.monotonic()
                while True:
                    await ws.poll_event()
            except SettingsError:
                raise
            except Exception as error:
                if not isinstance(error, (*UNREACHABLE, ReconnectWebSocket, discord.ConnectionClosed)):
                    log.exception("The connection to Discord broke in a way that was not foreseen")
                welcome = any(future.done() for future in opened)
                if not self._again_at_once(error, welcome, time.monotonic() - began):
                    await self.patience.wait_after(error)

    async def _open(self) -> DiscordWebSocket:
        if self.session is not None and self.session.open:  # broken while reading: its heart must not go on beating
            with suppress(Exception):
                async with asyncio.timeout(1):
                    await self.session.close(code=4000)
        resumable = self.session is not None and self.session.session_id and self.failed_resumes < RESUMES
        if not resumable and self.patience.failed:
            async with one_try(ANSWER_WITHIN):
                await self.bot.find_gateway()  # it may have moved
        self.session = await self.bot.open_gateway(self.shard_id, self.session if resumable else None)
        return self.session

    def _again_at_once(self, error: Exception, welcome: bool, lived: float) -> bool:
        """Whether the next try needs no pause: Discord drops good connections as a matter of course."""
        if isinstance(error, discord.ConnectionClosed) and error.code in FATAL:
            raise SettingsError(FATAL[error.code])
        afresh = isinstance(error, ReconnectWebSocket) and not error.resume
        self.failed_resumes = RESUMES if afresh else 0 if welcome else self.failed_resumes + 1
        if welcome:
            self.bot.dispatch("disconnect")
            self.bot.dispatch("shard_disconnect", self.shard_id)
        good = welcome and lived >= HELD
        self.early_breaks = 0 if good else self.early_breaks + 1
        if good or ((welcome or afresh) and self.early_breaks <= EARLY_BREAKS):
            self.patience.reset()
            return True
        return False
