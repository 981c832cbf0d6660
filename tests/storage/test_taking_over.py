"""Who holds what was taken: by hand, by this process, by one that ended; on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from storage_entries import DUE, NOW, SNOWFLAKE, add, decide

from bot.schedule.entry import BY_HAND
from bot.schedule.rule import once_at
from bot.storage.engine import open_store
from bot.storage.store import Store

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)


@pytest.fixture
async def other(store: Store, database_url: str) -> AsyncIterator[Store]:
    """Another process on the same database."""
    other = await open_store(database_url)
    yield other
    await other.close()


@pytest.fixture
async def pair_of_processes(postgres_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes that share PostgreSQL."""
    stores = await open_store(postgres_url), await open_store(postgres_url)
    yield stores
    for one in stores:
        await one.close()


# By hand


async def test_a_post_by_hand_is_due_this_minute_and_moves_no_date(store: Store) -> None:
    entry = await add(store)
    now = NOW + timedelta(seconds=41)
    pair = await store.take_now(entry.id, now, decide)
    assert pair is not None
    assert (pair[0], pair[1].due_at, pair[1].content, pair[1].state) == (entry, NOW, "workout/beginner/1", "taken")
    kept = await store.entry(entry.id)
    assert kept is not None
    assert (kept.next_at, kept.progress.sessions) == (DUE, 1)
    assert [delivery for _, delivery in await store.in_hand()] == [pair[1]]


async def test_the_same_minute_is_taken_once_by_hand_and_by_the_clock(store: Store, other: Store) -> None:
    entry = await add(store)
    taken = await asyncio.gather(*(one.take_now(entry.id, DUE + SECOND, decide) for one in (store, other) * 3))
    assert len([pair for pair in taken if pair]) == 1
    assert (await store.take_due(DUE + SECOND, decide)).pairs == []
    kept = await store.entry(entry.id)
    assert kept is not None
    assert (kept.next_at, kept.progress.sessions) == (DUE + WEEK, 1)
    assert await store.take_now(entry.id, DUE + 60 * SECOND, decide) is not None


async def test_a_paused_entry_can_be_posted_by_hand_and_what_is_gone_cannot(store: Store) -> None:
    entry = await add(store)
    await store.pause_entry(entry.id, BY_HAND)
    assert await store.take_now(entry.id, NOW, decide) is not None
    kept = await store.entry(entry.id)
    assert kept is not None
    assert kept.paused == BY_HAND
    assert await store.take_now(404, NOW, decide) is None


async def test_one_delivery_can_be_asked_for(store: Store) -> None:
    await add(store)
    ((_, delivery),) = (await store.take_due(DUE, decide)).pairs
    assert await store.delivery(delivery.id) == delivery
    assert await store.delivery("0" * 16) is None


# By a process that lives, and by one that does not


async def test_what_another_process_in_a_file_left_is_taken_over_at_once(sqlite_url: str) -> None:
    before, after = await open_store(sqlite_url), await open_store(sqlite_url)
    assert not after.shared
    first, second = await add(before), await add(before)
    await before.take_due(DUE, decide)
    ((_, delivery), _) = await before.in_hand()
    await before.record(replace(delivery, state="sent", message_id=SNOWFLAKE))
    assert [entry.id for entry, _ in await after.take_over(DUE)] == [second.id]
    assert await after.take_over(DUE) == await before.in_hand() == []
    assert [entry.id for entry, _ in await after.in_hand()] == [second.id]
    assert first.id == delivery.entry_id
    await before.close()
    await after.close()


async def test_a_process_that_lives_keeps_what_it_took(pair_of_processes: tuple[Store, Store]) -> None:
    here, there = pair_of_processes
    assert here.shared
    await add(there)
    assert await there.heartbeat(DUE, LEASE) == 1
    assert await here.heartbeat(DUE, LEASE) == 2
    mine = (await there.take_due(DUE, decide)).pairs
    assert await here.take_over(DUE + LEASE - SECOND) == []
    assert [delivery for _, delivery in await there.in_hand()] == [delivery for _, delivery in mine]


