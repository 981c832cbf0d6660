"""What the schedule commands share: days, times and zones as people type them, and offers while they type."""

from typing import Any

import discord
from discord import app_commands

from bot.schedule.changes import NONE
from bot.schedule.phrases import suggest_zones

Choices = list[app_commands.Choice[str]]
_DAYS = ("every day", "mon wed fri", "mon thu", "tue thu", "tue fri", "weekdays", "weekends", "sat", "sun")
_TIMES = ("6am", "6:30am", "7am", "7:30am", "8am", "12:00", "5pm", "6pm", "6:30pm", "7pm", "8pm", "9pm")


def subcommand(name: str, description: str, callback: Any) -> app_commands.Command[Any, ..., None]:
    """A command from a plain function; what its options may be is checked by discord.py when it is made."""
    return app_commands.Command(name=name, description=description, callback=callback)


async def suggest_days(interaction: discord.Interaction, current: str) -> Choices:
    return _matching(_DAYS, current)


async def suggest_times(interaction: discord.Interaction, current: str) -> Choices:
    return _matching(_TIMES, current)


async def suggest_timezones(interaction: discord.Interaction, current: str) -> Choices:
    return [app_commands.Choice(name=zone.replace("_", " "), value=zone) for zone in suggest_zones(current)][:25]


async def suggest_timezones_or_none(interaction: discord.Interaction, current: str) -> Choices:
    """The same where a zone can be taken away again."""
    none = [app_commands.Choice(name="None: forget it", value=NONE)] if is_to_forget(current, begun=True) else []
    return [*none, *await suggest_timezones(interaction, current)][:25]


def is_to_forget(typed: str, *, begun: bool = False) -> bool:
    """Whether what was typed says that something set before is to be forgotten, or `begun` to say so."""
    word = typed.strip().lower()
    return NONE.startswith(word) if begun else word == NONE


def _matching(offered: tuple[str, ...], current: str) -> Choices:
    """What is offered and begins as typed; what was typed itself always comes first."""
    typed = current.strip()[:100]
    kept = [text for text in offered if text.startswith(typed.lower())]
    names = list(dict.fromkeys([typed, *kept] if typed else kept))
    return [app_commands.Choice(name=name, value=name) for name in names[:25]]
