"""One attempt at one delivery, and how it ended."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Poster, TryLater, Undeliverable

log = logging.getLogger(__name__)

NOTHING = ""
"""The content of a delivery for which the library has nothing any more."""


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery to be posted.

    `again` says that an earlier attempt may have reached Discord, `tries` counts those of this process, `not_before`
    is when the next may be made, and `reason` why the last one failed.
    """

    entry: Entry
    delivery: Delivery
    not_before: datetime
    again: bool = False
    tries: int = 0
    reason: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """Where it goes: a channel, or a person's direct messages."""
        if self.entry.channel_id is None:
            return ("member", self.entry.user_id)
        return ("channel", self.entry.channel_id)

    @property
    def owner(self) -> tuple[str, int]:
        """Who takes turns with others: a server, or a person."""
        if self.entry.guild_id is None or self.entry.direct:
            return ("member", self.entry.user_id)
        return ("server", self.entry.guild_id)

    @property
    def requests(self) -> int:
        """How many requests an attempt may need: a person's door or rights, looking for the post, posting."""
        return 1 + (self.entry.direct or self.entry.personal) + self.again + (self.again and self.moved)

    @property
    def moved(self) -> bool:
        """Whether the entry has another channel since this was taken: it may have been posted in the old one."""
        return self.delivery.channel_id not in (None, self.entry.channel_id)

    def retry(self, at: datetime, reason: str) -> "Job":
        """The same job, to be tried once more at `at`."""
        return replace(self, not_before=at, again=True, tries=self.tries + 1, reason=reason)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery ended: what to record, and whether its entry pauses for the same reason."""

    entry: Entry
    delivery: Delivery
    pause: bool = False


async def attempt(job: Job, poster: Poster, *, too_late: bool) -> Outcome:
    """Post `job` unless it is there already, or `too_late` to be posted; raises `TryLater`, and nothing else."""
    if job.delivery.content == NOTHING:
        return _failed(job, f"There is nothing to post for “{job.entry.program}” any more.", pause=True)
    try:
        if job.again and (found := await _found(job, poster)):
            return found
        if too_late:
            return _failed(job, f"It could not be posted in time. {job.reason}".strip())
        return _sent(job.entry, job.delivery, await poster.post(job.entry, job.delivery))
    except Undeliverable as error:
        return _failed(job, str(error), pause=True)
    except TryLater as error:
        if too_late:
            return _failed(job, f"It could not be posted in time. {error}".strip())
        raise
    except Exception:
        reference = job.delivery.id[:8]
        log.exception("Delivery %s could not be posted [%s]", job.delivery.id, reference)
        return _failed(job, f"Something went wrong in the bot; the reference for its operator is {reference}.")


async def _found(job: Job, poster: Poster) -> Outcome | None:
    """What an earlier attempt has posted already, where the entry stood then or where it stands now."""
    if job.moved:
        before = replace(job.entry, channel_id=job.delivery.channel_id)
        try:
            message_id = await poster.find(before, job.delivery)
        except Undeliverable:
            message_id = None  # nobody reads that place any more
        if message_id is not None:
            return _sent(before, job.delivery, message_id)
    message_id = await poster.find(job.entry, job.delivery)
    return None if message_id is None else _sent(job.entry, job.delivery, message_id)


def _sent(entry: Entry, delivery: Delivery, message_id: int) -> Outcome:
    return Outcome(entry, replace(delivery, state="sent", message_id=message_id, channel_id=entry.channel_id))


def _failed(job: Job, reason: str, *, pause: bool = False) -> Outcome:
    return Outcome(job.entry, replace(job.delivery, state="failed", detail=reason), pause)
