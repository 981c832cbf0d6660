"""Where a member's reminder may go: a channel or thread in which both the member and the bot can write."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.buttons import club
from bot.discord_app.schedule_places import (
    GONE,
    Chosen,
    Place,
    Trouble,
    is_closed_to,
    lacking_to_write,
    place_of,
    post_trouble,
)
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient


async def checked_place(interaction: discord.Interaction, chosen: Chosen | None) -> int | None:
    """The id of a channel the member may have reminders in, None for direct messages; raises `UserError`."""
    if chosen is None:
        return None
    person, guild = interaction.user, interaction.guild
    if not isinstance(person, discord.Member) or guild is None:
        raise UserError("Reminders in a channel are set in that channel's server. Here, leave channel: out.")
    fresh = isinstance(chosen, app_commands.AppCommandThread)
    place = await place_of(club(interaction), guild, chosen.id, fresh=fresh)
    if isinstance(place, Trouble):
        raise UserError(for_member(place))
    if not await _may_write(place, person):
        raise UserError(
            f"You can't write in {place.mention} yourself. Choose a channel you can write in, or leave it out."
        )
    if trouble := post_trouble(place, guild.me):
        raise UserError(for_member(trouble))
    return place.id


async def may_still_write(bot: "BacklineClient", guild_id: int, channel_id: int, person: int) -> bool:
    """Whether a member may write today where they once set a reminder; raises what Discord raises when it says nothing.

    Discord is asked, because without the members intent nobody is known here.
    """
    guild = bot.get_guild(guild_id)
    if guild is None:
        return True  # not known yet, or the bot has left: then Discord refuses the post itself
    place = await place_of(bot, guild, channel_id, fresh=False)
    if isinstance(place, Trouble) or post_trouble(place, guild.me):
        return True  # whatever is wrong there for the bot itself, the post finds out
    try:
        return await _may_write(place, await guild.fetch_member(person))
    except discord.NotFound:
        return False


async def _may_write(place: Place, person: discord.Member) -> bool:
    return not lacking_to_write(place, person) and not is_closed_to(place, person) and await _inside(place, person)


def for_member(trouble: Trouble, where: str = "") -> str:
    """What is wrong with a place, for a member, who can only ask a captain or choose another one `where`."""
    first = "Choose" if trouble is GONE else "Ask a captain to put that right, or choose"
    return f"{trouble.what}. {first} another channel{f' {where}' if where else ''}."


async def _inside(place: Place, person: discord.Member) -> bool:
    """Whether a member is in a private thread, or needs not be; a locked one counts by its permissions."""
    if not isinstance(place, discord.Thread) or not place.is_private():
        return True
    if place.permissions_for(person).manage_threads:
        return True
    try:
        await place.fetch_member(person.id)
    except discord.HTTPException:
        return False
    return True
