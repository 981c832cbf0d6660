"""Buttons under scheduled posts. Each carries the delivery it stands under, so that a post can be found again.

bl:next:<entry>:<delivery>           when the next post of this entry is; in private
bl:snz:<owner>:<how>:<delivery>      the same reminder once more, later; for its owner only
"""

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.buttons import club, only_for
from bot.discord_app.entry_rows import row_of
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.remind_own import root_of
from bot.discord_app.remind_setting import MOST, snoozed_again
from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.rule import Rule, local_time, moment_of, once_at

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_STOPPED = "This reminder was stopped, so I won't repeat it. Set another with /remind."
EVENING = time(18)
_LATE_EVENING = time(20)
SNOOZES = {"20m": "20 min", "1h": "1 hour", "eve": "This evening", "tom": "Tomorrow"}


class NextButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:next:(?P<entry>\d+):(?P<mark>[a-z0-9-]+)"):
    """Says when the next post of this entry is."""

    def __init__(self, entry: int, mark: str) -> None:
        self.entry = entry
        super().__init__(ui.Button(label="When is the next?", custom_id=f"bl:next:{entry}:{mark}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["entry"]), match["mark"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._say(interaction))

    async def _say(self, interaction: discord.Interaction) -> None:
        bot = club(interaction)
        entry = await bot.store.entry(self.entry)
        row = row_of(bot, entry, dates=3) if entry else None
        text = bot.coach.voice.say("post_next", row=row)
        await interaction.response.send_message(view=card(text), ephemeral=True)


class SnoozeButton(
    ui.DynamicItem[ui.Button[Any]], template=r"bl:snz:(?P<owner>\d+):(?P<how>[a-z0-9]+):(?P<delivery>[0-9a-f]+)"
):
    """Brings a reminder again later; the series stays as it is."""

    def __init__(self, owner: int, how: str, delivery: str) -> None:
        self.owner, self.how, self.delivery = owner, how, delivery
        super().__init__(ui.Button(label=SNOOZES[how], custom_id=f"bl:snz:{owner}:{how}:{delivery}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["how"], match["delivery"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._snooze(interaction))

    async def _snooze(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        bot = club(interaction)
        now = bot.now()
        async with bot.reminders.of(self.owner):
            await self._refuse_one_too_many(bot)
            again = await bot.store.snooze(self.delivery, lambda entry: snoozed(entry, self.how, now), now)
        if again is None:
            raise UserError(_STOPPED)
        bot.runner.changed()
        text = bot.coach.voice.say("remind_snoozed", row=row_of(bot, again, dates=1))
        await interaction.response.send_message(view=card(text), ephemeral=True)

    async def _refuse_one_too_many(self, bot: "BacklineClient") -> None:
        """Raises `UserError` when what was snoozed is stopped, or when the person has snoozed enough."""
        delivery = await bot.store.delivery(self.delivery)
        entry = await bot.store.entry(delivery.entry_id) if delivery else None
        if entry is None or entry.user_id != self.owner or await root_of(bot.store, entry) is None:
            raise UserError(_STOPPED)
        theirs = await bot.store.entries_of_member(self.owner)
        waiting = [one for one in theirs if snoozed_again(one) and one.origin != self.delivery]
        if len(waiting) >= MOST:
            raise UserError(f"You have {MOST} snoozed reminders, the most I keep. End one with /remind stop.")


def snoozed(entry: Entry, how: str, now: datetime) -> Rule:
    """When a reminder comes again: in 20 minutes, an hour, this evening, or tomorrow at its usual time."""
    zone, usual = entry.rule.zone, entry.rule.at
    local = local_time(now, zone)
    if how == "20m":
        return once_at(now + timedelta(minutes=20), zone, usual)
    if how == "1h":
        return once_at(now + timedelta(hours=1), zone, usual)
    if how == "tom":
        return once_at(moment_of(datetime.combine(local.date() + timedelta(days=1), usual), zone), zone, usual)
    evening = next((at for at in (EVENING, _LATE_EVENING) if at > local.time()), None)
    if evening is None:
        raise UserError("It is evening already: choose 20 minutes, an hour or tomorrow.")
    return once_at(moment_of(datetime.combine(local.date(), evening), zone), zone, usual)
