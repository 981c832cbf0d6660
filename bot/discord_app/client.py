"""The bot itself: its intents, its commands, its buttons, and the runner that posts what is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.utils import utcnow

from bot.coach.coach import Coach
from bot.discord_app import coach_commands
from bot.discord_app.buttons import DayButton, FullButton, LookSelect, MoreButton, OpenButton
from bot.discord_app.club_commands import club_group
from bot.discord_app.crowd import Crowd
from bot.discord_app.endpoint import ReachableBot
from bot.discord_app.exchange_commands import ImportButton
from bot.discord_app.faq_commands import faq_group
from bot.discord_app.importing import Waiting
from bot.discord_app.mirror import Mirror
from bot.discord_app.ports import ClubStore
from bot.discord_app.post_buttons import NextButton, SnoozeButton
from bot.discord_app.problems import Tree
from bot.discord_app.questions import Questions
from bot.discord_app.remind_commands import remind_group
from bot.discord_app.remind_news import tell_untold
from bot.discord_app.remind_requests import NotButton, SetButton
from bot.discord_app.remind_resume import ResumeButton
from bot.discord_app.remind_setting import Turns
from bot.discord_app.remind_stop import UndoButton
from bot.discord_app.remind_zone import ZoneSelect
from bot.discord_app.schedule_commands import BUTTONS, schedule_group
from bot.discord_app.sending import DiscordPoster
from bot.discord_app.telling import Telling
from bot.schedule.menu import LibraryMenu
from bot.schedule.ports import Pair
from bot.schedule.runner import LEASE, LONGEST_SLEEP, Runner


def _intents() -> discord.Intents:
    """Guilds, messages in guilds and direct messages: none of them privileged."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class BacklineClient(ReachableBot):
    """The coach in Discord, put together by `app`; `lease` and `longest_sleep` are the runner's."""

    def __init__(
        self,
        coach: Coach,
        store: ClubStore,
        *,
        lease: timedelta = LEASE,
        longest_sleep: timedelta = LONGEST_SLEEP,
        **options: Any,
    ) -> None:
        super().__init__(
            command_prefix=(),  # commands are slash commands; a message never is one
            help_command=None,
            intents=_intents(),
            tree_cls=Tree,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            **options,
        )
        self.coach = coach
        self.store = store
        self.questions = Questions(self)
        self.crowd = Crowd()
        self.imports = Waiting()
        self.mirror = Mirror(self)
        self.reminders = Turns()
        self.news = Turns()
        self._telling = Telling(self)
        self.runner = Runner(
            store,
            DiscordPoster(self),
            LibraryMenu(coach.library),
            self,
            missed=self._missed,
            lease=lease,
            longest_sleep=longest_sleep,
        )
        self._add_commands()

    def _add_commands(self) -> None:
        for command in (
            coach_commands.workout_group(self),
            coach_commands.ask,
            coach_commands.exercise,
            schedule_group(self),
            remind_group(self),
            faq_group(),
            club_group(),
        ):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(
            OpenButton, FullButton, DayButton, LookSelect, MoreButton, ZoneSelect, NextButton, SnoozeButton
        )
        self.add_dynamic_items(*BUTTONS, ImportButton)
        self.add_dynamic_items(SetButton, NotButton, UndoButton, ResumeButton)
        await self.register_commands()
        self.runner.start()

    async def _missed(self, pairs: Sequence[Pair]) -> list[Pair]:
        for entry, _ in pairs:
            self.mirror.follow(entry)  # what is paused now is no event any more
        return await self._telling.missed(pairs)

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return utcnow()

    async def on_message(self, message: discord.Message, /) -> None:
        await self.questions.heard(message)

    async def on_app_command_completion(self, interaction: discord.Interaction, _command: object) -> None:
        await tell_untold(interaction)

    async def close(self) -> None:
        """Let what is in hand finish, then leave."""
        await self.runner.stop()
        await self.mirror.stop()
        await super().close()
