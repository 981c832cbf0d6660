"""Telling a human that a post did not go out: the captain who made it, else the server's system channel."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.discord_app.buttons import Row, row
from bot.discord_app.entry_rows import row_of
from bot.discord_app.layouts import card
from bot.discord_app.schedule_resuming import ResumeButton
from bot.schedule.ports import Pair

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

log = logging.getLogger(__name__)
_MOST = 10
_A_ROW = 5


class Telling:
    """The runner's `Missed`. Of their own reminders by direct message members hear at their next command."""

    def __init__(self, client: "BacklineClient") -> None:
        self._client = client

    async def missed(self, pairs: Sequence[Pair]) -> None:
        """One message to each captain, whatever the number of posts."""
        by_captain: dict[tuple[int | None, int], list[Pair]] = defaultdict(list)
        for pair in pairs:
            if not pair[0].direct:
                by_captain[pair[0].guild_id, pair[0].user_id].append(pair)
        for (guild_id, captain), theirs in by_captain.items():
            await self._tell(guild_id, captain, theirs)

    async def _tell(self, guild_id: int | None, captain: int, pairs: Sequence[Pair]) -> None:
        rows = [
            row_of(self._client, entry, dates=1)
            | {"where": f"<#{entry.channel_id}>", "due": int(delivery.due_at.timestamp()), "reason": delivery.detail}
            for entry, delivery in pairs[:_MOST]
        ]
        paused = await self._paused([entry.id for entry, _ in pairs[:_MOST]])
        text = self._client.coach.voice.say("missed", rows=rows, more=len(pairs) - len(rows), paused=bool(paused))
        view = card(text, *_resume_rows(paused), warning=True)
        try:
            place = await self._client.create_dm(discord.Object(captain))
            await place.send(view=view)
            return
        except discord.HTTPException as error:
            log.warning("the captain of entry %d could not be told (code %s)", pairs[0][0].id, error.code)
        await self._tell_server(guild_id, view)

    async def _paused(self, entries: Sequence[int]) -> list[int]:
        """Which of these wait for something to be put right."""
        found = [await self._client.store.entry(entry) for entry in dict.fromkeys(entries)]
        return [entry.id for entry in found if entry and entry.in_trouble]

    async def _tell_server(self, guild_id: int | None, view: discord.ui.LayoutView) -> None:
        guild = self._client.get_guild(guild_id) if guild_id else None
        if guild is None or guild.system_channel is None:
            return
        try:
            await guild.system_channel.send(view=view, allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as error:
            log.warning("server %d could not be told either (code %s)", guild.id, error.code)


def _resume_rows(entries: Sequence[int]) -> list[Row]:
    buttons = [ResumeButton(entry) for entry in entries]
    return [row(*buttons[at : at + _A_ROW]) for at in range(0, len(buttons), _A_ROW)]
