"""The club server for trying: simcord with the same bot in it, its page in the browser, and a clock that can leap.

Virtual time starts at the real moment and follows it; a leap puts seconds where the driver reads them, because the
bot's own code may not move the clock it lives by.
"""

import asyncio
import contextlib
import logging
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import simcord
from discord import app_commands
from discord.ext import commands
from simcord.backend.errors import SetupError
from simcord.builders import ChannelHandle, UserHandle

from bot.errors import SettingsError, UserError
from bot.sandbox_doors import Doors

log = logging.getLogger(__name__)

NextDue = Callable[[], Awaitable[datetime | None]]
_TICK = 1.0
_CHANNELS = ("strength", "general")
_WELCOME = """**Welcome to the sandbox.** Try `@Backline can I train every day?` or `/workout beginner`.
Type `/leap` to jump to the next scheduled post. To change channel, or to be captain or member, go to {doors}"""


class ClubMember(simcord.MemberActor):
    """A person at the page: `@Backline` typed as text becomes a mention, as it would in Discord's own composer."""

    async def send(self, channel: ChannelHandle, content: str = "", **options: Any) -> discord.Message:
        bot = self._env.bot.user
        if bot is not None:
            for name in ("@Backline", "@backline"):
                content = content.replace(name, f"<@{bot.id}>")
        return await super().send(channel, content, **options)


@dataclass(slots=True)
class Clockwork:
    """Seconds still to be leapt, and the moment of the last tick on the machine's own clock."""

    leap: float = 0.0
    ticked: float = field(default_factory=time.monotonic)

    def due(self) -> float:
        """Seconds by which virtual time is behind, taken off the list."""
        now = time.monotonic()
        behind, self.leap = now - self.ticked + self.leap, 0.0
        self.ticked = now
        return behind

    def put_back(self, seconds: float) -> None:
        self.leap += seconds


@dataclass(frozen=True, slots=True)
class Club:
    """The simulated server: its channels by name, and the people one can be."""

    env: simcord.Env
    channels: dict[str, ChannelHandle]
    people: dict[str, ClubMember]
    users: dict[str, UserHandle]


def found_club(env: simcord.Env) -> Club:
    """A server with two channels, a captain and two members, and the bot with the permissions the README asks for."""
    guild = env.create_guild("Riverside Runners")
    channels = {name: guild.create_text_channel(name) for name in _CHANNELS}
    captain = guild.create_role("Captain", permissions=discord.Permissions(manage_guild=True))
    users = {name: env.create_user(name, global_name=name.title()) for name in ("sam", "alex", "robin")}
    for name, user in users.items():
        guild.add_member(user, roles=[captain] if name == "sam" else [])
    return Club(env, channels, {name: ClubMember(env, guild, user) for name, user in users.items()}, users)


def add_leap(
    bot: commands.AutoShardedBot, clockwork: Clockwork, next_due: NextDue, now: Callable[[], datetime]
) -> None:
    """A slash command that exists only here: jump to the next scheduled post."""

    @app_commands.command(name="leap", description="Sandbox only: jump to the next scheduled post")
    async def leap(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(await leap_to_next(clockwork, next_due, now), ephemeral=True)

    bot.tree.add_command(leap)


async def leap_to_next(clockwork: Clockwork, next_due: NextDue, now: Callable[[], datetime]) -> str:
    """Ask for the leap; says where it goes, or that there is nothing to leap to."""
    due = await next_due()
    if due is None:
        return "Nothing is scheduled yet. Add something with /schedule add or /remind daily, then leap again."
    seconds = max(0.0, (due - now()).total_seconds()) + 1
    clockwork.leap = seconds
    return f"Leaping {timedelta(seconds=round(seconds))} ahead, to {due:%A %d %B %H:%M} UTC."


async def no_events(*_: Any) -> Any:
    """In place of the server's scheduled events, which the simulated Discord does not know repeating."""
    raise UserError(
        "The sandbox has no repeating server events. In your own server it works; the post stays scheduled."
    )


async def run_sandbox(bot: commands.AutoShardedBot, clockwork: Clockwork, next_due: NextDue, port: int) -> None:
    """Serve the club on loopback until Ctrl-C or SIGTERM; raises `SettingsError` when the port is taken."""
    stop = asyncio.Event()
    setattr(bot, "change_event", no_events)  # noqa: B010  the sandbox knows the bot by its framework's type only
    with _signals(stop):
        # a longer timeout would hold the page for as long before each post: simcord waits for what is due within it
        env = simcord.Env(bot, shard_count=1, settle_timeout=5, check_errors=False)
        env.backend.bot_user.name = "Backline"
        await env.start()
        try:
            add = (datetime.now(UTC) - env.now()).total_seconds()
            await env.advance_time(max(0.0, add))
            clockwork.ticked = time.monotonic()
            club = found_club(env)
            await env.settle()
            doors = Doors(club, lambda: leap_to_next(clockwork, next_due, env.now))
            try:
                await doors.open(port)
            except OSError:
                raise SettingsError(f"Port {port} is taken. Choose another: backline sandbox --port 8788") from None
            await _welcome(club, doors)
            print(f"Your club is open: {doors.address}", flush=True)  # noqa: T201
            print(f"Change channel or person: {doors.address}doors", flush=True)  # noqa: T201
            print('Type "leap" and Enter to jump to the next scheduled post. Ctrl-C closes.', flush=True)  # noqa: T201
            _listen(asyncio.get_running_loop(), clockwork, next_due, env.now)
            try:
                await _drive(env, clockwork, doors, stop)
            finally:
                await doors.close()
        finally:
            await env.shutdown()


async def _welcome(club: Club, doors: Doors) -> None:
    guide = club.env.create_user("sandbox", bot=True, global_name="Sandbox")
    host = club.env.guild.add_member(guide)
    await host.send(club.channels["strength"], _WELCOME.format(doors=f"{doors.address}doors"))


async def _drive(env: simcord.Env, clockwork: Clockwork, doors: Doors, stop: asyncio.Event) -> None:
    """Once a second: let virtual time catch up, and show what the bot did meanwhile."""
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _TICK)
        seconds = clockwork.due()
        try:
            async with doors.turn:
                await env.advance_time(seconds)
                await doors.refresh()
        except SetupError as error:
            if "overlaps" not in str(error):
                raise
            clockwork.put_back(seconds)  # somebody is pressing a button right now; next second, then
        except TimeoutError:
            log.warning("the leap took too long and stopped on the way; leap again to go on")


def _listen(
    loop: asyncio.AbstractEventLoop, clockwork: Clockwork, next_due: NextDue, now: Callable[[], datetime]
) -> None:
    """Read lines typed in the terminal; "leap" leaps. The thread ends with the process."""

    async def leap() -> None:
        print(await leap_to_next(clockwork, next_due, now), flush=True)  # noqa: T201

    def read() -> None:
        for line in sys.stdin:
            if line.strip().lower() in {"leap", "/leap"}:
                asyncio.run_coroutine_threadsafe(leap(), loop)
            elif line.strip():
                print('I know one word here: "leap".', flush=True)  # noqa: T201

    threading.Thread(target=read, daemon=True, name="terminal").start()


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Any:
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)
    try:
        for number in numbers:
            loop.add_signal_handler(number, stop.set)
    except (NotImplementedError, RuntimeError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
        numbers = ()
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