async def test_what_a_process_held_is_taken_over_by_one_when_its_lease_is_over(
    pair_of_processes: tuple[Store, Store], postgres_url: str
) -> None:
    killed, here = pair_of_processes
    third = await open_store(postgres_url)
    for channel in range(20):
        await add(killed, channel_id=channel)
    await killed.heartbeat(DUE, LEASE)
    await killed.take_due(DUE, decide)
    later = DUE + LEASE
    await asyncio.gather(*(one.heartbeat(later, LEASE) for one in (here, third)))
    batches = await asyncio.gather(*(one.take_over(later) for one in (here, third) * 3))
    found = [delivery.id for batch in batches for _, delivery in batch]
    assert len(found) == len(set(found)) == 20
    assert await killed.in_hand() == []
    assert len(await here.in_hand()) + len(await third.in_hand()) == 20
    await third.close()


async def test_a_process_that_says_good_bye_leaves_its_work_at_once(pair_of_processes: tuple[Store, Store]) -> None:
    leaving, here = pair_of_processes
    await add(leaving)
    await leaving.heartbeat(DUE, LEASE)
    await leaving.take_due(DUE, decide)
    await leaving.heartbeat(DUE, timedelta(0))
    assert await here.heartbeat(DUE, LEASE) == 1
    assert len(await here.take_over(DUE)) == 1


async def test_what_was_removed_is_not_taken_over(store: Store, other: Store) -> None:
    entry = await add(store)
    await store.take_due(DUE, decide)
    await store.remove_entry(entry.id, DUE)
    assert await other.take_over(DUE + 2 * LEASE) == []


async def test_processes_are_counted_while_they_live(pair_of_processes: tuple[Store, Store]) -> None:
    here, there = pair_of_processes
    assert [await here.heartbeat(NOW, LEASE), await there.heartbeat(NOW, LEASE)] == [1, 2]
    assert await here.heartbeat(NOW + LEASE / 2, LEASE) == 2
    assert await here.heartbeat(NOW + LEASE, LEASE) == 1


async def test_a_file_has_one_process(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    assert await store.heartbeat(NOW, LEASE) == 1
    await store.close()


# Forgotten


async def test_old_deliveries_are_forgotten_and_what_is_in_hand_is_not(store: Store) -> None:
    entry = await add(store)
    for week in range(3):
        await store.take_due(DUE + week * WEEK, decide)
    oldest, middle, latest = reversed(await store.last_deliveries(entry.id, 3))
    for one in (middle, latest):
        await store.record(replace(one, state="sent", message_id=1))
    await store.tidy(DUE + WEEK + timedelta(days=90))
    assert len(await store.last_deliveries(entry.id, 3)) == 3
    await store.tidy(DUE + WEEK + timedelta(days=90, seconds=1))
    assert [one.id for one in await store.last_deliveries(entry.id, 3)] == [latest.id, oldest.id]


async def test_a_single_reminder_is_forgotten_a_month_after_it_was_posted(store: Store) -> None:
    rule = once_at(DUE, "Europe/London")
    mine, club = await add(store, personal=True, rule=rule), await add(store, rule=rule)
    series = await add(store, personal=True)
    await store.tidy(NOW)
    await store.take_due(DUE, decide)
    await store.tidy(DUE + timedelta(days=30))
    assert await store.entry(mine.id) is not None
    await store.tidy(DUE + timedelta(days=30, seconds=1))
    assert await store.entry(mine.id) is None
    assert await store.entry(club.id) is not None
    assert await store.entry(series.id) is not None


async def test_processes_long_gone_are_forgotten(pair_of_processes: tuple[Store, Store]) -> None:
    gone, here = pair_of_processes
    await gone.heartbeat(NOW, LEASE)
    later = NOW + timedelta(days=2)
    await here.heartbeat(later, LEASE)
    await here.tidy(later)
    async with here._database.reading() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM process")).scalar() == 1
