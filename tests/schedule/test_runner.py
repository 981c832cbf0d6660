"""The runner against fakes: each occurrence once, on time, or a human is told."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from schedule_fakes import EVERY_DAY_7, MONDAY_7
from schedule_stage import SlowPoster, Stage, settle

from bot.schedule.entry import Delivery, Entry
from bot.schedule.ports import TryLater, Undeliverable
from bot.schedule.runner import WIDTH, Runner


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    await stage.runner.stop(grace=0)


# A turn


async def test_what_is_due_is_posted_once_and_recorded(stage: Stage) -> None:
    stage.store.add("beginner", channel_id=1)
    await stage.runner.turn()
    await stage.runner.turn()
    assert stage.poster.posted == [(1, "workout/beginner/1")]
    assert [one.message_id for one in stage.store.deliveries.values()] == [1000]
    assert stage.store.states() == ["sent"]


async def test_each_occurrence_posts_the_next_day_of_the_program(stage: Stage) -> None:
    stage.store.add("beginner")
    for _ in range(3):
        await stage.runner.turn()
        stage.clock.advance(days=1)
    assert [content for _, content in stage.poster.posted] == [f"workout/beginner/{day}" for day in (1, 2, 1)]


async def test_a_backlog_is_posted_as_one(stage: Stage) -> None:
    stage.store.add()
    stage.clock.advance(days=5, minutes=10)
    await stage.runner.turn()
    assert stage.poster.posted == [(1, "workout/beginner/1")]
    assert next(iter(stage.store.deliveries.values())).due_at == MONDAY_7 + timedelta(days=5)


async def test_what_is_later_than_two_hours_is_skipped_and_a_human_is_told(stage: Stage) -> None:
    stage.store.add()
    stage.clock.advance(hours=2, seconds=1)
    await stage.runner.turn()
    assert stage.poster.posted == []
    assert [(entry_id, state) for entry_id, state, _ in stage.told] == [(1, "skipped")]
    stage.clock.moment = MONDAY_7 + timedelta(days=1)
    await stage.runner.turn()
    assert stage.poster.posted == [(1, "workout/beginner/1")]


async def test_one_channel_keeps_its_order(stage: Stage) -> None:
    stage.store.add("beginner", channel_id=1)
    stage.store.add("runner", channel_id=1)
    stage.store.add("daily", channel_id=None)
    await stage.runner.turn()
    assert [content for place, content in stage.poster.posted if place == 1] == [
        "workout/beginner/1",
        "workout/runner/1",
    ]
    assert (None, "workout/beginner/1") in stage.poster.posted


# What can go wrong with a post


async def test_what_a_human_must_mend_pauses_the_entry_and_tells_them(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.poster.trouble[1] = [Undeliverable("The channel is gone.")]
    await stage.runner.turn()
    stage.clock.advance(days=1)
    await stage.runner.turn()
    assert stage.store.entries[1].paused == "The channel is gone."
    assert stage.told == [(1, "failed", "The channel is gone.")]
    assert stage.poster.posted == []


async def test_trouble_at_discord_is_tried_again_and_holds_up_nobody(stage: Stage) -> None:
    stage.store.add("beginner", channel_id=1)
    stage.store.add("runner", channel_id=2)
    stage.poster.trouble[1] = [TryLater("503"), TryLater("503")]
    await stage.runner.turn()
    assert stage.poster.posted == [(2, "workout/runner/1")]
    stage.clock.advance(seconds=1)
    await stage.runner.turn()
    stage.clock.advance(seconds=1)
    await stage.runner.turn()  # the second pause is two seconds
    assert len(stage.poster.posted) == 1
    stage.clock.advance(seconds=1)
    await stage.runner.turn()
    assert stage.poster.posted[1:] == [(1, "workout/beginner/1")]
    assert stage.store.states() == ["sent", "sent"]


async def test_a_retry_looks_first_whether_the_earlier_try_arrived(stage: Stage) -> None:
    entry = stage.store.add(channel_id=1)
    stage.poster.trouble[1] = [TryLater("the connection broke")]
    await stage.runner.turn()
    (delivery,) = stage.store.deliveries.values()
    stage.poster.messages[delivery.nonce] = 77
    stage.clock.advance(seconds=1)
    await stage.runner.turn()
    assert stage.poster.posted == []
    assert stage.store.deliveries[delivery.id].message_id == 77
    assert entry.id in stage.store.entries


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        pytest.param(True, [], id="it arrived there"),
        pytest.param(False, [(2, "workout/beginner/1")], id="it did not arrive"),
    ],
)
async def test_what_may_have_arrived_before_its_entry_moved_is_looked_for_in_the_old_channel(
    stage: Stage, arrived: bool, expected: list[tuple[int, str]]
) -> None:
    entry = stage.store.add(channel_id=1)
    stage.poster.trouble[1] = [TryLater("the connection broke")]
    await stage.runner.turn()
    (delivery,) = stage.store.deliveries.values()
    if arrived:
        stage.poster.messages[delivery.nonce], stage.poster.places[delivery.nonce] = 77, 1
    stage.store.entries[entry.id] = replace(stage.store.entries[entry.id], channel_id=2)
    stage.clock.advance(seconds=1)
    await stage.runner.turn()
    assert stage.poster.posted == expected
    kept = stage.store.deliveries[delivery.id]
    assert (kept.state, kept.channel_id) == ("sent", 1 if arrived else 2)


async def test_trouble_beyond_patience_fails_and_a_human_is_told(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.poster.trouble[1] = [TryLater("503 from Discord")] * 500
    for _ in range(200):
        await stage.runner.turn()
        stage.clock.advance(seconds=61)
    assert stage.store.states() == ["failed"]
    assert stage.told == [(1, "failed", "It could not be posted in time. 503 from Discord")]
    assert stage.store.entries[1].paused is None


async def test_a_retry_stops_when_its_entry_was_removed(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.poster.trouble[1] = [TryLater("503")]
    await stage.runner.turn()
    stage.store.entries.clear()
    stage.clock.advance(minutes=1)
    await stage.runner.turn()
    assert stage.poster.posted == []


async def test_a_defect_is_logged_under_a_reference_and_the_rest_goes_on(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.store.add("beginner", channel_id=1)
    stage.store.add("runner", channel_id=1)
    stage.poster.trouble[1] = [ZeroDivisionError("defect")]
    await stage.runner.turn()
    assert stage.store.states() == ["failed", "sent"]
    ((_, _, reason),) = stage.told
    assert "reference" in reason
    assert "ZeroDivision" not in reason
    assert "[00000000]" in caplog.text


async def test_an_entry_with_nothing_to_post_pauses_and_holds_up_nobody(stage: Stage) -> None:
    stage.store.add("gone", channel_id=1)
    stage.store.add("runner", channel_id=2)
    await stage.runner.turn()
    assert stage.poster.posted == [(2, "workout/runner/1")]
    assert stage.store.entries[1].paused == "There is nothing to post for “gone” any more."


async def test_an_entry_removed_while_its_post_is_in_flight_is_fine(stage: Stage) -> None:
    stage.store.add(channel_id=1)

    async def remove_and_post(entry: Entry, delivery: Delivery) -> int:
        del stage.store.entries[entry.id]
        return 7

    stage.poster.post = remove_and_post  # type: ignore[method-assign]
    await stage.runner.turn()
    assert stage.store.states() == ["sent"]


# Crashes and outages


@pytest.mark.parametrize(("arrived", "posts"), [(True, 0), (False, 1)], ids=["after the send", "before the send"])
async def test_a_crash_between_take_and_record_is_resumed_without_doubling(
    stage: Stage, arrived: bool, posts: int
) -> None:
    stage.store.add(channel_id=1)
    ((_, delivery),) = (
        await stage.store.take_due(stage.clock.now(), lambda entry, due: ("workout/beginner/1", entry.progress), 50)
    ).pairs
    if arrived:
        stage.poster.messages[delivery.nonce] = 42
    await stage.runner.turn()
    assert len(stage.poster.posted) == posts
    assert stage.poster.looked_for == [delivery.id]
    assert stage.store.states() == ["sent"]


async def test_what_is_resumed_too_late_is_not_posted_but_told(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    await stage.store.take_due(stage.clock.now(), lambda entry, due: ("x", entry.progress), 50)
    stage.clock.advance(hours=3)
    await stage.runner.turn()
    assert stage.poster.posted == []
    assert stage.told == [(1, "failed", "It could not be posted in time.")]


async def test_a_database_that_goes_after_the_post_gets_its_record_later(stage: Stage) -> None:
    stage.store.add(channel_id=1)

    async def post_and_lose_the_database(entry: Entry, delivery: Delivery) -> int:
        stage.store.away = True
        stage.poster.posted.append((entry.channel_id, delivery.content))
        return 7

    stage.poster.post = post_and_lose_the_database  # type: ignore[method-assign]
    await stage.runner.turn()
    assert stage.store.states() == ["taken"]
    stage.store.away = False
    await stage.runner.turn()
    assert stage.store.states() == ["sent"]
    assert len(stage.poster.posted) == 1


async def test_a_database_that_is_away_is_one_line_and_then_caught_up(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stage.store.add(channel_id=1)
    stage.store.away = True
    stage.runner.start()
    for _ in range(4):
        await settle()
        stage.runner.changed()
    assert [record.getMessage() for record in caplog.records] == ["The database is away. Posts wait until it is back."]
    assert caplog.records[0].exc_info is None
    stage.store.away = False
    stage.runner.changed()
    await settle()
    assert stage.poster.posted == [(1, "workout/beginner/1")]
    assert "The schedule goes on." in caplog.text


# The loop


async def test_the_loop_posts_what_is_due_when_it_starts(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.runner.start()
    await settle()
    assert stage.poster.posted == [(1, "workout/beginner/1")]


async def test_a_change_wakes_the_sleeper(stage: Stage) -> None:
    stage.runner.start()
    await settle()
    stage.store.add(channel_id=1)
    await settle()
    assert stage.poster.posted == []
    stage.runner.changed()
    await settle()
    assert stage.poster.posted == [(1, "workout/beginner/1")]


async def test_nothing_due_asks_the_database_nothing(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.runner.start()
    await settle()
    asked = stage.store.questions
    for _ in range(5):
        stage.clock.advance(minutes=1)
        stage.runner._wake()
        await settle()
    assert stage.store.questions == asked


async def test_the_sleep_ends_with_the_next_due_time_and_after_a_minute_at_most(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    await stage.runner.turn()
    assert stage.runner._pause() == timedelta(seconds=60)
    stage.clock.moment = MONDAY_7 + timedelta(days=1, seconds=-20)
    assert stage.runner._pause() == timedelta(seconds=20)


async def test_a_clock_that_jumps_forward_is_noticed(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.runner.start()
    await settle()
    stage.clock.advance(days=1)
    stage.runner._wake()
    await settle()
    assert len(stage.poster.posted) == 2


async def test_a_clock_set_back_posts_nothing_twice(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    await stage.runner.turn()
    stage.clock.advance(hours=-1)
    await stage.runner.turn()
    stage.clock.advance(hours=1)
    await stage.runner.turn()
    assert len(stage.poster.posted) == 1


async def test_a_defect_in_the_store_does_not_end_the_loop(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.store.add(channel_id=1)
    take_due = stage.store.take_due

    async def broken(*_: object) -> list[tuple[Entry, Delivery]]:
        raise ZeroDivisionError("defect")

    stage.store.take_due = broken  # type: ignore[method-assign]
    stage.runner.start()
    await settle()
    assert "[schedule-turn]" in caplog.text
    stage.store.take_due = take_due  # type: ignore[method-assign]
    stage.runner.changed()
    await settle()
    assert len(stage.poster.posted) == 1


# Many channels, and the end


async def test_only_so_many_channels_are_posted_to_at_a_time() -> None:
    poster = SlowPoster()
    stage = Stage(poster=poster)
    for channel in range(WIDTH + 8):
        stage.store.add(channel_id=channel)
    stage.runner.start()
    while len(poster.posted) < WIDTH + 8:
        await settle()
        for door in list(poster.doors.values()):
            door.set_result(None)
    assert poster.most == WIDTH
    await stage.runner.stop()


async def test_a_slow_channel_holds_up_no_other() -> None:
    poster = SlowPoster()
    stage = Stage(poster=poster)
    stage.store.add("beginner", channel_id=1)
    stage.runner.start()
    await settle()
    stage.store.add("runner", channel_id=2)
    stage.runner.changed()
    await settle()
    poster.doors[2].set_result(None)
    await settle()
    assert poster.posted == [(2, "workout/runner/1")]
    await stage.runner.stop(grace=0)


async def test_stopping_lets_what_is_in_hand_finish_and_begins_nothing_more() -> None:
    poster = SlowPoster()
    stage = Stage(poster=poster)
    stage.store.add("beginner", channel_id=1)
    stage.store.add("runner", channel_id=1)
    stage.runner.start()
    await settle()
    ending = asyncio.create_task(stage.runner.stop(grace=600))
    await settle()
    poster.doors[1].set_result(None)
    async with asyncio.timeout(5):
        await ending
    assert poster.posted == [(1, "workout/beginner/1")]
    assert stage.store.states() == ["sent", "taken"]


async def test_stopping_does_not_wait_for_ever_and_the_next_start_resumes() -> None:
    poster = SlowPoster()
    stage = Stage(poster=poster)
    stage.store.add(channel_id=1)
    stage.runner.start()
    await settle()
    await stage.runner.stop(grace=0)
    assert stage.store.states() == ["taken"]
    stage.runner.start()
    await settle()
    poster.doors[1].set_result(None)
    await settle()
    assert stage.store.states() == ["sent"]
    assert len(stage.poster.looked_for) == 1
    await stage.runner.stop()


async def test_starting_twice_runs_once(stage: Stage) -> None:
    stage.store.add(channel_id=1)
    stage.runner.start()
    stage.runner.start()
    await settle()
    assert len([task for task in asyncio.all_tasks() if task.get_name() == "backline-schedule"]) == 1


async def test_stopping_what_never_started_is_harmless(stage: Stage) -> None:
    await stage.runner.stop()
    assert stage.store.questions == 0


async def test_nobody_hears_of_a_defect_in_telling(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("defect")

    runner = Runner(stage.store, stage.poster, stage.menu, stage.clock, missed=broken)
    stage.store.add(channel_id=1, rule=EVERY_DAY_7)
    stage.poster.trouble[1] = [Undeliverable("The channel is gone.")]
    await runner.turn()
    assert stage.store.states() == ["failed"]
    assert "Nobody could be told" in caplog.text
