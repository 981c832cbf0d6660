"""Where a member's reminder may go: a channel or thread in which both the member and the bot can write."""

import discord

from bot.errors import UserError

Place = discord.TextChannel | discord.Thread
_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}


async def checked_place(interaction: discord.Interaction, place: Place | None) -> int | None:
    """The id of a channel the member may have reminders in, None for direct messages; raises `UserError`."""
    if place is None:
        return None
    person, mention = interaction.user, place.mention
    if not isinstance(person, discord.Member):
        raise UserError("Reminders in a channel are set in that channel's server. Here, leave channel: out.")
    theirs = _lacking(place, person, reading=False)
    if theirs or not await _inside(place, person):
        raise UserError(f"You can't write in {mention} yourself. Choose a channel you can write in, or leave it out.")
    may_post_in(place)
    return place.id


def may_post_in(place: Place) -> None:
    """Raises `UserError` that says what the bot lacks in a channel or thread."""
    lacking = _lacking(place, place.guild.me, reading=True)
    if lacking:
        names = " and ".join(", ".join(_NAMES[name] for name in lacking).rsplit(", ", 1))
        raise UserError(
            f"I can't write in {place.mention}: my role lacks {names} there. Ask a captain to allow it, "
            "or choose another channel."
        )


def _lacking(place: Place, who: discord.Member, *, reading: bool) -> list[str]:
    allowed = place.permissions_for(who)
    closed = isinstance(place, discord.Thread) and place.locked and not allowed.manage_threads
    writing = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    needed = ["view_channel", writing, *(["read_message_history"] if reading else [])]
    return [name for name in needed if not getattr(allowed, name) or (closed and name == writing)]


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
