"""Telling a member, at their next command, that a reminder of theirs could not be delivered."""

import logging

import discord

from bot.discord_app.buttons import club
from bot.discord_app.layouts import card
from bot.discord_app.patience import PASSING
from bot.discord_app.remind_resume import resume_row
from bot.discord_app.remind_setting import reminder_rows
from bot.errors import StorageError

log = logging.getLogger(__name__)


async def tell_untold(interaction: discord.Interaction) -> None:
    """Say, to the member alone, which of their reminders wait and why; each is told once. Raises nothing."""
    bot, person = club(interaction), interaction.user.id
    try:
        async with bot.news.of(person):
            if untold := await bot.store.untold(person):
                text = bot.coach.voice.say("remind_untold", rows=reminder_rows(bot, untold, dates=0))
                view = card(text, resume_row(person, untold), warning=True)
                await interaction.followup.send(view=view, ephemeral=True)
                await bot.store.note_told(untold)
    except StorageError as error:
        log.warning("%s Nobody is told about paused reminders until it is back.", error)
    except (discord.HTTPException, *PASSING) as error:
        log.warning("a member could not be told about a paused reminder (%s)", type(error).__name__)
