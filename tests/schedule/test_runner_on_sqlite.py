"""The runner with the real store on a file: taken, posted, recorded, and resumed after a crash."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from schedule_fakes import EVERY_DAY_7, MONDAY_7, FakeClock, FakeMenu, FakePoster

from bot.schedule.changes import going_on
from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import Store as StorePort
from bot.schedule.ports import TryLater, Undeliverable
from bot.schedule.rule import Rule
from bot.schedule.runner import Runner
from bot.storage.engine import open_store
from bot.storage.store import Store

SUNDAY = MONDAY_7 - timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/backline.db")
    yield store
    await store.close()


async def add(store: Store, program: str = "beginner", channel_id: int | None = 1, rule: Rule = EVERY_DAY_7) -> Entry:
    return await store.add_entry(guild_id=5, channel_id=channel_id, user_id=9, program=program, rule=rule, now=SUNDAY)


def test_the_store_has_what_the_runner_needs() -> None:
    port: type[StorePort] = Store
    assert port is Store


async def test_a_fortnight_of_daily_posts(store: Store) -> None:
    poster, clock = FakePoster(), FakeClock(datetime(2026, 3, 24, 7, tzinfo=UTC))
    rule = Rule(frozenset(range(7)), time(7), "Europe/London")
    await store.add_entry(
        guild_id=None, channel_id=None, user_id=9, program="daily", rule=rule, now=clock.now() - timedelta(hours=1)
    )
    runner = Runner(store, poster, FakeMenu(), clock)
    for _ in range(14 * 8):
        await runner.turn()
        clock.advance(hours=3)
    sessions = [day for day, (_, content) in enumerate(poster.posted) if content.startswith("workout/")]
    assert len(poster.posted) == 14
    assert sessions == [0, 3, 7, 10]
    due = [one.due_at.hour for one in await store.last_deliveries(1, 14)]
    assert due == [6] * 9 + [7] * 5  # 07:00 in London, before and after the clocks changed


@pytest.mark.parametrize("arrived", [True, False], ids=["after the send", "before the send"])
async def test_a_crash_between_take_and_record_is_resumed_and_posted_once(store: Store, arrived: bool) -> None:
    class CrashingPoster(FakePoster):
        async def post(self, entry: Entry, delivery: Delivery) -> int:
            if arrived:
                await FakePoster.post(self, entry, delivery)
            raise asyncio.CancelledError  # the process ends here

    await add(store)
    crashing, clock = CrashingPoster(), FakeClock()
    await Runner(store, crashing, FakeMenu(), clock).turn()
    assert [one.state for one in await store.last_deliveries(1, 5)] == ["taken"]
    poster = FakePoster(posted=crashing.posted, messages=crashing.messages)
    clock.advance(minutes=20)
    await Runner(store, poster, FakeMenu(), clock).turn()
    assert poster.posted == [(1, "workout/beginner/1")]
    (delivery,) = await store.last_deliveries(1, 5)
    assert (delivery.state, delivery.message_id) == ("sent", 1000)


async def test_a_channel_that_is_gone_pauses_until_it_is_resumed(store: Store) -> None:
    entry = await add(store)
    poster, clock = FakePoster(trouble={1: [Undeliverable("The channel is gone.")]}), FakeClock()
    runner = Runner(store, poster, FakeMenu(), clock)
    await runner.turn()
    (kept,) = await store.entries_of_guild(5)
    assert kept.paused == "The channel is gone."
    clock.advance(days=1)
    await store.change_entry(entry.id, going_on, clock.now() - timedelta(minutes=1))
    await runner.turn()
    assert poster.posted == [(1, "workout/beginner/2")]


async def test_a_removed_entry_is_not_tried_again(store: Store) -> None:
    entry = await add(store)
    poster, clock = FakePoster(trouble={1: [TryLater("503")]}), FakeClock()
    runner = Runner(store, poster, FakeMenu(), clock)
    await runner.turn()
    await store.remove_entry(entry.id, clock.now())
    clock.advance(minutes=1)
    await runner.turn()
    assert poster.posted == []


async def test_what_waited_when_its_entry_was_removed_is_posted_when_it_is_put_back(store: Store) -> None:
    entry = await add(store)
    poster, clock = FakePoster(trouble={1: [TryLater("503")]}), FakeClock()
    runner = Runner(store, poster, FakeMenu(), clock)
    await runner.turn()
    await store.remove_entry(entry.id, clock.now())
    clock.advance(minutes=1)
    await runner.turn()
    await store.restore_entry(entry.id, clock.now())
    runner.changed()
    await runner.turn()
    assert [place for place, _ in poster.posted] == [1]
    assert [one.state for one in await store.last_deliveries(entry.id, 5)] == ["sent"]


async def test_two_runners_on_one_database_post_everything_once(store: Store, tmp_path: Path) -> None:
    other_store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/backline.db")
    for channel in range(30):
        await add(store, channel_id=channel)
    poster, clock = FakePoster(), FakeClock()
    runners = [Runner(one, poster, FakeMenu(), clock) for one in (store, other_store)]
    for runner in runners:
        await runner.turn()
    assert sorted(place for place, _ in poster.posted if place is not None) == list(range(30))
    await other_store.close()
