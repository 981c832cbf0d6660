"""What is kept about a schedule: the entry, how far it has come, and each delivery of it."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.schedule.rule import Rule

State = Literal["taken", "sent", "failed", "skipped"]

PATIENCE = timedelta(hours=2)
LONGEST_TEXT = 1500
"""Characters of a post's own words."""
LONGEST_OPENING = 300
"""Characters of the line above a post."""
BY_HAND = "by hand"
"""The reason of an entry that a person paused."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an entry has come: sessions posted, tips posted in between, and when the last session was due."""

    sessions: int = 0
    between: int = 0
    last_session_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Something a captain or member asked to be posted again and again, or once.

    `program` says what: a program whose days come in turn (`beginner`), one day of it (`beginner/2`), `daily`,
    `digest`, `text` (the words in `text`), or `again/<content>` for what was snoozed. A `personal` entry is a member's
    own; `channel_id` None is a direct message to `user_id`. Otherwise `user_id` is the captain who made it. `opening`
    stands above the post, `role_id` is pinged. `next_at` is aware UTC, None when the rule has ended; `paused` is the
    reason why nothing is posted now. What is later than `patience` is not posted any more. `origin` is the delivery
    that was snoozed; `events` are the ids of the server's scheduled events that mirror it, None without a mirror.
    """

    id: int
    guild_id: int | None
    channel_id: int | None
    user_id: int
    program: str
    rule: Rule
    next_at: datetime | None
    paused: str | None = None
    progress: Progress = field(default_factory=Progress)
    personal: bool = False
    role_id: int | None = None
    text: str = ""
    opening: str = ""
    patience: timedelta = PATIENCE
    origin: str = ""
    events: tuple[int, ...] | None = None

    @property
    def direct(self) -> bool:
        """Whether it goes to its person alone, by direct message."""
        return self.channel_id is None

    @property
    def in_trouble(self) -> bool:
        """Whether it is paused because something must be put right, and not by hand."""
        return self.paused not in (None, BY_HAND)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One occurrence of an entry: what it posts (`workout/beginner/2`, `topic/recovery/sleep`) and how it went.

    `channel_id` is where it was taken for, or posted at last; None for direct messages, and where that is not known.
    """

    id: str
    entry_id: int
    due_at: datetime
    content: str
    state: State = "taken"
    message_id: int | None = None
    detail: str = ""
    channel_id: int | None = None

    @property
    def nonce(self) -> str:
        """What makes Discord return the first message for a second send; at most 25 characters."""
        return f"backline-{self.id}"


def new_delivery_id() -> str:
    """A fresh delivery id: 16 hexadecimal digits, so that the nonce stays within Discord's 25 characters."""
    return secrets.token_hex(8)
