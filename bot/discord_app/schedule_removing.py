"""/schedule remove: asks first, and can be undone for ten minutes.

bl:rm:<entry>       removes it
bl:keep:<entry>     leaves it
bl:back:<entry>     puts it back
"""

import re
from typing import Any, Self

import discord
from discord import app_commands, ui

from bot.discord_app.buttons import club, row
from bot.discord_app.captains import captain_only
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.schedule_choosing import chosen, place_row, suggest_removable
from bot.errors import UserError


@app_commands.describe(entry="Which one; the number stands in /schedule list")
@app_commands.autocomplete(entry=suggest_removable)
async def remove(interaction: discord.Interaction, entry: int) -> None:
    """Ask whether an entry is to end."""
    bot = club(interaction)
    found = await chosen(interaction, entry, members=True)
    text = bot.coach.voice.say("schedule_ask_remove", row=place_row(bot, found, dates=1), personal=found.personal)
    view = card(text, row(RemoveButton(entry), KeepButton(entry)))
    await interaction.response.send_message(view=view, ephemeral=True)


class _EntryButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:never:(?P<entry>\d+)"):
    """A button about one entry, for captains."""

    word: str
    caption: str
    style = discord.ButtonStyle.secondary

    def __init__(self, entry: int) -> None:
        self.entry = entry
        super().__init__(ui.Button(label=self.caption, style=self.style, custom_id=f"bl:{self.word}:{entry}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["entry"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._pressed(interaction))

    async def _pressed(self, interaction: discord.Interaction) -> None:
        captain_only(interaction)
        await self.act(interaction)

    async def act(self, interaction: discord.Interaction) -> None:
        """Do what the button says."""
        raise NotImplementedError


class RemoveButton(_EntryButton, template=r"bl:rm:(?P<entry>\d+)"):
    """Ends an entry, which can be undone for ten minutes."""

    word, caption, style = "rm", "Remove", discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction) -> None:
        bot = club(interaction)
        found = await chosen(interaction, self.entry, members=True)
        await bot.store.remove_entry(self.entry, bot.now())
        bot.runner.changed()
        bot.mirror.follow(found, removed=True)
        text = bot.coach.voice.say("schedule_removed", row=place_row(bot, found, dates=1))
        await interaction.response.edit_message(view=card(text, row(BackButton(self.entry))))


class KeepButton(_EntryButton, template=r"bl:keep:(?P<entry>\d+)"):
    """Leaves an entry as it is."""

    word, caption = "keep", "Keep it"

    async def act(self, interaction: discord.Interaction) -> None:
        bot = club(interaction)
        found = await chosen(interaction, self.entry, members=True)
        row = place_row(bot, found, dates=3)
        text = bot.coach.voice.say("schedule_changed", did=f"Number {self.entry} stays", row=row, warnings=[])
        await interaction.response.edit_message(view=card(text))


class BackButton(_EntryButton, template=r"bl:back:(?P<entry>\d+)"):
    """Puts a removed entry back."""

    word, caption = "back", "Undo"

    async def act(self, interaction: discord.Interaction) -> None:
        bot = club(interaction)
        here = interaction.guild_id
        back = await bot.store.entry(self.entry) or await bot.store.restore_entry(
            self.entry, bot.now(), whose=lambda entry: entry.guild_id == here and not entry.direct
        )
        if back is None or back.guild_id != here or back.direct:
            raise UserError("That was more than ten minutes ago, so it is gone. Set it up again with /schedule add.")
        bot.runner.changed()
        bot.mirror.follow(back)
        row = place_row(bot, back, dates=3)
        text = bot.coach.voice.say("schedule_changed", did=f"Number {self.entry} is back", row=row, warnings=[])
        await interaction.response.edit_message(view=card(text))
