"""/schedule preview and /schedule post now: what the next post looks like, and posting it at once."""

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui

from bot.discord_app.buttons import club
from bot.discord_app.entry_rows import role_in_words
from bot.discord_app.layouts import card
from bot.discord_app.posts import message_of
from bot.discord_app.schedule_choosing import chosen, place_row, suggest_entries
from bot.discord_app.schedule_results import result_of
from bot.errors import UserError
from bot.schedule.entry import Delivery, Entry
from bot.schedule.menu import LibraryMenu
from bot.schedule.rotation import next_content
from bot.schedule.rule import next_after

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_NO_DELIVERY = "-"
_MOST_TEXT = 4000


@app_commands.describe(entry="Which one; the number stands in /schedule list")
@app_commands.autocomplete(entry=suggest_entries)
async def preview(interaction: discord.Interaction, entry: int) -> None:
    """Show the next post to the captain alone; nobody is pinged."""
    bot = club(interaction)
    found = await chosen(interaction, entry)
    view = await _preview(bot, found)
    role = role_in_words(found.role_id, found.guild_id) if found.role_id else None
    note = bot.coach.voice.say("schedule_preview", row=place_row(bot, found, dates=1), role=role)
    texts = [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]
    if sum(map(len, texts)) + len(note) <= _MOST_TEXT:
        view.add_item(ui.TextDisplay(note))
    nobody = discord.AllowedMentions.none()
    await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=nobody)


async def _preview(bot: "BacklineClient", entry: Entry) -> ui.LayoutView:
    now = bot.now()
    due = next_after(entry.rule, now) or now
    content, _ = next_content(entry.program, entry.rule, entry.progress, due, LibraryMenu(bot.coach.library))
    delivery = Delivery(_NO_DELIVERY, entry.id, due, content)
    return (await message_of(bot, replace(entry, role_id=None), delivery, due)).view


@app_commands.describe(entry="Which one; the number stands in /schedule list")
@app_commands.autocomplete(entry=suggest_entries)
async def post_now(interaction: discord.Interaction, entry: int) -> None:
    """Post at once, outside the schedule."""
    bot = club(interaction)
    await chosen(interaction, entry)
    await interaction.response.defer(ephemeral=True)  # other posts may be ahead of this one
    delivery_id = await bot.runner.post_now(entry)
    delivery = await bot.store.delivery(delivery_id) if delivery_id else None
    if delivery is None:
        raise UserError(f"Number {entry} was posted this minute already. Wait a minute to post it once more.")
    now = await bot.store.entry(entry)
    if now is None:
        raise UserError(f"Number {entry} was removed meanwhile.")
    row = place_row(bot, now, dates=3)
    text = bot.coach.voice.say("schedule_posted", row=row, result=result_of(now, delivery))
    await interaction.followup.send(view=card(text, warning=delivery.state == "failed"), ephemeral=True)
