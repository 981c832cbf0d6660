"""What commands for captains share: they are seen and used with Manage Server only, and in a server only."""

from typing import Any

import discord
from discord import app_commands

from bot.discord_app.club_times import subcommand

Described = tuple[Any, str, str]
"""A command's function, name and description."""


def captains_group(name: str, description: str, *commands: Described) -> app_commands.Group:
    """A group of commands for captains, each given as its function, name and description."""
    group = app_commands.Group(
        name=name,
        description=description,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        default_permissions=discord.Permissions(manage_guild=True),
    )
    return _filled(group, commands)


def captains_subgroup(name: str, description: str, *commands: Described) -> app_commands.Group:
    """The same inside another group, whose permissions it takes over."""
    return _filled(app_commands.Group(name=name, description=description), commands)


def _filled(group: app_commands.Group, commands: tuple[Described, ...]) -> app_commands.Group:
    for callback, command_name, command_description in commands:
        command = subcommand(command_name, command_description, callback)
        command.add_check(captain_only)
        group.add_command(command)
    return group


def is_captain(interaction: discord.Interaction) -> bool:
    """Whether it is somebody with Manage Server in a server; to others no offers are made while they type."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def captain_only(interaction: discord.Interaction) -> bool:
    """Raises `MissingPermissions` for anybody without Manage Server: a server may show a command to others."""
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    return True


def server_of(interaction: discord.Interaction) -> int:
    """The id of the server a command was used in; raises `NoPrivateMessage` outside one."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def guild_of(interaction: discord.Interaction) -> discord.Guild:
    """The server a command was used in; raises `NoPrivateMessage` outside one."""
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild
