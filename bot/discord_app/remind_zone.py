"""Asking a member once where they live, and forgetting it again.

What they wanted when they were asked waits in the `custom_id` and on the card.
"""

import re
from typing import Any, Self, cast

import discord
from discord import ui

from bot.coach.voice import escaped
from bot.discord_app.buttons import club, only_for, row
from bot.discord_app.club_times import is_to_forget
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded, tell
from bot.discord_app.remind_setting import add_reminder, known_zone, zone_of
from bot.discord_app.remind_wish import CODE, Wish, wish_in_words, wish_on
from bot.schedule.zones import parse_zone

_ELSEWHERE = "elsewhere"
_COMMON_ZONES = (
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome",
    "Europe/Stockholm", "Europe/Athens", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "America/New_York",
    "America/Toronto", "America/Chicago", "America/Denver", "America/Los_Angeles", "UTC",
)  # fmt: skip


async def keep_zone(interaction: discord.Interaction, typed: str) -> None:
    """Keep the zone of the member who asks, or forget it; raises `UserError` for one that is not known."""
    bot, person = club(interaction), interaction.user.id
    own = None if is_to_forget(typed) else parse_zone(typed)
    await bot.store.set_member_timezone(person, own)
    zone = await known_zone(bot.store, person, interaction.guild_id)
    text = bot.coach.voice.say("remind_timezone", zone=zone, own=own is not None)
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def set_or_ask_zone(interaction: discord.Interaction, wish: Wish, zone: str | None) -> None:
    """Set a reminder, or ask for the zone first when nobody has said it yet; either is for the member alone."""
    view = zone_card(interaction, wish) if zone is None else card(await add_reminder(interaction, wish, zone))
    await interaction.response.send_message(view=view, ephemeral=True)


def zone_card(interaction: discord.Interaction, wish: Wish) -> ui.LayoutView:
    """The question for a zone, with all that is needed once it is answered."""
    when = wish_in_words(wish, None)
    voice = club(interaction).coach.voice
    text = voice.say("remind_zone", when=when, about=escaped(wish.about), said=wish.said)
    return card(text, row(ZoneSelect(interaction.user.id, wish.code)))


def text_on(message: discord.Message | None) -> str:
    """The text of a card, as the bot wrote it."""
    containers = [part for part in message.components if isinstance(part, discord.Container)] if message else []
    parts = [child for container in containers for child in container.children]
    return "\n".join(part.content for part in parts if isinstance(part, discord.TextDisplay))


class ZoneSelect(ui.DynamicItem[ui.Select[Any]], template=rf"bl:zone:(?P<owner>\d+):(?P<code>{CODE})"):
    """Asks once where a member lives, then sets the reminder they asked for."""

    def __init__(self, owner: int, code: str) -> None:
        self.owner, self.code = owner, code
        options = [discord.SelectOption(label=zone.replace("_", " "), value=zone) for zone in _COMMON_ZONES]
        options.append(discord.SelectOption(label="Somewhere else …", value=_ELSEWHERE))
        super().__init__(ui.Select(custom_id=f"bl:zone:{owner}:{code}", placeholder="Your time zone", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        chosen = cls(int(match["owner"]), match["code"])
        chosen.item = cast("ui.Select[Any]", item)
        return chosen

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._chosen(interaction))

    async def _chosen(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        wish = wish_on(text_on(interaction.message), self.code)
        zone = self.item.values[0]
        if zone == _ELSEWHERE:
            await interaction.response.send_modal(ZoneModal(wish))
            return
        await club(interaction).store.set_member_timezone(self.owner, zone)
        await interaction.response.edit_message(view=card(await add_reminder(interaction, wish, zone)))


class ZoneModal(ui.Modal, title="Your time zone"):
    """A city or zone typed by hand."""

    where: ui.Label["ZoneModal"] = ui.Label(
        text="City or time zone", component=ui.TextInput(placeholder="London, or America/Chicago", max_length=60)
    )

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self._wish = wish

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._typed(interaction))

    async def _typed(self, interaction: discord.Interaction) -> None:
        typed = cast("ui.TextInput[Any]", self.where.component).value
        await set_or_ask_zone(interaction, self._wish, await zone_of(interaction, typed))

    async def on_error(self, interaction: discord.Interaction, error: Exception) -> None:
        await tell(interaction, error)
