"""Entries that are changed, paused, removed, put back and snoozed, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from storage_entries import DUE, MONDAYS, NOW, add, decide

from bot.errors import UserError
from bot.schedule.changes import going_on
from bot.schedule.entry import BY_HAND, Delivery, Entry
from bot.schedule.rule import Rule, next_after, once_at
from bot.storage.engine import open_store
from bot.storage.entries import UNDO
from bot.storage.store import Store

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
LATER = DUE + timedelta(hours=1)


def in_minutes(count: int, now: datetime = LATER) -> Callable[[Entry], Rule]:
    """A snooze of so many minutes."""
    return lambda entry: once_at(now + count * MINUTE, entry.rule.zone, entry.rule.at)


async def taken(store: Store, now: datetime = DUE) -> tuple[Entry, Delivery]:
    """The one entry that is due, taken."""
    (pair,) = (await store.take_due(now, decide)).pairs
    return pair


# A change


async def test_another_time_is_next_due_after_now(store: Store) -> None:
    entry = await add(store)
    evening = replace(MONDAYS, at=time(19))
    changed = await store.change_entry(entry.id, lambda one: replace(one, rule=evening), DUE)
    assert changed == replace(entry, rule=evening, next_at=DUE + timedelta(hours=12))
    assert await store.entry(entry.id) == changed


async def test_another_text_leaves_what_is_due_as_it_is(store: Store) -> None:
    entry = await add(store)
    changed = await store.change_entry(entry.id, lambda one: replace(one, text="Hi", channel_id=7, role_id=8), LATER)
    # it is due and not taken yet: what is due is not lost
    assert changed == replace(entry, text="Hi", channel_id=7, role_id=8, next_at=DUE)


async def test_the_end_of_a_pause_is_next_due_after_now_and_its_beginning_changes_nothing(store: Store) -> None:
    entry = await add(store)
    paused = await store.change_entry(entry.id, lambda one: replace(one, paused=BY_HAND), LATER)
    assert paused == replace(entry, paused=BY_HAND)
    again = await store.change_entry(entry.id, lambda one: replace(one, paused=None), LATER)
    assert again == replace(entry, next_at=DUE + WEEK)


async def test_a_season_that_is_over_has_no_next_time(store: Store) -> None:
    entry = await add(store)
    over = replace(MONDAYS, last=date(2026, 1, 4))
    changed = await store.change_entry(entry.id, lambda one: replace(one, rule=over), NOW)
    assert changed == replace(entry, rule=over, next_at=None)
    assert await store.next_due() is None
    assert (await store.take_due(DUE, decide)).pairs == []
    back = await store.change_entry(entry.id, lambda one: replace(one, rule=MONDAYS), NOW)
    assert back == entry


async def test_a_change_that_is_refused_leaves_all_as_it_was(store: Store) -> None:
    entry = await add(store)

    def refuse(one: Entry) -> Entry:
        raise UserError("That is not possible.")

    with pytest.raises(UserError):
        await store.change_entry(entry.id, refuse, NOW)
    assert await store.entry(entry.id) == entry


async def test_changes_at_once_come_one_after_the_other(store: Store) -> None:
    entry = await add(store)
    changes = [
        store.change_entry(entry.id, lambda one, day=day: replace(one, text=one.text + day), NOW) for day in "abcdef"
    ]
    await asyncio.gather(*changes)
    kept = await store.entry(entry.id)
    assert kept is not None
    assert sorted(kept.text) == list("abcdef")


async def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    entry = await add(store)
    await store.remove_entry(entry.id, NOW)
    assert await store.change_entry(404, lambda one: one, NOW) is None
    assert await store.change_entry(entry.id, lambda one: one, NOW) is None
    assert not await store.pause_entry(entry.id, "gone")


# Removed, and put back


async def test_a_removed_entry_is_nowhere_and_nothing_of_it_is_posted(store: Store) -> None:
    entry, mine = await add(store), await add(store, personal=True)
    for one in (entry, mine):
        assert await store.remove_entry(one.id, NOW)
        assert not await store.remove_entry(one.id, NOW)
        assert await store.entry(one.id) is None
    assert await store.entries_of_guild(1) == await store.entries_of_member(3) == []
    assert await store.members_entries_in(1) == []
    assert await store.next_due() is None
    assert (await store.take_due(DUE, decide)).pairs == []
    assert await store.take_now(entry.id, NOW, decide) is None


async def test_what_was_taken_of_a_removed_entry_is_not_resumed(store: Store) -> None:
    entry = await add(store)
    await taken(store)
    await store.remove_entry(entry.id, DUE)
    assert await store.in_hand() == []


async def test_a_removed_entry_comes_back_as_it_was(store: Store) -> None:
    entry = await add(store)
    await store.remove_entry(entry.id, NOW)
    assert await store.restore_entry(entry.id, NOW + UNDO) == entry
    assert await store.entries_of_guild(1) == [entry]
    assert await store.restore_entry(entry.id, NOW) is None  # it is not removed any more


async def test_what_was_due_while_it_was_away_is_not_posted_afterwards(store: Store) -> None:
    entry = await add(store)
    await store.remove_entry(entry.id, DUE - MINUTE)
    assert await store.restore_entry(entry.id, DUE + MINUTE) == replace(entry, next_at=DUE + WEEK)
    assert (await store.take_due(DUE + MINUTE, decide)).pairs == []


async def test_after_ten_minutes_it_is_too_late_and_it_is_forgotten(store: Store) -> None:
    entry = await add(store)
    await taken(store)
    await store.remove_entry(entry.id, DUE)
    await store.tidy(DUE + UNDO)
    assert len(await store.last_deliveries(entry.id, 5)) == 1
    late = DUE + UNDO + timedelta(seconds=1)
    assert await store.restore_entry(entry.id, late) is None
    await store.tidy(late)
    assert await store.last_deliveries(entry.id, 5) == []
    assert (await add(store)).id > entry.id


# Snoozed


async def test_a_snooze_posts_the_same_once_more_and_leaves_the_series(store: Store) -> None:
    await add(store, personal=True, opening="Up!")
    series, delivery = await taken(store)
    kept = await store.entry(series.id)
    again = await store.snooze(delivery.id, in_minutes(20), LATER)
    assert again is not None
    assert (again.program, again.next_at, again.origin) == (
        "again/workout/beginner/1",
        LATER + 20 * MINUTE,
        delivery.id,
    )
    assert (again.channel_id, again.user_id, again.personal, again.opening) == (2, 3, True, "Up!")
    assert await store.entry(series.id) == kept


async def test_a_second_snooze_of_the_same_post_replaces_the_first(store: Store) -> None:
    series = await add(store, personal=True)
    _, delivery = await taken(store)
    await store.snooze(delivery.id, in_minutes(20), LATER)
    hour = await store.snooze(delivery.id, in_minutes(60), LATER)
    assert [one.id for one in await store.entries_of_member(3)] == [series.id, hour.id if hour else 0]
    assert await store.next_due() == LATER + timedelta(hours=1)


async def test_what_was_snoozed_can_be_snoozed_again_and_again(store: Store) -> None:
    series = await add(store, personal=True)
    _, delivery = await taken(store)
    moment = LATER
    for _ in range(3):
        await store.record(replace(delivery, state="sent", message_id=1))
        assert await store.snooze(delivery.id, in_minutes(20, moment), moment)
        moment += 20 * MINUTE
        ((entry, delivery),) = (
            await store.take_due(moment, lambda one, _: (one.program.split("/", 1)[1], one.progress))
        ).pairs
        assert (entry.program, delivery.content) == ("again/workout/beginner/1", "workout/beginner/1")
    kept = await store.entry(series.id)
    assert kept is not None
    assert kept.next_at == DUE + WEEK
    assert await store.entries_of_member(3) == [kept]  # a snooze that was posted has ended


async def test_a_reminder_that_was_stopped_cannot_be_snoozed(store: Store) -> None:
    entry = await add(store, personal=True)
    _, delivery = await taken(store)
    await store.remove_entry(entry.id, LATER)
    assert await store.snooze(delivery.id, in_minutes(20), LATER) is None
    assert await store.snooze("0" * 16, in_minutes(20), LATER) is None


async def test_two_taps_at_once_leave_one_snooze(database_url: str) -> None:
    stores = await asyncio.gather(*(open_store(database_url) for _ in range(2)))
    await add(stores[0], personal=True)
    _, delivery = await taken(stores[0])
    await asyncio.gather(*(one.snooze(delivery.id, in_minutes(20), LATER) for one in stores * 4))
    assert len(await stores[0].entries_of_member(3)) == 2
    await asyncio.gather(*(one.close() for one in stores))


# Told


async def test_a_person_is_told_once_why_their_reminder_is_paused(store: Store) -> None:
    trouble, by_hand, fine = [await add(store, personal=True) for _ in range(3)]
    club = await add(store)
    other = await add(store, personal=True, user_id=4)
    for one in (trouble, club, other):
        await store.pause_entry(one.id, "You take no messages.")
    await store.pause_entry(by_hand.id, BY_HAND)
    news = [replace(trouble, paused="You take no messages.")]
    assert await store.untold(3) == await store.untold(3) == news
    await store.note_told(news)
    assert await store.untold(3) == []
    await store.change_entry(trouble.id, going_on, NOW)
    await store.pause_entry(trouble.id, "Again.")
    assert [one.paused for one in await store.untold(3)] == ["Again."]
    assert await store.entry(fine.id) == fine


async def test_what_is_paused_for_another_reason_by_now_stays_news(store: Store) -> None:
    entry = await add(store, personal=True)
    await store.pause_entry(entry.id, "You take no messages.")
    told = await store.untold(3)
    await store.pause_entry(entry.id, "The channel is gone.")
    await store.note_told(told)
    assert [one.paused for one in await store.untold(3)] == ["The channel is gone."]


async def test_a_pause_of_a_removed_reminder_is_no_news(store: Store) -> None:
    entry = await add(store, personal=True)
    await store.pause_entry(entry.id, "You take no messages.")
    await store.remove_entry(entry.id, NOW)
    assert await store.untold(3) == []


# Once


async def test_a_single_reminder_ends_when_it_was_posted(store: Store) -> None:
    rule = once_at(datetime(2026, 1, 5, 7, 20, 41, tzinfo=UTC), "Europe/London")
    entry = await add(store, personal=True, rule=rule)
    assert entry.next_at == rule.once == await store.next_due()
    assert next_after(rule, DUE + WEEK) is None
    _, delivery = await taken(store, DUE + 21 * MINUTE)
    assert delivery.due_at == rule.once
    ended = await store.entry(entry.id)
    assert ended is not None
    assert ended.next_at is None
    assert await store.next_due() is None
    assert await store.entries_of_member(3) == await store.members_entries_in(1) == []
    ((resumed, _),) = await store.in_hand()  # a crash before it was posted still finds it
    assert resumed == ended


async def test_the_day_of_the_long_run_is_kept_changed_and_forgotten_beside_the_rest(store: Store) -> None:
    assert await store.long_run(1) is None
    await store.set_club_timezone(1, "Europe/London")
    for day in (6, 0, None, 5):
        await store.set_long_run(1, day)
        assert await store.long_run(1) == day
    assert await store.club_timezone(1) == "Europe/London"
    assert await store.long_run(2) is None
