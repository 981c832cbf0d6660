"""Letting reminders go on: by command, or by the button under the news that one was paused.

bl:go:<owner>:<entry or all>     resumes what was paused because it could not be delivered, after a real check
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.buttons import Row, club, only_for, row
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.remind_own import NONE_YET, numbered
from bot.discord_app.remind_places import for_member
from bot.discord_app.remind_setting import reminder_rows
from bot.discord_app.schedule_places import Trouble, place_of, post_trouble
from bot.errors import UserError
from bot.schedule.changes import going_on
from bot.schedule.entry import Entry
from bot.schedule.rule import local_day

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_CLOSED = (
    "Discord still does not let me write to you. Open the menu of a server we share, choose Privacy Settings, "
    "switch on Direct Messages, then use /remind resume."
)


async def resume(interaction: discord.Interaction, number: int | None) -> None:
    """Let one reminder of the member who asks go on, or all that are paused."""
    bot = club(interaction)
    entries = await bot.store.entries_of_member(interaction.user.id)
    if not entries:
        raise UserError(NONE_YET)
    chosen = [e for e in entries if _rests(bot, e)] if number is None else [numbered(entries, number)]
    if not chosen:
        raise UserError("None of your reminders is paused. See /remind list.")
    await _go_on(interaction, chosen)


def _rests(bot: "BacklineClient", entry: Entry) -> bool:
    quiet = entry.rule.quiet_until
    return entry.paused is not None or (quiet is not None and quiet > local_day(bot.now(), entry.rule.zone))


async def _go_on(interaction: discord.Interaction, chosen: list[Entry]) -> None:
    bot = club(interaction)
    # the check writes to the person, and Discord may take its time over that
    await interaction.response.defer(ephemeral=True, thinking=True)
    resumed: list[Entry] = []
    problems: dict[str, None] = {}
    for place in dict.fromkeys(entry.channel_id for entry in chosen):
        here = [entry for entry in chosen if entry.channel_id == place]
        try:
            if any(entry.in_trouble for entry in here):
                await _check(bot, here[0])
        except UserError as error:
            problems[str(error)] = None
            here = [entry for entry in here if not entry.in_trouble]
        resumed += [new for entry in here if (new := await bot.store.change_entry(entry.id, going_on, bot.now()))]
    if not resumed:
        raise UserError(" ".join(problems) or "That reminder is gone. See /remind list.")
    bot.runner.changed()
    rows = reminder_rows(bot, resumed, dates=3)
    text = bot.coach.voice.say("remind_resumed", rows=rows, problems=list(problems))
    await interaction.followup.send(view=card(text), ephemeral=True)


async def _check(bot: "BacklineClient", entry: Entry) -> None:
    """Raises `UserError` while reminders still cannot get where this one goes."""
    if entry.channel_id is None:
        try:
            place = await bot.create_dm(discord.Object(entry.user_id))
            await place.send(view=card("Your reminders go on."))
        except discord.Forbidden:
            raise UserError(_CLOSED) from None
        return
    guild = bot.get_guild(entry.guild_id or 0)
    if guild is None:
        raise UserError(
            f"I am no longer in that server. Have it sent to you with /remind edit entry:{entry.id} direct:True."
        )
    place = await place_of(bot, guild, entry.channel_id, fresh=True)
    trouble = place if isinstance(place, Trouble) else post_trouble(place, guild.me)
    if trouble:
        raise UserError(for_member(trouble, f"with /remind edit entry:{entry.id} channel:"))


def resume_row(owner: int, entries: Sequence[Entry]) -> Row:
    """The button under the news that these are paused."""
    return row(ResumeButton(owner, str(entries[0].id) if len(entries) == 1 else "all"))


class ResumeButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:go:(?P<owner>\d+):(?P<entry>\d+|all)"):
    """Resumes a reminder that could not be delivered, or all of them."""

    def __init__(self, owner: int, entry: str) -> None:
        self.owner, self.entry = owner, entry
        button: ui.Button[Any] = ui.Button(
            label="Try again", style=discord.ButtonStyle.primary, custom_id=f"bl:go:{owner}:{entry}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["entry"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._resume(interaction))

    async def _resume(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        entries = await club(interaction).store.entries_of_member(self.owner)
        chosen = [e for e in entries if e.in_trouble and self.entry in ("all", str(e.id))]
        if not chosen:
            raise UserError("That is put right already, or its time is over. See /remind list.")
        await _go_on(interaction, chosen)
