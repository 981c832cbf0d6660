"""/schedule export and import: the club's schedule as files, and files into the club's schedule."""

import asyncio
import io
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands, ui

from bot.coach.voice import escaped
from bot.discord_app.buttons import club, only_for, row
from bot.discord_app.captains import captain_only, guild_of
from bot.discord_app.entry_rows import program_title, title_of
from bot.discord_app.importing import WAITING, Import, Placing, add_all, entry_of, sort_out
from bot.discord_app.layouts import card, label
from bot.discord_app.patience import PASSING
from bot.discord_app.problems import guarded
from bot.discord_app.schedule_choosing import place_row
from bot.discord_app.schedule_places import Chosen, Place, all_may_read, checked_place
from bot.errors import UserError
from bot.schedule.calendar import Listed, write_calendar
from bot.schedule.calendar_reading import read_calendar
from bot.schedule.entry import Entry
from bot.schedule.exchange import LARGEST, Draft, draft_of, write
from bot.schedule.exchange_reading import read
from bot.schedule.menu import LibraryMenu
from bot.schedule.rotation import AGAIN, TEXT
from bot.schedule.rule import next_after

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

JSON_FILE, CALENDAR_FILE = "backline-schedule.json", "backline-schedule.ics"
_SHOWN = 12


def commands() -> tuple[tuple[Any, str, str], ...]:
    """The two commands for the group of `/schedule`, each as its function, name and description."""
    return (
        (_export, "export", "The schedule as files: to keep, to import elsewhere, and for calendars"),
        (_import, "import", "Add posts from a schedule file of mine, or from a calendar (.ics)"),
    )


@app_commands.describe(public="Post the calendar here for everybody, instead of both files for you alone")
async def _export(interaction: discord.Interaction, public: bool = False) -> None:
    bot, guild = club(interaction), guild_of(interaction)
    now = bot.now()
    entries = [
        entry
        for entry in await bot.store.entries_of_guild(guild.id)
        if next_after(entry.rule, now) is not None and not entry.program.startswith(AGAIN)
    ]
    if not entries:
        raise UserError("Nothing is scheduled here, so there is nothing to export. Add a post with /schedule add.")
    running = [entry for entry in entries if not entry.paused]
    if public:
        here = interaction.channel
        running = [entry for entry in running if await all_may_read(bot, guild, here, entry.channel_id)]
        if not running:
            raise UserError(
                "None of the scheduled posts is for everybody who reads this channel. Export without public:."
            )
    listed = [_listed(bot, guild, entry) for entry in running]
    calendar = await asyncio.to_thread(write_calendar, f"{guild.name}: strength", listed, now)
    files = [_file(CALENDAR_FILE, calendar)]
    if not public:
        files.insert(0, _file(JSON_FILE, write([_draft(guild, entry) for entry in entries]).encode()))
    text = bot.coach.voice.say(
        "schedule_exported", public=public, count=len(listed), paused=len(entries) - len(running)
    )
    view = card(text)
    for file in files:
        view.add_item(ui.File(file))
    await interaction.response.send_message(view=view, files=files, ephemeral=not public)


def _file(name: str, content: bytes) -> discord.File:
    return discord.File(io.BytesIO(content), filename=name)


def _listed(bot: "BacklineClient", guild: discord.Guild, entry: Entry) -> Listed:
    title = _plain_title(bot, entry)
    about = "\n\n".join(part for part in (entry.opening, entry.text) if part)
    return Listed(f"{entry.id}-{guild.id}@backline", title, about, f"#{_channel_name(guild, entry)}", entry.rule)


def _plain_title(bot: "BacklineClient", entry: Entry) -> str:
    if entry.program == TEXT and entry.text.strip():
        return label(entry.text.strip().splitlines()[0], 80)
    return program_title(bot, entry.program)


def _draft(guild: discord.Guild, entry: Entry) -> Draft:
    role = guild.get_role(entry.role_id or 0)
    return draft_of(entry, _channel_name(guild, entry), role.name if role else "")


def _channel_name(guild: discord.Guild, entry: Entry) -> str:
    channel = guild.get_channel_or_thread(entry.channel_id or 0)
    return channel.name if channel else "unknown"


# -- import ----------------------------------------------------------------------------------------------------------


