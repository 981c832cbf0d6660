"""Ending reminders, and ten minutes to take that back.

bl:undo:<owner>:<entry or all>     puts back what was stopped; with `all`, the numbers that stand on the card
"""

import re
from typing import Any, Self

import discord
from discord import ui

from bot.discord_app.buttons import club, only_for, row
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.remind_own import NONE_YET, numbered, snoozes_of
from bot.discord_app.remind_setting import reminder_row, reminder_rows, snoozed_again
from bot.discord_app.remind_zone import text_on
from bot.errors import UserError
from bot.schedule.entry import Entry

_ALL = "all"
_NUMBERS = re.compile(r"^Stopped: numbers ([\d, ]+)\.$", re.MULTILINE)


async def stop(interaction: discord.Interaction, number: int | None, *, everything: bool) -> None:
    """End one reminder of the member who asks, with what is snoozed of it, or all of them."""
    bot = club(interaction)
    entries = await bot.store.entries_of_member(interaction.user.id)
    if not entries:
        raise UserError(NONE_YET)
    if everything:
        await _stop_all(interaction, entries)
        return
    found = numbered(entries, number) if number is not None else _only(entries)
    ended = [found, *await snoozes_of(bot.store, found, entries)]
    for entry in ended:
        await bot.store.remove_entry(entry.id, bot.now())
    bot.runner.changed()
    left = len(entries) - len(ended)
    text = bot.coach.voice.say("remind_stopped", row=reminder_row(bot, found, dates=1), left=left)
    undo = row(UndoButton(interaction.user.id, str(found.id)))
    await interaction.response.send_message(view=card(text, undo), ephemeral=True)


def _only(entries: list[Entry]) -> Entry:
    series = [entry for entry in entries if not snoozed_again(entry)] or entries
    if len(series) == 1:
        return series[0]
    numbers = ", ".join(str(entry.id) for entry in series)
    raise UserError(
        f"You have {len(series)} reminders: numbers {numbers}. Choose one: /remind stop entry:{series[0].id}"
    )


async def _stop_all(interaction: discord.Interaction, entries: list[Entry]) -> None:
    bot = club(interaction)
    for entry in entries:
        await bot.store.remove_entry(entry.id, bot.now())
    bot.runner.changed()
    numbers = ", ".join(str(entry.id) for entry in entries)
    text = bot.coach.voice.say("remind_stopped_all", numbers=numbers, rows=reminder_rows(bot, entries, dates=0))
    undo = row(UndoButton(interaction.user.id, _ALL))
    await interaction.response.send_message(view=card(text, undo), ephemeral=True)


def _numbers_on(message: discord.Message | None) -> list[str]:
    found = _NUMBERS.search(text_on(message))
    return found[1].split(", ") if found else []


class UndoButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:undo:(?P<owner>\d+):(?P<entry>\d+|all)"):
    """Puts back what was stopped a moment ago."""

    def __init__(self, owner: int, entry: str) -> None:
        self.owner, self.entry = owner, entry
        super().__init__(ui.Button(label="Undo", custom_id=f"bl:undo:{owner}:{entry}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["entry"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._undo(interaction))

    async def _undo(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        bot = club(interaction)
        numbers = _numbers_on(interaction.message) if self.entry == _ALL else [self.entry]
        found = [await bot.store.restore_entry(int(number), bot.now(), whose=self._is_theirs) for number in numbers]
        back = [entry for entry in found if entry]
        if not back:
            raise UserError(await self._why_not(interaction, numbers))
        bot.runner.changed()
        text = bot.coach.voice.say("remind_back", rows=reminder_rows(bot, back, dates=3))
        await interaction.response.edit_message(view=card(text))

    def _is_theirs(self, entry: Entry) -> bool:
        return entry.personal and entry.user_id == self.owner

    async def _why_not(self, interaction: discord.Interaction, numbers: list[str]) -> str:
        present = {str(entry.id) for entry in await club(interaction).store.entries_of_member(self.owner)}
        if present & set(numbers):
            return "It is back already. See /remind list."
        return "That was more than ten minutes ago, so it is gone for good. Set it again with /remind."
