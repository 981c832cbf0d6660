"""Telling a human that a post did not go out: the captain who made it, else the server's system channel."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from bot.discord_app.buttons import Row, row
from bot.discord_app.captains import is_captain
from bot.discord_app.entry_rows import row_of
from bot.discord_app.layouts import card
from bot.discord_app.patience import PASSING
from bot.discord_app.remind_resume import resume_row
from bot.discord_app.schedule_places import all_may_read
from bot.discord_app.schedule_resuming import ResumeButton
from bot.errors import StorageError
from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Pair, TryLater

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

log = logging.getLogger(__name__)
_MOST = 10
_A_ROW = 5


class Telling:
    """The runner's `Missed`.

    Members hear by direct message of reminders of theirs; of those that are paused for good reason at their next
    command, because it is the direct messages that do not get through.
    """

    def __init__(self, client: "BacklineClient") -> None:
        self._client = client

    async def missed(self, pairs: Sequence[Pair]) -> list[Pair]:
        """One message to each captain or member, whatever the number of posts; gives back what to tell later."""
        by_person: dict[tuple[int | None, int], list[Pair]] = defaultdict(list)
        for pair in pairs:
            by_person[None if pair[0].personal else pair[0].guild_id, pair[0].user_id].append(pair)
        later: list[Pair] = []
        for (guild_id, person), theirs in by_person.items():
            try:
                if guild_id is None:
                    await self._tell_member(person, theirs)
                else:
                    await self._tell_captain(guild_id, person, theirs)
            except (TryLater, discord.HTTPException, *PASSING, StorageError) as error:
                log.info("the news about entry %d wait (%s)", theirs[0][0].id, type(error).__name__)
                later += theirs
        return later

    # -- a member's own reminders ------------------------------------------------------------------------------------

    async def _tell_member(self, person: int, pairs: Sequence[Pair]) -> None:
        """Tell a member; what they cannot be told here and is paused they hear at their next command."""
        paused = await self._paused(pairs)
        pairs = [pair for pair in pairs if not (pair[0].direct and pair[0].id in paused)]
        if not pairs:
            return
        rows = [self._row(entry, delivery) for entry, delivery in pairs[:_MOST]]
        waiting = [entry for entry in paused.values() if not entry.direct]
        more = len(pairs) - len(rows)
        text = self._client.coach.voice.say("remind_missed", rows=rows, more=more, paused=bool(waiting))
        view = card(text, *([resume_row(person, waiting)] if waiting else []), warning=True)
        if await self._sent(person, view, pairs[0][0]):
            with suppress(StorageError):  # told twice is better than sent again
                await self._client.store.note_told(waiting)

    # -- a club's posts ----------------------------------------------------------------------------------------------

    async def _tell_captain(self, guild_id: int, person: int, pairs: Sequence[Pair]) -> None:
        """Tell who made them, else their server."""
        # who made it may have left since, and what a server posts is the business of its captains of today
        theirs = await is_captain(self._client, guild_id, person)
        if not (theirs and await self._sent(person, await self._letter(pairs), pairs[0][0])):
            await self._tell_server(guild_id, pairs)

    async def _letter(self, pairs: Sequence[Pair], hidden: int = 0) -> discord.ui.LayoutView:
        """What did not go out and why, with a button for each that is paused; `hidden` more are only counted."""
        rows = [self._row(entry, delivery) for entry, delivery in pairs[:_MOST]]
        paused = await self._paused(pairs[:_MOST])
        more = len(pairs) - len(rows) + hidden
        text = self._client.coach.voice.say("missed", rows=rows, more=more, paused=bool(paused))
        return card(text, *_resume_rows(list(paused)), warning=True)

    async def _tell_server(self, guild_id: int, pairs: Sequence[Pair]) -> None:
        """Tell a server's system channel, where there is one.

        Of what goes to a channel that not everybody sees there, it names nothing.
        """
        guild = self._client.get_guild(guild_id)
        if guild is None and not self._client.is_ready():
            raise TryLater("the server is not known yet")
        if guild is None or guild.system_channel is None:
            return
        here = guild.system_channel
        open_to_all = [one for one in pairs if await all_may_read(self._client, guild, here, one[0].channel_id)]
        view = await self._letter(open_to_all, len(pairs) - len(open_to_all))
        try:
            await guild.system_channel.send(view=view, allowed_mentions=discord.AllowedMentions.none())
        except PASSING:
            raise
        except discord.HTTPException as error:
            log.warning("server %d could not be told either (code %s)", guild.id, error.code)

    # -- both --------------------------------------------------------------------------------------------------------

    async def _sent(self, person: int, view: discord.ui.LayoutView, about: Entry) -> bool:
        """Write to a person; False when they take no direct messages. Raises what passes."""
        try:
            place = await self._client.create_dm(discord.Object(person))
            await place.send(view=view)
        except PASSING:
            raise
        except discord.HTTPException as error:
            log.warning("the person behind entry %d could not be told (code %s)", about.id, error.code)
            return False
        return True

    def _row(self, entry: Entry, delivery: Delivery) -> dict[str, object]:
        return row_of(self._client, entry, dates=1) | {
            "where": "your direct messages" if entry.direct else f"<#{entry.channel_id}>",
            "due": int(delivery.due_at.timestamp()),
            "reason": delivery.detail,
        }

    async def _paused(self, pairs: Sequence[Pair]) -> dict[int, Entry]:
        """Those of these entries that wait for something to be put right, as they are now, by their ids."""
        found = [await self._client.store.entry(entry) for entry in dict.fromkeys(entry.id for entry, _ in pairs)]
        return {entry.id: entry for entry in found if entry and entry.in_trouble}


def _resume_rows(entries: Sequence[int]) -> list[Row]:
    buttons = [ResumeButton(entry) for entry in entries]
    return [row(*buttons[at : at + _A_ROW]) for at in range(0, len(buttons), _A_ROW)]
