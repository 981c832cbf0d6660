"""A scheduled post as a message: what it says, who is pinged, and the buttons that carry its delivery."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.coach.posts import Post, compose
from bot.discord_app.buttons import MoreButton, Row, look_row, row
from bot.discord_app.entry_rows import coming, role_in_words, title_of
from bot.discord_app.layouts import card
from bot.discord_app.post_buttons import SNOOZES, NextButton, SnoozeButton
from bot.discord_app.schedule_places import all_may_read, place_of
from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import TryLater
from bot.schedule.rotation import DIGEST, TEXT

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

# Said in small print from here on; a few seconds of queueing are nobody's business.
LATE = timedelta(minutes=3)
_WEEK = timedelta(days=7)
_MOST_LINES = 30
_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Message:
    """A post ready to be sent."""

    view: ui.LayoutView
    mentions: discord.AllowedMentions


async def message_of(client: "BacklineClient", entry: Entry, delivery: Delivery, now: datetime) -> Message:
    """The message of a delivery; raises `UserError` when the knowledge no longer holds what it says.

    Raises `TryLater` for a digest while the server is not known yet, and what Discord and the store raise.
    """
    post = await _post(client, entry, delivery.content, now)
    late = int(delivery.due_at.timestamp()) if now - delivery.due_at >= LATE else None
    ping, mentions = _ping(entry)
    text = client.coach.voice.say(
        "post_frame", ping=ping, opening=entry.opening, body=post.text, late=late, snooze=entry.personal
    )
    return Message(card(text, *_rows(client, entry, delivery, post)), mentions)


async def _post(client: "BacklineClient", entry: Entry, content: str, now: datetime) -> Post:
    if content == TEXT:
        return Post(client.coach.voice.say("post_text", text=entry.text, personal=entry.personal))
    if content == DIGEST:
        lines = await _week(client, entry, now)
        return Post(client.coach.voice.say("post_digest", lines=lines))
    return compose(client.coach, content)


async def _week(client: "BacklineClient", digest: Entry, now: datetime) -> list[dict[str, object]]:
    """What the club has in the seven days to come, earliest first; digests themselves are left out.

    So is what goes to a channel that not everybody sees who reads the digest: its name alone may tell too much.
    """
    guild = client.get_guild(digest.guild_id or 0)
    if guild is None and not client.is_ready():
        raise TryLater("Discord had not told me about the server yet")
    entries = [one for one in await client.store.entries_of_guild(digest.guild_id or 0) if one.program != DIGEST]
    shown = {digest.channel_id}
    if guild:
        here = await place_of(client, guild, digest.channel_id or 0, fresh=False)
        others = {entry.channel_id for entry in entries} - shown
        shown |= {channel for channel in others if await all_may_read(client, guild, here, channel)}
    found = [
        (moment, entry)
        for entry in entries
        if entry.channel_id in shown
        for moment in coming(entry, dates=8)
        if now < moment <= now + _WEEK
    ]
    return [
        {"stamp": int(moment.timestamp()), "title": title_of(client, entry), "where": f"<#{entry.channel_id}>"}
        for moment, entry in sorted(found, key=lambda one: (one[0], one[1].id))[:_MOST_LINES]
    ]


def _ping(entry: Entry) -> tuple[str, discord.AllowedMentions]:
    """How the post begins, and who that may ping: the captain's role, or the member who asked for it."""
    if entry.personal and not entry.direct:
        return f"<@{entry.user_id}>", discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(entry.user_id)], replied_user=False
        )
    if entry.role_id is None:
        return "", _NOBODY
    everyone = entry.role_id == entry.guild_id
    return role_in_words(entry.role_id, entry.guild_id), discord.AllowedMentions(
        everyone=everyone, roles=False if everyone else [discord.Object(entry.role_id)], users=False, replied_user=False
    )


def _rows(client: "BacklineClient", entry: Entry, delivery: Delivery, post: Post) -> Iterator[Row]:
    if post.workout:
        yield look_row(client, post.workout, delivery.id)
    buttons: list[Any] = [MoreButton(post.topic, delivery.id)] if post.topic else []
    if entry.personal:
        buttons += [SnoozeButton(entry.user_id, how, delivery.id) for how in SNOOZES]
    elif not post.workout and not post.topic:
        buttons.append(NextButton(entry.id, delivery.id))
    if buttons:
        yield row(*buttons)
