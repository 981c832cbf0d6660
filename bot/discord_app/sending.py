"""Getting a message out: what Discord's failures mean, and the scheduled posts of `schedule.ports.Poster`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import discord

from bot.discord_app.patience import PASSING
from bot.discord_app.posts import Message, message_of
from bot.discord_app.remind_places import may_still_write
from bot.errors import StorageError, UserError
from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import TryLater, Undeliverable

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

log = logging.getLogger(__name__)
ResultT = TypeVar("ResultT")

PAUSES = (1.0, 2.0, 4.0)
# discord.py waits and asks again five times after a 429 before it reaches us
_LATER = {401: "Discord does not know the token any more", 429: "Discord asks to be left alone for a while"}
_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE, _NO_ACCESS, _NO_DM, _NO_PERMISSION = 10003, 10008, 50001, 50007, 50013
# A post stands right behind its due time; so much may have been said there since.
_SEARCHED = 500
_MARGIN = timedelta(minutes=1)
_WRITE, _WRITE_IN_THREADS = "Send Messages", "Send Messages in Threads"
_ARCHIVED_THREAD, _LOCKED_THREAD = 50083, 160005
_SHUT_OUT = "You can no longer write in that channel yourself. Choose another with /remind edit, or use /remind stop."
_CLOSED = "I cannot send you direct messages. Allow them in the server's privacy settings, then use /remind resume."


async def persistently(send: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Send, and again after a pause when the failure is a passing one; the send must carry a fixed nonce."""
    for pause in PAUSES:
        try:
            return await send()
        except PASSING:
            await asyncio.sleep(pause)
    return await send()


def nonce_of(question: int) -> str:
    """The nonce of the answer to a message: the same each time it is tried (at most 25 characters)."""
    return f"r{question}"


def _moved(entry: Entry) -> str:
    """What to do about an entry whose channel is gone, for whoever reads of it."""
    if entry.personal:
        return f"Choose another with /remind edit entry:{entry.id} channel:."
    return "Remove this entry, or add it again for another channel."


@contextmanager
def _in_our_words(entry: Entry, writing: str = _WRITE) -> Iterator[None]:
    """Discord's failures as the runner knows them: try later, or a human must act.

    `writing` names the permission that is lacking where nothing may be written.
    """
    try:
        yield
    except discord.NotFound as error:
        if error.code == _UNKNOWN_CHANNEL:
            raise Undeliverable(f"The channel is gone. {_moved(entry)}") from None
        raise
    except discord.Forbidden as error:
        if not error.code:
            # not Discord's own word: something on the way refuses everything for a while
            raise TryLater("Discord refused it without a reason") from None
        if entry.channel_id is None or error.code == _NO_DM:
            raise Undeliverable(_CLOSED) from None
        what = "View Channel" if error.code == _NO_ACCESS else writing
        give = "Ask a captain to give" if entry.personal else "Give"
        raise Undeliverable(
            f"I may not post in <#{entry.channel_id}>. {give} my role the permission {what} there."
        ) from None
    except discord.HTTPException as error:
        if error.code in (_ARCHIVED_THREAD, _LOCKED_THREAD):
            unlock = "Ask a captain to unlock it" if entry.personal else "Unlock it"
            raise Undeliverable(
                f"The thread <#{entry.channel_id}> is locked. {unlock}, or choose another place."
            ) from None
        if error.status not in _LATER and not isinstance(error, discord.DiscordServerError):
            raise
        raise TryLater(_LATER.get(error.status, f"Discord did not take it (HTTP {error.status})")) from None
    except PASSING as error:
        # people read the reason: what the error is called is for the log alone
        log.info("Entry %d did not reach Discord (%s)", entry.id, type(error).__name__)
        silent = isinstance(error, TimeoutError)
        raise TryLater(f"Discord did not {'answer in time' if silent else 'take it: the connection broke'}") from None


class DiscordPoster:
    """Posts deliveries with their nonce, and finds those that are already there."""

    def __init__(self, client: "BacklineClient") -> None:
        self._client = client

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        """The id of the message; raises `Undeliverable` or `TryLater`."""
        with _in_our_words(entry, self._writing(entry)):
            message = await self._message(entry, delivery)
            if entry.personal and not await self._still_theirs(entry):
                raise Undeliverable(_SHUT_OUT)
            place = await self._place(entry)
            try:
                sent = await place.send(view=message.view, nonce=delivery.nonce, allowed_mentions=message.mentions)
            except discord.NotFound as error:
                if error.code != _UNKNOWN_MESSAGE:
                    raise
                # sent before with this nonce, and deleted by somebody since
                log.info("Delivery %s was posted before and has been deleted", delivery.id)
                return 0
            self._client.mirror.follow(entry)
            return sent.id

    async def find(self, entry: Entry, delivery: Delivery) -> int | None:
        """The id of the message that carries this delivery in a component, or None."""
        with _in_our_words(entry):
            place = await self._place(entry)
            try:
                async for message in self._since(place, delivery.due_at - _MARGIN):
                    if any(delivery.id in custom_id for custom_id in _custom_ids(message.components)):
                        return message.id
            except discord.Forbidden:
                log.warning("the history of a channel may not be read; a resumed post relies on its nonce alone")
        return None

    async def _message(self, entry: Entry, delivery: Delivery) -> Message:
        try:
            return await message_of(self._client, entry, delivery, self._client.now())
        except UserError as error:
            raise Undeliverable(str(error)) from None
        except StorageError:
            raise TryLater("My notes could not be read") from None

    def _writing(self, entry: Entry) -> str:
        """The permission that writing there takes; of a server that is not known yet both are named."""
        guild = self._client.get_guild(entry.guild_id or 0)
        if guild is None:
            return f"{_WRITE} (in a thread {_WRITE_IN_THREADS})"
        # an archived thread is in no cache; a channel always is
        return _WRITE if guild.get_channel(entry.channel_id or 0) else _WRITE_IN_THREADS

    async def _still_theirs(self, entry: Entry) -> bool:
        """Whether a member's reminder goes where they may write themselves: their words must not outstay them."""
        if entry.channel_id is None or entry.guild_id is None:
            return True
        return await may_still_write(self._client, entry.guild_id, entry.channel_id, entry.user_id)

    async def _place(self, entry: Entry) -> discord.abc.Messageable:
        if entry.channel_id is not None:
            return self._client.get_partial_messageable(entry.channel_id, guild_id=entry.guild_id)
        return await self._client.create_dm(discord.Object(entry.user_id))

    async def _since(self, place: discord.abc.Messageable, moment: datetime) -> AsyncIterator[discord.Message]:
        async for message in place.history(limit=_SEARCHED, after=moment):
            if self._client.user and message.author.id == self._client.user.id:
                yield message


def _custom_ids(components: list[Any]) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", None) or [])
