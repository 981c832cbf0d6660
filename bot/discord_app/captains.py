"""Who is a captain, and what their commands share: seen and used with Manage Server only, and in a server only."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.club_times import subcommand

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

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


def typed_by_captain(interaction: discord.Interaction) -> bool:
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


async def is_captain(bot: "BacklineClient", guild_id: int, person: int) -> bool:
    """Whether somebody is in this server today with Manage Server; False where the bot is no longer in it.

    Discord itself is asked, because without the members intent nobody is known here. Raises what Discord raises when it
    does not say.
    """
    try:
        guild = bot.get_guild(guild_id) or await bot.fetch_guild(guild_id, with_counts=False)
        member = await guild.fetch_member(person)
    except discord.NotFound:
        return False
    except discord.Forbidden as error:
        if not error.code:  # not Discord's own word
            raise
        return False
    return member.guild_permissions.manage_guild
