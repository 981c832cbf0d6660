"""/schedule: what a captain has posted to the club's channels."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import exchange_commands
from bot.discord_app.buttons import club
from bot.discord_app.captains import captains_group
from bot.discord_app.club_times import rule_of, suggest_days, suggest_times, suggest_timezones
from bot.discord_app.entry_rows import program_title, row_of
from bot.discord_app.layouts import card, label
from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.phrases import days_in_words, time_in_words
from bot.schedule.rotation import DAILY

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

MOST = 50
_NEEDED = ("view_channel", "send_messages", "read_message_history")


def schedule_group(client: "BacklineClient") -> app_commands.Group:
    """`/schedule add`, `list` and `remove`; only members with Manage Server see and may use it."""
    programs = client.coach.library.programs.values()
    choices = [app_commands.Choice(name=program.name, value=program.id) for program in list(programs)[:24]]
    add = app_commands.choices(program=[app_commands.Choice(name="Daily reminder", value=DAILY), *choices])(_add)
    return captains_group(
        "schedule",
        "Workouts and reminders posted to a channel",
        (add, "add", "Post a program's workouts, or a daily reminder, to a channel"),
        (_list, "list", "What is scheduled here, with the next dates"),
        (_remove, "remove", "End a scheduled post"),
        *exchange_commands.commands(),
    )


@app_commands.describe(
    program="What to post",
    channel="Where to post it",
    days="Such as: mon thu, weekdays, every day",
    time="Such as: 7am or 19:30",
    timezone="A city or zone such as London or Europe/Paris; later the club's own is used",
)
@app_commands.autocomplete(days=suggest_days, time=suggest_times, timezone=suggest_timezones)
async def _add(
    interaction: discord.Interaction,
    program: str,
    channel: discord.TextChannel,
    days: app_commands.Range[str, 1, 100],
    time: app_commands.Range[str, 1, 40],
    timezone: app_commands.Range[str, 1, 60] | None = None,
) -> None:
    bot, guild = club(interaction), _guild(interaction)
    if program != DAILY:
        bot.coach.workout(program)
    known = await bot.store.club_timezone(guild.id)
    if timezone is None and known is None:
        raise UserError("I don't know this club's time zone yet. Add timezone: with a city, such as London.")
    rule = rule_of(days, time, timezone or known or "")
    _may_post(guild, channel)
    present = await bot.store.entries_of_guild(guild.id)
    same = next((e for e in present if (e.program, e.channel_id, e.rule) == (program, channel.id, rule)), None)
    if same:
        raise UserError(f"That is scheduled already, as number {same.id}. See /schedule list.")
    if len(present) >= MOST:
        raise UserError(f"This server has {MOST} scheduled posts, the most I keep. Remove one with /schedule remove.")
    if known is None:
        await bot.store.set_club_timezone(guild.id, rule.zone)
    entry = await bot.store.add_entry(
        guild_id=guild.id,
        channel_id=channel.id,
        user_id=interaction.user.id,
        program=program,
        rule=rule,
        now=bot.now(),
    )
    bot.runner.changed()
    text = bot.coach.voice.say("schedule_added", row=_row(bot, entry, dates=3))
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _list(interaction: discord.Interaction) -> None:
    bot, guild = club(interaction), _guild(interaction)
    entries = await bot.store.entries_of_guild(guild.id)
    text = bot.coach.voice.say("schedule_list", rows=[_row(bot, entry, dates=2) for entry in entries])
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _entries_typed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[int]]:
    if interaction.guild_id is None:
        return []
    entries = await club(interaction).store.entries_of_guild(interaction.guild_id)
    named = [(entry.id, label(_in_short(interaction, entry), 100)) for entry in entries]
    wanted = current.strip().lower()
    return [app_commands.Choice(name=name, value=number) for number, name in named if wanted in name.lower()][:25]


@app_commands.describe(entry="Which one; the number stands in /schedule list")
@app_commands.autocomplete(entry=_entries_typed)
async def _remove(interaction: discord.Interaction, entry: int) -> None:
    bot, guild = club(interaction), _guild(interaction)
    found = await bot.store.entry(entry)
    if found is None or found.guild_id != guild.id or found.channel_id is None:
        raise UserError(f"There is no scheduled post number {entry} here. See /schedule list.")
    await bot.store.remove_entry(entry, bot.now())
    bot.runner.changed()
    text = bot.coach.voice.say("schedule_removed", row=_row(bot, found, dates=1))
    await interaction.response.send_message(view=card(text), ephemeral=True)


def _guild(interaction: discord.Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild


def _may_post(guild: discord.Guild, channel: discord.TextChannel) -> None:
    """Raises `UserError` that names the permissions the bot lacks in the channel."""
    allowed = channel.permissions_for(guild.me)
    lacking = [name for name in _NEEDED if not getattr(allowed, name)]
    if lacking:
        names = " and ".join(", ".join(name.replace("_", " ").title() for name in lacking).rsplit(", ", 1))
        raise UserError(
            f"I can't post in {channel.mention}: my role lacks {names} there. Allow it, then add this again."
        )


def _row(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    return row_of(bot, entry, dates) | {"where": f"<#{entry.channel_id}>"}


def _in_short(interaction: discord.Interaction, entry: Entry) -> str:
    channel = interaction.guild.get_channel(entry.channel_id or 0) if interaction.guild else None
    where = f" in #{channel.name}" if channel else ""
    when = f"{days_in_words(entry.rule.days)} {time_in_words(entry.rule.at)}"
    return f"{entry.id}: {program_title(club(interaction), entry.program)}{where}, {when}"
