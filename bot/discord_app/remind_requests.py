"""A reminder asked for in plain words: what would be set, on a card with buttons. Nothing is set until one is pressed.

bl:set:<owner>:<wish>     sets it; the words are read back from the card, for its owner only
bl:not:<owner>            sets nothing
"""

import re
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.coach.reply import Reply
from bot.coach.voice import escaped
from bot.discord_app.buttons import only_for, reply_card, row
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.remind_setting import add_reminder, known_zone, zone_of
from bot.discord_app.remind_wish import (
    CODE,
    Days,
    Moment,
    Said,
    When,
    Wish,
    rule_in,
    settled,
    wish_for,
    wish_in_words,
    wish_on,
    zone_enough_for,
)
from bot.discord_app.remind_zone import text_on, zone_card
from bot.schedule.phrases import pattern_in_words, time_in_words
from bot.schedule.requests import Request, read_request
from bot.schedule.rule import day_in_words, local_time, moment_of, next_dates, on_the_clock

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_TIMES = (time(7), time(12), time(18))
_MENTION = re.compile(r"<@[!&]?\d+>")
_LONGEST = 1000


async def card_for(
    bot: "BacklineClient", reply: Reply, person: int, server: int | None, text: str, question: str | None = None
) -> ui.LayoutView:
    """The message of a reply: a reminder to confirm where one was asked for, else what the coach says.

    `text` is what the person wrote; `question` is shown above where others could not see it.
    """
    asked = await _request_card(bot, person, server, text, question) if reply.topic == "action/remind" else None
    return asked or reply_card(bot, reply, person, question)


async def _request_card(
    bot: "BacklineClient", person: int, server: int | None, text: str, question: str | None
) -> ui.LayoutView | None:
    words = " ".join(_MENTION.sub(" ", text).split())[:_LONGEST]
    now, zone = bot.now(), await known_zone(bot.store, person, server)
    request = read_request(words, now, zone)
    whens = _whens(request, words, now, zone) if request else []
    if request is None or not whens:
        return None
    wishes = [wish_for(when, request.about, None, None) for when in whens]
    wish, asks_time = wishes[0], bool(request.missing)
    shown = bot.coach.voice.say(
        "remind_request",
        when=_days_of(request) if asks_time else wish_in_words(wish, zone),
        about=escaped(wish.about),
        said=question or wish.said,
        row=_dates(wish, zone, now) if zone else None,
        asks_time=asks_time,
    )
    names = [_time_of(one.when, zone) for one in wishes] if asks_time else ["Set it"]
    buttons = [SetButton(person, one.code, name) for one, name in zip(wishes, names, strict=True)]
    return card(shown, row(*buttons, NotButton(person)))


def _whens(request: Request, words: str, now: datetime, zone: str | None) -> list[When]:
    """When it may be meant: one moment or rhythm, or as many as there are times to choose from."""
    if request.missing:
        return [when for at in _TIMES if (when := _at(request, at, words, now, zone))]
    if request.days and request.at:
        return [Days(request.days, request.at)]
    if request.once:
        return [Moment(request.once)]
    return [Said(words, now, whole=True)] if request.needs_zone else []


def _at(request: Request, at: time, words: str, now: datetime, zone: str | None) -> When | None:
    if request.days:
        return Days(request.days, at)
    if request.day is None:
        return None
    if zone is None:
        return Said(words, now, whole=True, at=at)
    moment = moment_of(datetime.combine(request.day, at), zone)
    return Moment(moment) if moment > now else None


def _days_of(request: Request) -> str:
    if request.days:
        return pattern_in_words(request.days.days, request.days.every, request.days.nth)
    return f"once, {day_in_words(request.day)}" if request.day else "once"


def _time_of(when: When, zone: str | None) -> str:
    if isinstance(when, Moment):
        return time_in_words(local_time(when.at, zone or "UTC").time())
    return time_in_words(when.at) if when.at else ""


def _dates(wish: Wish, zone: str, now: datetime) -> dict[str, object]:
    moments = next_dates(rule_in(settled(wish, zone).when, zone, now), now, 1)
    return {"zone": zone, "dates": [{"stamp": int(m.timestamp()), "local": on_the_clock(m, zone)} for m in moments]}


class SetButton(ui.DynamicItem[ui.Button[Any]], template=rf"bl:set:(?P<owner>\d+):(?P<code>{CODE})"):
    """Sets the reminder that stands on the card."""

    def __init__(self, owner: int, code: str, name: str = "Set it") -> None:
        self.owner, self.code = owner, code
        button: ui.Button[Any] = ui.Button(
            label=name, style=discord.ButtonStyle.primary, custom_id=f"bl:set:{owner}:{code}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["code"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._set(interaction))

    async def _set(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        wish = wish_on(text_on(interaction.message), self.code)
        zone = await zone_of(interaction) or zone_enough_for(wish)
        if zone is None:
            await interaction.response.send_message(view=zone_card(interaction, wish), ephemeral=True)
            return
        text = await add_reminder(interaction, wish, zone)
        if interaction.guild_id is None:
            await interaction.response.edit_message(view=card(text))
            return
        await interaction.response.edit_message(view=card("Your reminder is set. I told you more about it in private."))
        await interaction.followup.send(view=card(text), ephemeral=True)


class NotButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:not:(?P<owner>\d+)"):
    """Takes the offer away."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        super().__init__(ui.Button(label="No thanks", custom_id=f"bl:not:{owner}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._leave(interaction))

    async def _leave(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        await interaction.response.edit_message(view=card("All right, nothing is set."))
