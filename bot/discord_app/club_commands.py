"""/club: what a captain sets for the whole club."""

import discord
from discord import app_commands

from bot.coach.countries import find_country, suggest_countries
from bot.discord_app.buttons import club
from bot.discord_app.captains import captains_group, server_of
from bot.discord_app.club_times import is_to_forget, suggest_timezones_or_none
from bot.discord_app.layouts import card, label
from bot.schedule.changes import NONE
from bot.schedule.warnings import WEEKDAYS, before_long_run
from bot.schedule.zones import parse_zone

_NO_DAY = -1


def club_group() -> app_commands.Group:
    """`/club country`, `timezone`, `long-run` and `show`; only members with Manage Server see and may use it."""
    return captains_group(
        "club",
        "What this club has set",
        (_country, "country", "Your country, so that urgent advice names its emergency number"),
        (_timezone, "timezone", "The club's time zone, for posts and reminders that name none"),
        (_long_run, "long-run", "The weekday of the long run, so that I warn of strength sessions before it"),
        (_show, "show", "The club's country, time zone, long run and own answers"),
    )


async def _countries_typed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    numbers = club(interaction).coach.library.safety.numbers
    typed = current.strip()
    offered = [
        app_commands.Choice(name=label(name, 100), value=code) for code, name in suggest_countries(typed, numbers)
    ]
    if is_to_forget(typed, begun=True):
        offered.insert(0, app_commands.Choice(name="None: your local emergency number", value=NONE))
    return offered[:25]


@app_commands.describe(country="Start typing its name; none to forget it")
@app_commands.autocomplete(country=_countries_typed)
async def _country(interaction: discord.Interaction, country: app_commands.Range[str, 1, 60]) -> None:
    bot, server = club(interaction), server_of(interaction)
    numbers = bot.coach.library.safety.numbers
    code = None if is_to_forget(country) else find_country(country.strip(), numbers)
    await bot.store.set_club_country(server, code)
    bot.questions.clubs.forget(server)
    text = bot.coach.voice.say("club_country", numbers=numbers[code] if code else None)
    await interaction.response.send_message(view=card(text), ephemeral=True)


@app_commands.describe(timezone="A city or zone such as London or Europe/Paris; none to forget it")
@app_commands.autocomplete(timezone=suggest_timezones_or_none)
async def _timezone(interaction: discord.Interaction, timezone: app_commands.Range[str, 1, 60]) -> None:
    bot, server = club(interaction), server_of(interaction)
    zone = None if is_to_forget(timezone) else parse_zone(timezone)
    await bot.store.set_club_timezone(server, zone)
    text = bot.coach.voice.say("club_timezone", zone=zone)
    await interaction.response.send_message(view=card(text), ephemeral=True)


@app_commands.describe(day="The weekday, or none to forget it")
@app_commands.choices(
    day=[
        *(app_commands.Choice(name=name, value=number) for number, name in enumerate(WEEKDAYS)),
        app_commands.Choice(name="None", value=_NO_DAY),
    ]
)
async def _long_run(interaction: discord.Interaction, day: int) -> None:
    bot, server = club(interaction), server_of(interaction)
    await bot.store.set_long_run(server, None if day == _NO_DAY else day)
    entries = await bot.store.entries_of_guild(server)
    before = [one for entry in entries for one in before_long_run(entry, day, bot.now())] if day != _NO_DAY else []
    name = WEEKDAYS[day] if day != _NO_DAY else None
    text = bot.coach.voice.say("club_long_run", day=name, warnings=before)
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _show(interaction: discord.Interaction) -> None:
    bot, server = club(interaction), server_of(interaction)
    code, long_run = await bot.store.club_country(server), await bot.store.long_run(server)
    text = bot.coach.voice.say(
        "club_show",
        numbers=bot.coach.library.safety.numbers.get(code or ""),
        zone=await bot.store.club_timezone(server),
        long_run=None if long_run is None else WEEKDAYS[long_run],
        answers=len(await bot.store.club_answers(server)),
    )
    await interaction.response.send_message(view=card(text), ephemeral=True)
