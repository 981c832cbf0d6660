"""What is kept about a schedule: the entry, how far it has come, and each delivery of it."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.schedule.rule import Rule

State = Literal["taken", "sent", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an entry has come: sessions posted, tips posted in between, and when the last session was due."""

    sessions: int = 0
    between: int = 0
    last_session_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something a captain or member asked to be posted again and again.

    `channel_id` None is a direct message to `user_id`; otherwise `user_id` is the captain who made it.
    `next_at` is aware UTC; `paused` is the reason why nothing is posted now.
    """

    id: int
    guild_id: int | None
    channel_id: int | None
    user_id: int
    program: str
    rule: Rule
    next_at: datetime
    paused: str | None = None
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One occurrence of an entry: what it posts (`workout/beginner/2`, `topic/recovery/sleep`) and how it went."""

    id: str
    entry_id: int
    due_at: datetime
    content: str
    state: State = "taken"
    message_id: int | None = None
    detail: str = ""

    @property
    def nonce(self) -> str:
        """What makes Discord return the first message for a second send; at most 25 characters."""
        return f"backline-{self.id}"


def new_delivery_id() -> str:
    """A fresh delivery id: 16 hexadecimal digits, so that the nonce stays within Discord's 25 characters."""
    return secrets.token_hex(8)