@app_commands.describe(
    file="backline-schedule.json from an export, or an .ics calendar",
    channel="Where the posts of a calendar go, and those whose own channel is not here",
)
async def _import(interaction: discord.Interaction, file: discord.Attachment, channel: Chosen | None = None) -> None:
    bot, guild = club(interaction), guild_of(interaction)
    if file.size > LARGEST:
        raise UserError(f"This file is larger than {LARGEST // 1024} kB, the most I read. Split it into smaller ones.")
    await interaction.response.defer(ephemeral=True, thinking=True)
    stand_in = await checked_place(bot, guild, channel, "import this again") if channel else None
    drafts, left_out = await _read(bot, guild.id, file, stand_in)
    placing = Placing(bot, _member(interaction), stand_in)
    placed = [await placing.place(number, draft) for number, draft in enumerate(drafts, 1)]
    if placing.faults:
        lines = dict.fromkeys(placing.faults)
        raise UserError("\n- ".join(["I can't import this yet. Put this right and try again:", *list(lines)[:_SHOWN]]))
    now = bot.now()
    found = sort_out(placed, await bot.store.entries_of_guild(guild.id), now)
    rows = [place_row(bot, entry_of(draft, guild.id, interaction.user.id, now), dates=1) for draft in found.new]
    over = [f"“{escaped(_plain_title(bot, entry_of(one, guild.id, 0, now)))}”: it is over" for one in found.over]
    text = bot.coach.voice.say(
        "schedule_import",
        rows=rows[:_SHOWN],
        more=max(0, len(rows) - _SHOWN),
        present=[f"{entry.id} ({escaped(title_of(bot, entry))})" for entry in found.present],
        left_out=[*left_out, *placing.notes, *over][: 2 * _SHOWN],
    )
    if not found.new:
        await interaction.followup.send(view=card(text), ephemeral=True)
        return
    waiting = Import(interaction.user.id, guild.id, found.new, now + WAITING)
    button = ImportButton(interaction.user.id, bot.imports.keep(waiting, now), len(rows))
    await interaction.followup.send(view=card(text, row(button)), ephemeral=True)


async def _read(
    bot: "BacklineClient", guild_id: int, file: discord.Attachment, channel: Place | None
) -> tuple[tuple[Draft, ...], list[str]]:
    """The drafts in an attached file, and what is left out of it, in words."""
    try:
        data = await file.read()
    except (discord.HTTPException, *PASSING):
        raise UserError("I could not fetch that file from Discord. Attach it again.") from None
    calendar = file.filename.lower().endswith((".ics", ".ical")) or data.lstrip().startswith(b"BEGIN:VCALENDAR")
    if not calendar:
        return read(data, LibraryMenu(bot.coach.library)), []
    if channel is None:
        raise UserError("A calendar doesn't say where to post: add channel: to the command, with this file.")
    zone = await bot.store.club_timezone(guild_id)
    found = await asyncio.to_thread(read_calendar, data, zone, bot.now())
    return found.drafts, [f"“{escaped(one.title)}”: {one.why}" for one in found.left_out]


class ImportButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:imp:(?P<owner>\d+):(?P<token>[0-9a-f]+)"):
    """Adds what an import showed."""

    def __init__(self, owner: int, token: str, count: int = 0) -> None:
        self.owner, self.token = owner, token
        name = f"Add {count} post{'s' if count > 1 else ''}" if count else "Add"
        button: ui.Button[Any] = ui.Button(
            label=name, style=discord.ButtonStyle.primary, custom_id=f"bl:imp:{owner}:{token}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["token"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._add(interaction))

    async def _add(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        captain_only(interaction)
        bot, now = club(interaction), club(interaction).now()
        waiting = bot.imports.take(self.token, now)
        await interaction.response.defer()
        entries = await add_all(bot, waiting)
        bot.runner.changed()
        troubles = await _mirrored(bot, waiting, entries)
        text = bot.coach.voice.say(
            "schedule_imported",
            rows=[place_row(bot, entry, dates=1) for entry in entries[:_SHOWN]],
            more=max(0, len(entries) - _SHOWN),
            troubles=troubles,
        )
        await interaction.edit_original_response(view=card(text))


async def _mirrored(bot: "BacklineClient", waiting: Import, entries: list[Entry]) -> list[str]:
    """Show the added entries among the server's events where the file asks for it; what went wrong, in words."""
    wanted = [(draft.program, draft.rule, draft.channel_id) for draft in waiting.drafts if draft.mirrored]
    for entry in entries:
        if (entry.program, entry.rule, entry.channel_id) in wanted:
            try:
                await bot.mirror.start(entry)
            except UserError as error:
                return [str(error)]
    return []


def _member(interaction: discord.Interaction) -> discord.Member:
    if not isinstance(interaction.user, discord.Member):
        raise app_commands.NoPrivateMessage
    return interaction.user
