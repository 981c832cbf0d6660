"""What the runner needs from outside, as protocols this room owns, and the two ways a post can fail."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import BacklineError
from bot.schedule.entry import Delivery, Entry, Progress

Decide = Callable[[Entry, datetime], tuple[str, Progress]]
"""What an entry posts at a due time, and its progress once that is posted."""

Pair = tuple[Entry, Delivery]


@dataclass(frozen=True, slots=True)
class Turn:
    """What was due and is taken, and when the earliest of the rest is due, aware UTC; None when there is none."""

    pairs: Sequence[Pair]
    next_due: datetime | None


Missed = Callable[[Sequence[Pair]], Awaitable[Sequence[Pair] | None]]
"""Told of occurrences that did not go out: entries with their deliveries as recorded (failed or skipped, and why).

Gives back those that nobody could be told of just now, to be given again later.
"""


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
        """The message id if this delivery is already at the entry's place; raises `Undeliverable` or `TryLater`.

        Asked before anything is posted a second time, so that a crash between send and record doubles nothing.
        """
        ...


class Store(Protocol):
    """What the runner keeps its books in; every method raises `StorageError` while the database is away."""

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same books."""
        ...

    async def heartbeat(self, now: datetime, lease: timedelta) -> int:
        """Say that this process lives for another `lease`; how many processes do, this one included."""
        ...

    async def renew_zones(self, now: datetime) -> int:
        """Compute anew the next times in zones whose rules have changed; how many entries moved."""
        ...

    async def take_due(self, now: datetime, decide: Decide, limit: int) -> Turn:
        """Take up to `limit` due entries in one transaction: delivery recorded, progress kept, next time moved on.

        What is later than its entry's patience comes back in state `skipped` and is not to be posted.
        """
        ...

    async def take_now(self, entry_id: int, now: datetime, decide: Decide) -> Pair | None:
        """Take an entry outside its schedule, due in this minute; None when it is gone or was taken this minute."""
        ...

    async def take_over(self, now: datetime) -> Sequence[Pair]:
        """Take up what processes that live no more had taken and not recorded, earliest due first."""
        ...

    async def in_hand(self) -> Sequence[Pair]:
        """What this process took and has not recorded, with the entries as they are now; removed ones are left out."""
        ...

    async def record(self, ended: Delivery) -> bool:
        """Note how a taken delivery ended; False when it is gone or already noted."""
        ...

    async def pause_entry(self, entry_id: int, reason: str) -> bool:
        """Post nothing more for this entry until it is resumed; False when it is gone."""
        ...

    async def tidy(self, now: datetime) -> None:
        """Forget for good what was removed, what has ended long ago, and processes that are gone."""
        ...
