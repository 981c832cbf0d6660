"""Telling a member, at their next command, that a reminder of theirs could not be delivered."""

import logging

import discord

from bot.discord_app.buttons import club, row
from bot.discord_app.layouts import card
from bot.discord_app.patience import PASSING
from bot.discord_app.remind_resume import ResumeButton
from bot.discord_app.remind_setting import reminder_rows
from bot.errors import StorageError

log = logging.getLogger(__name__)


async def tell_untold(interaction: discord.Interaction) -> None:
    """Say, to the member alone, which of their reminders wait and why; each is told once. Raises nothing."""
    bot, person = club(interaction), interaction.user.id
    try:
        untold = await bot.store.untold(person)
    except StorageError as error:
        log.warning("%s Nobody is told about paused reminders until it is back.", error)
        return
    if not untold:
        return
    text = bot.coach.voice.say("remind_untold", rows=reminder_rows(bot, untold, dates=0))
    button = ResumeButton(person, str(untold[0].id) if len(untold) == 1 else "all")
    try:
        await interaction.followup.send(view=card(text, row(button), warning=True), ephemeral=True)
    except (discord.HTTPException, *PASSING) as error:
        log.warning("a member could not be told about a paused reminder (%s)", type(error).__name__)
