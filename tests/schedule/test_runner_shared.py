"""The runner where others work on the same books, where much is due, and where clocks jump; against fakes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from schedule_fakes import MONDAY_7
from schedule_stage import SlowPoster, Stage, settle

from bot.schedule.delivering import Delivering
from bot.schedule.entry import Delivery, Progress
from bot.schedule.pacing import Pace
from bot.schedule.ports import Decide, Pair, TryLater
from bot.schedule.posting import Job
from bot.schedule.runner import LIMIT

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.runner.stop(grace=0)


@pytest.fixture
async def shared() -> AsyncIterator[Stage]:
    stage = Stage(poster=SlowPoster())
    stage.store.shared = True
    yield stage
    await stage.runner.stop(grace=0)


async def go_on(stage: Stage) -> None:
    """Let the runner look again, and open every door."""
    stage.runner._wake()
    await settle()
    await open_doors(stage)


async def open_doors(stage: Stage) -> None:
    assert isinstance(stage.poster, SlowPoster)
    while doors := [door for door in stage.poster.doors.values() if not door.done()]:
        for door in doors:
            door.set_result(None)
        await settle()


# Much is due


async def test_a_club_with_forty_channels_does_not_hold_up_a_club_with_one(stage: Stage) -> None:
    for channel in range(40):
        stage.store.add(channel_id=channel, guild_id=1)
    stage.store.add(channel_id=99, guild_id=2)
    stage.store.add(channel_id=None, guild_id=None, user_id=77)
    await stage.runner.turn()
    assert [place for place, _ in stage.poster.posted[:4]] == [0, 99, None, 1]
    assert len(stage.poster.posted) == 42


async def test_more_than_can_be_taken_at_once_is_taken_in_batches(stage: Stage) -> None:
    for channel in range(2 * LIMIT + 50):
        stage.store.add(channel_id=channel, guild_id=channel)
    stage.runner.start()
    async with asyncio.timeout(10):
        while len(stage.poster.posted) < 2 * LIMIT + 50:
            await settle()
    await settle()
    assert sorted(place for place, _ in stage.poster.posted if place is not None) == list(range(2 * LIMIT + 50))
    assert [size for size in stage.store.batches if size] == [LIMIT, LIMIT, 50]


async def test_what_was_skipped_is_told_in_one_message(stage: Stage) -> None:
    for channel in range(3):
        stage.store.add(channel_id=channel)
    stage.clock.advance(hours=5)
    await stage.runner.turn()
    assert [(entry_id, state) for entry_id, state, _ in stage.told] == [(n, "skipped") for n in (1, 2, 3)]
    assert stage.messages == 1


async def test_each_entry_has_a_patience_of_its_own(stage: Stage) -> None:
    stage.store.add(channel_id=1, patience=45 * MINUTE)
    stage.store.add(channel_id=2, patience=180 * MINUTE)
    stage.clock.advance(minutes=50)
    await stage.runner.turn()
    assert [place for place, _ in stage.poster.posted] == [2]
    assert [entry_id for entry_id, _, _ in stage.told] == [1]


async def test_an_entry_that_has_ended_is_not_posted_again(stage: Stage) -> None:
    rule = replace(stage.store.add(channel_id=1).rule, once=MONDAY_7)
    stage.store.entries[1] = replace(stage.store.entries[1], rule=rule)
    for _ in range(3):
        await stage.runner.turn()
        stage.clock.advance(days=1)
    assert len(stage.poster.posted) == 1
    assert stage.store.entries[1].next_at is None


# By hand


async def test_a_post_by_hand_goes_out_once_a_minute(stage: Stage) -> None:
    stage.store.add(channel_id=1, next_at=MONDAY_7 + timedelta(days=1))
    first = await stage.runner.post_now(1)
    assert first is not None
    assert await stage.runner.post_now(1) is None
    stage.clock.advance(minutes=1)
    assert await stage.runner.post_now(1) not in (None, first)
    assert await stage.runner.post_now(404) is None
    assert [content for _, content in stage.poster.posted] == ["workout/beginner/1", "workout/beginner/2"]
    assert stage.store.states() == ["sent", "sent"]


async def test_a_post_by_hand_that_fails_is_tried_again(stage: Stage) -> None:
    stage.store.add(channel_id=1, next_at=MONDAY_7 + timedelta(days=1))
    stage.poster.trouble[1] = [TryLater("503")]
    await stage.runner.turn()
    await stage.runner.post_now(1)
    assert stage.store.states() == ["taken"]
    stage.clock.advance(seconds=1)
    await stage.runner.turn()
    assert stage.store.states() == ["sent"]


async def test_a_post_by_hand_that_the_loop_found_first_is_made_by_the_loop_alone(shared: Stage) -> None:
    shared.store.add(channel_id=1, next_at=MONDAY_7 + timedelta(days=1))
    take_now = shared.store.take_now

    async def take_and_look_away(entry_id: int, now: datetime, decide: Decide) -> Pair | None:
        pair = await take_now(entry_id, now, decide)
        shared.runner.start()
        await settle()
        return pair

    shared.store.take_now = take_and_look_away  # type: ignore[method-assign]
    shared.poster.trouble[1] = [None, ZeroDivisionError("a second post")]
    async with asyncio.timeout(5):
        assert await shared.runner.post_now(1)
    await open_doors(shared)
    assert shared.store.states() == ["sent"]
    assert len(shared.poster.trouble[1]) == 1


# Others work on the same books


async def test_a_process_says_that_it_lives_three_times_a_lease(shared: Stage) -> None:
    shared.store.processes = 3
    shared.runner.start()
    await settle()
    assert shared.store.alive_until == MONDAY_7 + MINUTE
    assert shared.runner._pause() == timedelta(seconds=20)
    assert shared.runner._pace.processes == 3
    for seconds, lives_until in ((19, 60), (1, 80), (20, 100)):
        shared.clock.advance(seconds=seconds)
        await go_on(shared)
        assert shared.store.alive_until == MONDAY_7 + timedelta(seconds=lives_until)


async def test_a_process_that_ends_says_good_bye(shared: Stage) -> None:
    shared.runner.start()
    await settle()
    await shared.runner.stop()
    assert shared.store.alive_until == MONDAY_7


@pytest.mark.parametrize(("arrived", "posts"), [(True, 0), (False, 1)], ids=["posted before", "not posted"])
async def test_what_another_left_is_looked_for_before_it_is_posted(shared: Stage, arrived: bool, posts: int) -> None:
    shared.store.add(channel_id=1)
    shared.runner.start()
    await settle()
    await open_doors(shared)
    shared.clock.advance(days=1)
    ((_, delivery),) = (await shared.store.take_due(shared.clock.now(), lambda *_: ("text", Progress()), 50)).pairs
    shared.store.orphans.add(delivery.id)
    if arrived:
        shared.poster.messages[delivery.nonce] = 42
    await go_on(shared)
    assert shared.poster.looked_for == [delivery.id]
    assert shared.poster.posted[1:] == [(1, "text")] * posts
    assert shared.store.states() == ["sent", "sent"]


async def test_what_waited_while_the_process_stood_still_is_read_anew(shared: Stage) -> None:
    for _ in range(3):
        shared.store.add(channel_id=1)
    shared.runner.start()
    await settle()
    first, second, third = shared.store.deliveries
    shared.clock.advance(seconds=61)  # in which another took over the second, and posted it
    await shared.store.record(replace(shared.store.deliveries[second], state="sent", message_id=7))
    await go_on(shared)
    assert shared.store.states() == ["sent", "sent", "sent"]
    assert len(shared.poster.posted) == 2
    assert second not in shared.poster.looked_for
    assert third in shared.poster.looked_for
    assert shared.store.deliveries[first].message_id == 1000


async def test_nothing_is_begun_after_the_lease_is_over_until_the_books_were_read(shared: Stage) -> None:
    shared.store.add(channel_id=1)
    shared.store.add(channel_id=1)
    shared.runner.start()
    await settle()
    shared.clock.advance(seconds=61)
    shared.store.away = True
    await open_doors(shared)
    assert len(shared.poster.posted) == 1  # what had begun
    shared.store.away = False
    shared.runner.changed()
    await settle()
    await open_doors(shared)
    assert len(shared.poster.posted) == 2
    assert shared.store.states() == ["sent", "sent"]


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(hours=1)], ids=["back", "forward"])
async def test_a_clock_that_jumps_loses_and_doubles_nothing(shared: Stage, jump: timedelta) -> None:
    shared.store.add(channel_id=1)
    shared.store.add(channel_id=1)
    shared.runner.start()
    await settle()
    shared.clock.moment += jump
    await go_on(shared)
    assert shared.store.alive_until == shared.clock.now() + MINUTE
    shared.clock.moment = MONDAY_7 + timedelta(days=1)
    await go_on(shared)
    assert len(shared.poster.posted) == 4
    assert shared.store.states() == ["sent"] * 4


# A database that is away for a while


async def test_what_became_due_while_the_database_was_away_is_posted_when_it_is_back(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for channel in range(3):
        stage.store.add(channel_id=channel, next_at=MONDAY_7 + timedelta(seconds=30))
    stage.runner.start()
    await settle()
    stage.store.away = True
    for _ in range(6):
        stage.clock.advance(seconds=20)
        stage.runner._wake()
        await settle()
    stage.store.away = False
    stage.runner._wake()
    await settle()
    assert sorted(place for place, _ in stage.poster.posted if place is not None) == [0, 1, 2]
    assert [record.getMessage() for record in caplog.records] == ["The database is away. Posts wait until it is back."]


async def test_what_came_due_while_the_lease_ran_out_beside_a_sign_of_life_is_not_forgotten(stage: Stage) -> None:
    entry = stage.store.add(channel_id=1)
    delivery = Delivery("0" * 16, entry.id, MONDAY_7, "workout/beginner/1")
    hand = Delivering(stage.store, stage.poster, stage.clock, Pace(rate=1e9), None, lambda: None)
    hand.keep((entry, delivery))
    hand.ours_until = stage.clock.now()  # over, and the step that renews it began a moment before
    await hand.deliver(Job(entry, delivery, stage.clock.now()))
    assert stage.poster.posted == []
    hand.ours_until = stage.clock.now() + timedelta(seconds=60)
    (again,) = hand.due_again(stage.clock.now(), {delivery.id: entry})
    assert again.again
    stage.store.deliveries[delivery.id] = delivery
    await hand.deliver(again)
    assert stage.poster.posted == [(1, "workout/beginner/1")]
    assert stage.poster.looked_for == [delivery.id]
