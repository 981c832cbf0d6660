"""Entries to keep in a store under test, and a decision about what they post."""

from datetime import UTC, datetime, time

from bot.schedule.entry import Entry, Progress
from bot.schedule.rule import Rule
from bot.storage.store import Store

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
DUE = datetime(2026, 1, 5, 7, tzinfo=UTC)

MONDAYS = Rule(frozenset({0}), time(7), "Europe/London")
SNOWFLAKE = 1_200_000_000_000_000_000


async def add(store: Store, **more: object) -> Entry:
    """A new entry: the beginner's program every Monday, in a club's channel, unless told otherwise."""
    values: dict[str, object] = {"guild_id": 1, "channel_id": 2, "user_id": 3, "program": "beginner", "rule": MONDAYS}
    return await store.add_entry(**{**values, **more}, now=NOW)  # type: ignore[arg-type]


def decide(entry: Entry, due: datetime) -> tuple[str, Progress]:
    """The days of the program one after the other."""
    return f"workout/{entry.program}/{entry.progress.sessions + 1}", Progress(entry.progress.sessions + 1, 4, due)
