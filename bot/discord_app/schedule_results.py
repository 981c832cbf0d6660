"""How posts went, as data for the templates."""

import discord

from bot.discord_app.posts import LATE
from bot.schedule.entry import Delivery, Entry


def result_of(entry: Entry, delivery: Delivery) -> dict[str, object]:
    """The fields of one result: when it was due, how it ended and why, how many minutes late, and its message."""
    sent = discord.utils.snowflake_time(delivery.message_id) if delivery.message_id else None
    late = sent - delivery.due_at if sent else None
    return {
        "due": int(delivery.due_at.timestamp()),
        "state": delivery.state,
        "reason": delivery.detail,
        "late": int(late.total_seconds() // 60) if late and late >= LATE else None,
        "link": _link(entry, delivery),
    }


def _link(entry: Entry, delivery: Delivery) -> str | None:
    if not delivery.message_id:  # 0: it was posted, and somebody has deleted it
        return None
    place = delivery.channel_id or entry.channel_id
    return f"https://discord.com/channels/{entry.guild_id}/{place}/{delivery.message_id}"
