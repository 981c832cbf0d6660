"""/remind: what a member gets by direct message."""

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord
from discord import app_commands, ui

from bot.discord_app.buttons import club, only_for, row
from bot.discord_app.club_times import rule_of, subcommand, suggest_times, suggest_timezones
from bot.discord_app.entry_rows import row_of
from bot.discord_app.layouts import card, label
from bot.discord_app.problems import guarded, tell
from bot.errors import UserError
from bot.schedule.phrases import parse_time, time_in_words
from bot.schedule.rotation import DAILY
from bot.schedule.zones import parse_zone

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

MOST = 25
_EVERY_DAY = "every day"
_ELSEWHERE = "elsewhere"
_COMMON_ZONES = (
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome",
    "Europe/Stockholm", "Europe/Athens", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore",
    "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "America/New_York",
    "America/Toronto", "America/Chicago", "America/Denver", "America/Los_Angeles", "UTC",
)  # fmt: skip


def remind_group(client: "BacklineClient") -> app_commands.Group:
    """`/remind daily`, `list` and `stop`, in a server and in direct messages."""
    group = app_commands.Group(name="remind", description="Reminders to yourself, by direct message")
    for callback, name, description in (
        (_daily, "daily", "A daily message: strength days, and recovery on the days between"),
        (_list, "list", "Your reminders, with their next dates"),
        (_stop, "stop", "End a reminder"),
    ):
        group.add_command(subcommand(name, description, callback))
    return group


@app_commands.describe(
    time="Such as: 7am or 19:30",
    timezone="Your city or zone, such as London; else the club's, or the one you gave before",
)
@app_commands.autocomplete(time=suggest_times, timezone=suggest_timezones)
async def _daily(
    interaction: discord.Interaction,
    time: app_commands.Range[str, 1, 40],
    timezone: app_commands.Range[str, 1, 60] | None = None,
) -> None:
    await remind_daily(interaction, time, timezone)


async def remind_daily(interaction: discord.Interaction, time: str, timezone: str | None) -> None:
    """Set a daily reminder, or ask for the zone first when nobody has said it yet."""
    bot, person = club(interaction), interaction.user.id
    at = parse_time(time)
    if timezone:
        await bot.store.set_member_timezone(person, parse_zone(timezone))
    zone = await bot.store.member_timezone(person)
    if zone is None and interaction.guild_id:
        zone = await bot.store.club_timezone(interaction.guild_id)
    if zone is None:
        text = bot.coach.voice.say("remind_zone", time=time_in_words(at))
        zones = row(ZoneSelect(person, f"{at:%H%M}"))
        await interaction.response.send_message(view=card(text, zones), ephemeral=True)
        return
    text = await _added(interaction, time, zone)
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _added(interaction: discord.Interaction, time: str, zone: str) -> str:
    bot, person = club(interaction), interaction.user.id
    rule = rule_of(_EVERY_DAY, time, zone)
    present = await bot.store.entries_of_member(person)
    same = next((e for e in present if e.rule == rule and e.program == DAILY), None)
    if same and not same.paused:
        raise UserError(f"You have that reminder already, as number {same.id}. See /remind list.")
    if same:
        await bot.store.remove_entry(same.id, bot.now())
    if len(present) >= MOST:
        raise UserError(f"You have {MOST} reminders, the most I keep for one person. End one with /remind stop.")
    entry = await bot.store.add_entry(
        guild_id=interaction.guild_id, channel_id=None, user_id=person, program=DAILY, rule=rule, now=bot.now()
    )
    bot.runner.changed()
    others = len([e for e in present if e is not same])
    return bot.coach.voice.say("remind_added", row=row_of(bot, entry, dates=3), others=others)


async def _list(interaction: discord.Interaction) -> None:
    bot = club(interaction)
    entries = await bot.store.entries_of_member(interaction.user.id)
    text = bot.coach.voice.say("remind_list", rows=[row_of(bot, entry, dates=2) for entry in entries])
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _own_entries(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[int]]:
    entries = await club(interaction).store.entries_of_member(interaction.user.id)
    named = [(e.id, f"{e.id}: every day at {time_in_words(e.rule.at)} ({e.rule.zone})") for e in entries]
    wanted = current.strip().lower()
    return [app_commands.Choice(name=label(n, 100), value=i) for i, n in named if wanted in n.lower()][:25]


@app_commands.describe(entry="Which one; not needed when you have just one")
@app_commands.autocomplete(entry=_own_entries)
async def _stop(interaction: discord.Interaction, entry: int | None = None) -> None:
    bot = club(interaction)
    entries = await bot.store.entries_of_member(interaction.user.id)
    if not entries:
        raise UserError("You have no reminders. Set one with /remind daily.")
    if entry is None and len(entries) > 1:
        numbers = ", ".join(str(e.id) for e in entries)
        raise UserError(
            f"You have {len(entries)} reminders: numbers {numbers}. Choose one: /remind stop entry:{entries[0].id}"
        )
    found = next((e for e in entries if entry in (None, e.id)), None)
    if found is None:
        raise UserError(f"You have no reminder number {entry}. See /remind list.")
    await bot.store.remove_entry(found.id, bot.now())
    bot.runner.changed()
    text = bot.coach.voice.say("remind_stopped", row=row_of(bot, found, dates=1), left=len(entries) - 1)
    await interaction.response.send_message(view=card(text), ephemeral=True)


class ZoneSelect(ui.DynamicItem[ui.Select[Any]], template=r"bl:zone:(?P<owner>\d+):(?P<at>\d{4})"):
    """Asks once where a member lives, then sets the reminder they asked for."""

    def __init__(self, owner: int, at: str) -> None:
        self.owner, self.at = owner, at
        options = [discord.SelectOption(label=zone.replace("_", " "), value=zone) for zone in _COMMON_ZONES]
        options.append(discord.SelectOption(label="Somewhere else …", value=_ELSEWHERE))
        super().__init__(ui.Select(custom_id=f"bl:zone:{owner}:{at}", placeholder="Your time zone", options=options))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        chosen = cls(int(match["owner"]), match["at"])
        chosen.item = cast("ui.Select[Any]", item)
        return chosen

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._chosen(interaction))

    async def _chosen(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        time = f"{self.at[:2]}:{self.at[2:]}"
        zone = self.item.values[0]
        if zone == _ELSEWHERE:
            await interaction.response.send_modal(ZoneModal(time))
            return
        await club(interaction).store.set_member_timezone(self.owner, zone)
        text = await _added(interaction, time, zone)
        await interaction.response.edit_message(view=card(text))


class ZoneModal(ui.Modal, title="Your time zone"):
    """A city or zone typed by hand."""

    where: ui.Label["ZoneModal"] = ui.Label(
        text="City or time zone", component=ui.TextInput(placeholder="London, or America/Chicago", max_length=60)
    )

    def __init__(self, time: str) -> None:
        super().__init__()
        self._time = time

    async def on_submit(self, interaction: discord.Interaction) -> None:
        typed = cast("ui.TextInput[Any]", self.where.component).value
        await guarded(interaction, remind_daily(interaction, self._time, typed))

    async def on_error(self, interaction: discord.Interaction, error: Exception) -> None:
        await tell(interaction, error)
