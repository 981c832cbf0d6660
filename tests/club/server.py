"""The club's server: simcord with the real bot in it, two channels, a captain and two members."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot import app
from bot.coach.coach import Coach
from bot.discord_app.client import BacklineClient
from bot.errors import BacklineError
from bot.storage.store import Store

EXPECTED = (BacklineError, discord.app_commands.CheckFailure)
OVER = {10062, 40060}  # an interaction that ran out, or was answered already


class QuickEnv(simcord.Env):
    """Looks ten times as often whether the bot has finished: its database answers in a millisecond."""

    async def _settle_internal(self, *, idle: float = 0.005, **options: Any) -> None:
        await super()._settle_internal(idle=idle, **options)


@dataclass
class Club:
    """The server, its people and the bot; `sam` is the captain."""

    env: simcord.Env
    coach: Coach
    store: Store
    guild: simcord.GuildHandle
    strength: simcord.ChannelHandle
    general: simcord.ChannelHandle
    sam: simcord.MemberActor
    alex: simcord.MemberActor
    robin: simcord.MemberActor
    broken: list[Exception] = field(default_factory=list[Exception])
    """The broken connections that a test asked for."""

    @property
    def bot(self) -> BacklineClient:
        return cast(BacklineClient, self.env.bot)

    @property
    def mention(self) -> str:
        assert self.env.bot.user is not None
        return self.env.bot.user.mention

    def said(self, place: simcord.ChannelHandle) -> list[discord.Message]:
        """Everything the bot has said in a channel or a conversation, the oldest first."""
        assert self.env.bot.user is not None
        return [message for message in place.history() if message.author.id == self.env.bot.user.id]

    async def ask(
        self, who: simcord.MemberActor, question: str, where: simcord.ChannelHandle | None = None
    ) -> discord.Message:
        """Mention the bot with a question; the one message it answers with."""
        place = where or self.strength
        before = len(self.said(place))
        await who.send(place, f"{self.mention} {question}")
        (answer,) = self.said(place)[before:]
        return answer

    async def schedule(self, who: simcord.MemberActor | None = None, **options: Any) -> simcord.InteractionResult:
        """`/schedule add`, by the captain, of the beginner program on Mondays at 7 in London, but for `options`."""
        usual = {"program": "beginner", "channel": self.strength, "days": "mon", "time": "7am", "timezone": "London"}
        asked = {name: value for name, value in (usual | options).items() if value is not None}
        return await (who or self.sam).slash(self.general, "schedule add", **asked)

    async def schedule_many(self, count: int, **options: Any) -> None:
        """So many posts, all like the first one, which `options` describe."""
        await self.schedule(**options)
        (first,) = await self.store.entries_of_guild(self.guild.id)
        assert first.channel_id is not None
        for _ in range(count - 1):
            await self.store.add_entry(
                guild_id=self.guild.id,
                channel_id=first.channel_id,
                user_id=first.user_id,
                program=first.program,
                rule=first.rule,
                now=self.env.now(),
            )

    async def until(self, moment: datetime) -> None:
        """Let time pass until `moment`."""
        await self.env.advance_time((moment - self.env.now()).total_seconds())

    async def after(self, **span: float) -> None:
        """Let a span of time pass: `days=1`, `seconds=2`."""
        await self.env.advance_time(timedelta(**span).total_seconds())

    async def restart(self) -> None:
        """End the bot and start another process's worth of it on the same database."""
        await self.bot.runner.stop()
        await self.env.restart_bot(new_bot(self.coach, self.store))

    async def silence(self, channel: simcord.ChannelHandle, *permissions: str) -> None:
        """Take permissions in a channel away from everybody, the bot included."""
        denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
        self.env.backend.set_overwrite(channel.id, Overwrite(self.guild.id, OverwriteType.ROLE, deny=denied))
        await self.env.settle()

    async def system_channel(self) -> simcord.ChannelHandle:
        """A channel for what Discord and the bot have to say to the whole server."""
        system = self.guild.create_text_channel("system")
        self.env.backend.edit_guild(self.guild.id, {"system_channel_id": system.id})
        await self.env.settle()
        return system

    async def demote(self, captain: simcord.MemberActor) -> None:
        """Take the captain's role from a member."""
        role = self.guild.roles["Captain"]
        self.env.backend.remove_member_role(self.guild.id, captain.id, role.id)
        await self.env.settle()

    async def delete(self, channel: simcord.ChannelHandle) -> None:
        """Delete a channel."""
        self.env.backend.delete_channel(channel.id)
        await self.env.settle()

    def requests(self, method: str, ending: str) -> list[dict[str, Any]]:
        """The bodies of the requests the bot made of Discord, by the ends of their paths."""
        made = [one for one in self.env.http_requests if one.method == method and one.path.endswith(ending)]
        return [one.json for one in made if isinstance(one.json, dict)]

    def unforeseen(self) -> list[BaseException]:
        """Errors that are no sentence for a person."""
        causes = [error.__cause__ or error for error in self.env.errors]
        causes = [cause for cause in causes if not any(cause is broken for broken in self.broken)]
        over = [c for c in causes if isinstance(c, discord.HTTPException) and c.code in OVER]
        return [cause for cause in causes if not isinstance(cause, EXPECTED) and cause not in over]


def new_bot(coach: Coach, store: Store) -> BacklineClient:
    """The bot, with a clock that may leap."""
    return app.build_client(coach, store, longest_sleep=timedelta(days=3650))


def found_club(env: simcord.Env, coach: Coach, store: Store) -> Club:
    """The server, ready for its first message."""
    guild = env.create_guild("Riverside Runners")
    strength, general = guild.create_text_channel("strength"), guild.create_text_channel("general")
    captain = guild.create_role("Captain", permissions=discord.Permissions(manage_guild=True))
    sam = guild.add_member(env.create_user("sam"), roles=[captain])
    alex, robin = (guild.add_member(env.create_user(name)) for name in ("alex", "robin"))
    return Club(env, coach, store, guild, strength, general, sam, alex, robin)
