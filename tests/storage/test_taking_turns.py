"""What is taken first when more is due than is taken at a time: owners take turns."""

from datetime import UTC, datetime, time

from bot.schedule.entry import Entry, Progress
from bot.schedule.rule import Rule
from bot.storage.store import Store

SUNDAY = datetime(2026, 1, 4, 12, tzinfo=UTC)
MONDAY_7 = datetime(2026, 1, 5, 7, tzinfo=UTC)


def decide(entry: Entry, due: datetime) -> tuple[str, Progress]:
    return "text", entry.progress


async def test_a_small_club_and_a_member_are_taken_before_a_big_clubs_second_post(store: Store) -> None:
    for guild_id, channel_id, user_id in [(1, 10, 5), (1, 11, 5), (1, 12, 5), (2, 20, 5), (None, None, 1)]:
        rule = Rule(frozenset({0}), time(7), "UTC")
        await store.add_entry(
            guild_id=guild_id, channel_id=channel_id, user_id=user_id, program="text", rule=rule, now=SUNDAY
        )
    first = (await store.take_due(MONDAY_7, decide, limit=3)).pairs
    assert [entry.guild_id for entry, _ in first] == [1, 2, None]
    rest = (await store.take_due(MONDAY_7, decide, limit=3)).pairs
    assert [entry.channel_id for entry, _ in rest] == [11, 12]
