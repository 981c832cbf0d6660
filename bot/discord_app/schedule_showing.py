"""/schedule list, show and status: what is scheduled, in short, in full, and how it went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui

from bot.discord_app.buttons import club, row
from bot.discord_app.captains import guild_of
from bot.discord_app.entry_rows import full_row
from bot.discord_app.layouts import LONGEST, answer_in_pages, card
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
_Shown = tuple[Entry, dict[str, object]]


async def show_list(interaction: discord.Interaction) -> None:
    """Everything that is scheduled here, in short."""
    bot, guild = club(interaction), guild_of(interaction)
    entries = await bot.store.entries_of_guild(guild.id)
    members = [
        {"id": entry.id, "where": f"<#{entry.channel_id}>"} for entry in await bot.store.members_entries_in(guild.id)
    ]
    pages = [entries[start : start + _PAGE] for start in range(0, len(entries), _PAGE)] or [[]]
    views: list[ui.LayoutView] = []
    for number, page in enumerate(pages):
        rows = [place_row(bot, entry, dates=2) for entry in page]
        others = members if number == len(pages) - 1 else []
        views.append(card(bot.coach.voice.say("schedule_list", rows=rows, members=others, continued=number > 0)))
    await answer_in_pages(interaction, views)


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
    """How the last posts went, and whether the next ones can; what somebody must put right comes first."""
    await interaction.response.defer(ephemeral=True)  # Discord is asked about the channel, and takes its time
    bot, guild = club(interaction), guild_of(interaction)
    alone = entry is not None
    entries = [await chosen(interaction, entry)] if alone else await bot.store.entries_of_guild(guild.id)
    count = _RESULTS if alone else 1
    shown = [(found, await _status_row(bot, guild, found, count)) for found in entries]
    shown.sort(key=lambda one: not (one[0].in_trouble or one[1]["troubles"]))
    pages = _in_pages(bot, shown, alone=alone)
    await answer_in_pages(
        interaction, [_status_card(bot, page, alone=alone, continued=page is not pages[0]) for page in pages]
    )


def _in_pages(bot: "BacklineClient", shown: Sequence[_Shown], *, alone: bool) -> list[list[_Shown]]:
    """The entries in messages that hold all of each, and a button for each that is in trouble."""
    pages: list[list[_Shown]] = [[]]
    for one in shown:
        page = [*pages[-1], one]
        buttons = sum(entry.in_trouble for entry, _ in page)
        length = len(_status_text(bot, page, alone=alone, continued=len(pages) > 1))
        if pages[-1] and (buttons > _MOST_BUTTONS or length > LONGEST):
            pages.append([one])
        else:
            pages[-1] = page
    return pages


def _status_text(bot: "BacklineClient", page: Sequence[_Shown], *, alone: bool, continued: bool) -> str:
    return bot.coach.voice.say("schedule_status", rows=[fields for _, fields in page], alone=alone, continued=continued)


def _status_card(bot: "BacklineClient", page: Sequence[_Shown], *, alone: bool, continued: bool) -> ui.LayoutView:
    buttons = [ResumeButton(entry.id) for entry, _ in page if entry.in_trouble]
    text = _status_text(bot, page, alone=alone, continued=continued)
    return card(text, *([row(*buttons)] if buttons else []), warning=bool(buttons))


async def _status_row(bot: "BacklineClient", guild: discord.Guild, entry: Entry, count: int) -> dict[str, object]:
    results = [result_of(entry, one) for one in await bot.store.last_deliveries(entry.id, count)]
    # Of fifty entries only what is known here: asking Discord for each would keep the captain waiting.
    troubles = await trouble_in(bot, guild, entry.channel_id or 0, entry.role_id, fresh=count > 1)
    shown = place_row(bot, entry, dates=3 if count > 1 else 1)
    return shown | {"results": results, "troubles": [one.then() for one in troubles]}
