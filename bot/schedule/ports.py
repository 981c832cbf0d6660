"""What the runner needs from outside, as protocols this room owns, and the two ways a post can fail."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import BacklineError
from bot.schedule.entry import Delivery, Entry, Progress, State

Decide = Callable[[Entry, datetime], tuple[str, Progress]]
"""What an entry posts at a due time, and its progress once that is posted."""

Missed = Callable[[Entry, Delivery, str], Awaitable[None]]
"""Told after an occurrence did not go out: the entry, the delivery as recorded (failed or skipped), and why."""


class Undeliverable(BacklineError):  # noqa: N818  it reads as what it says, in raise and except
    """A human must act before this can be posted: the channel or the permission is gone, the person takes no messages.

    Its text is the reason as the captain or member will read it.
    """


class TryLater(BacklineError):  # noqa: N818
    """Discord could not take it now (5xx, no connection); the same post may work in a moment."""


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...


class Poster(Protocol):
    """How a delivery reaches people."""

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        """Post with `delivery.nonce` and return the message id; raises `Undeliverable` or `TryLater`."""
        ...

    async def find(self, entry: Entry, delivery: Delivery) -> int | None:
        """The message id if this delivery is already there; raises `Undeliverable` or `TryLater`.

        Asked before anything is posted a second time, so that a crash between send and record doubles nothing.
        """
        ...


class Store(Protocol):
    """What the runner keeps its books in; every method raises `StorageError` while the database is away."""

    async def take_due(
        self, now: datetime, patience: timedelta, decide: Decide, limit: int
    ) -> Sequence[tuple[Entry, Delivery]]:
        """Take up to `limit` due entries in one transaction: delivery recorded, progress kept, next time moved on.

        What is later than `patience` comes back in state `skipped` and is not to be posted.
        """
        ...

    async def unfinished(self) -> Sequence[tuple[Entry, Delivery]]:
        """Deliveries taken and not recorded, oldest first, with their entries."""
        ...

    async def record(self, delivery_id: str, state: State, message_id: int | None = None, detail: str = "") -> bool:
        """Note how a taken delivery ended; False when it is gone or already noted."""
        ...

    async def pause_entry(self, entry_id: int, reason: str) -> bool:
        """Post nothing more for this entry until it is resumed; False when it is gone."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest active entry is due, aware UTC; None when there is none."""
        ...
