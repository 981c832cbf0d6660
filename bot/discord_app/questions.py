"""Questions in the open: by mention, by direct message, by replying to the bot. One question, one message."""

import asyncio
import logging
import weakref
from typing import TYPE_CHECKING

import discord

from bot.coach.conversation import Memory
from bot.coach.reply import Reply
from bot.discord_app import problems
from bot.discord_app.known_clubs import KnownClubs
from bot.discord_app.layouts import card
from bot.discord_app.patience import PASSING
from bot.discord_app.remind_requests import card_for
from bot.discord_app.sending import nonce_of, persistently

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

log = logging.getLogger(__name__)
_ASKED = {discord.MessageType.default, discord.MessageType.reply}
_CANNOT_REPLY = 160002
_AT_ONCE = 2


class Questions:
    """Who is being spoken to, one question of a person at a time, and the answer sent as a reply."""

    def __init__(self, client: "BacklineClient") -> None:
        self._client = client
        self.clubs = KnownClubs(client.store)
        self._memory = Memory()
        self._turns: weakref.WeakValueDictionary[tuple[int, int], asyncio.Lock] = weakref.WeakValueDictionary()
        self._thinking = asyncio.Semaphore(_AT_ONCE)

    @property
    def busy(self) -> bool:
        """Whether an answer now would wait for others."""
        return self._thinking.locked()

    async def ask(self, place: int, person: int, text: str, server: int | None = None) -> Reply:
        """The coach's reply within the conversation of this person in this place, as their club has set it."""
        turn = self._turns.setdefault((place, person), asyncio.Lock())
        async with turn:
            known = await self.clubs.of(server or self._server_of(place))
            async with self._thinking:
                now = self._client.now()
                talk = self._memory.recall(place, person, now)
                reply, talk = await asyncio.to_thread(
                    self._client.coach.reply, text, talk, now, known.answers, known.country
                )
                self._memory.keep(place, person, talk)
                return reply

    def _server_of(self, place: int) -> int | None:
        """The server of a channel or thread; None for a direct message."""
        server = getattr(self._client.get_channel(place), "guild", None)
        return server.id if isinstance(server, discord.Guild) else None

    async def chose(self, place: int, person: int, topic: str, aspect: str | None, server: int | None) -> Reply:
        """The reply for a button, which becomes the subject of the conversation."""
        known = await self.clubs.of(server)
        now = self._client.now()
        talk = self._memory.recall(place, person, now)
        reply = self._client.coach.chosen(topic, aspect, talk, known.country)
        self._memory.keep(place, person, talk.about(topic, aspect, now))
        return reply

    async def whole(self, topic: str, aspect: str | None, server: int | None) -> Reply:
        """All that there is to say on a topic, with the numbers of the club's country."""
        known = await self.clubs.of(server)
        return self._client.coach.open(topic, aspect, whole=True, country=known.country)

    async def heard(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot; leave every other alone."""
        me = self._client.user
        if me is None or message.author.bot or message.webhook_id or message.type not in _ASKED:
            return
        if message.guild is None or any(user.id == me.id for user in message.mentions):
            await self._answer(message)
        elif not message.content:
            role = any(role.tags and role.tags.bot_id == me.id for role in message.role_mentions)
            if role or self._replies_to_us(message, me.id):
                await self._send(message, card(self._client.coach.voice.say("unheard", role=role, me=me.mention)))

    @staticmethod
    def _replies_to_us(message: discord.Message, me: int) -> bool:
        answered = message.reference.resolved if message.reference else None
        return isinstance(answered, discord.Message) and answered.author.id == me

    async def _answer(self, message: discord.Message) -> None:
        server = message.guild.id if message.guild else None
        try:
            reply = await self.ask(message.channel.id, message.author.id, message.content, server)
            view = await card_for(self._client, reply, message.author.id, server, message.content)
        except Exception as error:
            view = card(problems.in_words(error), warning=True)
        await self._send(message, view)

    async def _send(self, message: discord.Message, view: discord.ui.LayoutView) -> None:
        nonce = nonce_of(message.id)
        quiet = discord.AllowedMentions.none()
        link = message.to_reference(fail_if_not_exists=False)
        try:
            try:
                await persistently(
                    lambda: message.channel.send(view=view, reference=link, nonce=nonce, allowed_mentions=quiet)
                )
            except discord.HTTPException as error:
                if error.code != _CANNOT_REPLY:
                    raise
                # without Read Message History Discord refuses the link to the question, not the answer
                await persistently(lambda: message.channel.send(view=view, nonce=nonce, allowed_mentions=quiet))
        except discord.Forbidden as error:
            log.warning("an answer may not be sent in channel %s (code %s)", message.channel.id, error.code)
        except (discord.HTTPException, *PASSING) as error:
            log.warning("an answer could not be sent in channel %s (%s)", message.channel.id, type(error).__name__)
