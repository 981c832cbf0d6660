"""/schedule list, show and status: what is scheduled, in short, in full, and how it went."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.buttons import club, row
from bot.discord_app.captains import guild_of
from bot.discord_app.entry_rows import full_row
from bot.discord_app.layouts import card
from bot.discord_app.schedule_choosing import chosen, place_row, suggest_entries, warnings_about
from bot.discord_app.schedule_places import trouble_in
from bot.discord_app.schedule_results import result_of
from bot.discord_app.schedule_resuming import ResumeButton
from bot.schedule.entry import Entry

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_PAGE = 12  # so that the longest titles and their dates fit into one message
_RESULTS = 5
_MOST_BUTTONS = 5


async def show_list(interaction: discord.Interaction) -> None:
    """Everything that is scheduled here, in short."""
    bot, guild = club(interaction), guild_of(interaction)
    entries = await bot.store.entries_of_guild(guild.id)
    members = [
        {"id": entry.id, "where": f"<#{entry.channel_id}>"} for entry in await bot.store.members_entries_in(guild.id)
    ]
    pages = [entries[start : start + _PAGE] for start in range(0, len(entries), _PAGE)] or [[]]
    for number, page in enumerate(pages):
        rows = [place_row(bot, entry, dates=2) for entry in page]
        others = members if number == len(pages) - 1 else []
        view = card(bot.coach.voice.say("schedule_list", rows=rows, members=others, continued=number > 0))
        if number == 0:
            await interaction.response.send_message(view=view, ephemeral=True)
        else:
            await interaction.followup.send(view=view, ephemeral=True)


@app_commands.describe(entry="Which one; the number stands in /schedule list")
@app_commands.autocomplete(entry=suggest_entries)
async def show(interaction: discord.Interaction, entry: int) -> None:
    """All there is to know about one entry."""
    bot = club(interaction)
    found = await chosen(interaction, entry)
    shown = place_row(bot, found, dates=3) | full_row(found, bot.now())
    warnings = await warnings_about(bot, found)
    text = bot.coach.voice.say("schedule_show", row=shown, warnings=warnings)
    await interaction.response.send_message(view=card(text), ephemeral=True)


@app_commands.describe(entry="Which one; without it all of them in short")
@app_commands.autocomplete(entry=suggest_entries)
async def status(interaction: discord.Interaction, entry: int | None = None) -> None:
    """How the last posts went, and whether the next ones can."""
    bot, guild = club(interaction), guild_of(interaction)
    alone = entry is not None
    entries = [await chosen(interaction, entry)] if alone else await bot.store.entries_of_guild(guild.id)
    count = _RESULTS if alone else 1
    rows = [await _status_row(bot, guild, found, count) for found in entries]
    text = bot.coach.voice.say("schedule_status", rows=rows, alone=alone)
    buttons = [ResumeButton(found.id) for found in entries if found.in_trouble][:_MOST_BUTTONS]
    view = card(text, *([row(*buttons)] if buttons else []), warning=any(found.in_trouble for found in entries))
    await interaction.response.send_message(view=view, ephemeral=True)


async def _status_row(bot: "BacklineClient", guild: discord.Guild, entry: Entry, count: int) -> dict[str, object]:
    results = [result_of(entry, one) for one in await bot.store.last_deliveries(entry.id, count)]
    # Of fifty entries only what is known here: asking Discord for each would keep the captain waiting.
    troubles = await trouble_in(bot, guild, entry.channel_id or 0, entry.role_id, fresh=count > 1)
    shown = place_row(bot, entry, dates=3 if count > 1 else 1)
    return shown | {"results": results, "troubles": [one.then() for one in troubles]}
