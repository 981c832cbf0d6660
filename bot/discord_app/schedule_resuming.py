"""Letting a paused entry go on: by command, or by the button under the message that told of the trouble.

bl:resume:<entry>     for any captain of its server, in the server or in their direct messages
"""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.buttons import club
from bot.discord_app.captains import is_captain
from bot.discord_app.layouts import card, show_alone
from bot.discord_app.problems import guarded
from bot.discord_app.schedule_choosing import place_row, warnings_about
from bot.discord_app.schedule_places import Trouble, place_of, post_trouble
from bot.errors import UserError
from bot.schedule.changes import going_on
from bot.schedule.entry import Entry


async def acknowledged(interaction: discord.Interaction) -> None:
    """Say that an answer comes: Discord is asked about captain and channel, and takes its time."""
    await interaction.response.defer(ephemeral=interaction.guild_id is not None, thinking=True)


async def resumed(interaction: discord.Interaction, entry: Entry) -> tuple[Entry, str]:
    """The entry going on, and what was done in words; raises `UserError` when it still cannot be posted."""
    bot = club(interaction)
    if not entry.paused and not entry.rule.quiet_until:
        return entry, f"Number {entry.id} is not paused: it goes on"
    await _check(interaction, entry)
    new = await bot.store.change_entry(entry.id, going_on, bot.now())
    if new is None:
        raise UserError(f"Number {entry.id} was removed meanwhile. Set it up again with /schedule add.")
    bot.runner.changed()
    bot.mirror.follow(new)
    return new, f"Number {entry.id} goes on"


async def tell_resumed(interaction: discord.Interaction, done: tuple[Entry, str]) -> None:
    """Answer an acknowledged interaction with what was done and the next dates."""
    bot, (entry, did) = club(interaction), done
    warnings = await warnings_about(bot, entry)
    text = bot.coach.voice.say("schedule_changed", did=did, row=place_row(bot, entry, dates=3), warnings=warnings)
    await show_alone(interaction, card(text))


def _server_of(interaction: discord.Interaction, entry: Entry) -> discord.Guild:
    guild = club(interaction).get_guild(entry.guild_id or 0)
    if guild is None:
        raise UserError("I am no longer in that server. Invite me again, then resume this.")
    return guild


async def _check(interaction: discord.Interaction, entry: Entry) -> None:
    """Ask Discord itself whether the entry can be posted now; raises `UserError` that says what is lacking."""
    bot, guild = club(interaction), _server_of(interaction, entry)
    place = await place_of(bot, guild, entry.channel_id or 0, fresh=True)
    trouble = place if isinstance(place, Trouble) else post_trouble(place, guild.me)
    if trouble:
        raise UserError(trouble.then("resume this again"))


async def _may_resume(interaction: discord.Interaction, entry: Entry) -> bool:
    """Whether a captain presses; in direct messages Discord is asked, for whoever made it may be none any more."""
    server = _server_of(interaction, entry)
    if interaction.guild_id == server.id:
        return interaction.permissions.manage_guild
    return await is_captain(club(interaction), server.id, interaction.user.id)


class ResumeButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:resume:(?P<entry>\d+)"):
    """Lets an entry go on once what was wrong is put right."""

    def __init__(self, entry: int) -> None:
        self.entry = entry
        button: ui.Button[Any] = ui.Button(
            label=f"Resume number {entry}", style=discord.ButtonStyle.primary, custom_id=f"bl:resume:{entry}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["entry"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._resume(interaction))

    async def _resume(self, interaction: discord.Interaction) -> None:
        await acknowledged(interaction)
        entry = await club(interaction).store.entry(self.entry)
        if entry is None:
            raise UserError(f"Number {self.entry} was removed. Set it up again with /schedule add.")
        if not await _may_resume(interaction, entry):
            raise UserError(
                "Only a captain of that server can resume this: it needs the Manage Server permission there."
            )
        await tell_resumed(interaction, await resumed(interaction, entry))
