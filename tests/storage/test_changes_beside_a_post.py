"""Changes to an entry while something of it is due or taken: no post is lost, and nobody reaches another's entry."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from storage_entries import DUE, MONDAYS, NOW, add, decide

from bot.schedule.rule import Move, Rule
from bot.storage.store import Store

WEEK = timedelta(days=7)
LATER = DUE + timedelta(seconds=20)


@pytest.mark.parametrize(
    "rule",
    [
        replace(MONDAYS, skips=frozenset({date(2026, 1, 12)})),
        replace(MONDAYS, moves=(Move(date(2026, 1, 12), NOW.replace(day=13, tzinfo=None)),)),
        replace(MONDAYS, last=date(2026, 3, 1)),
    ],
    ids=["another skipped", "another moved", "a season"],
)
async def test_what_is_due_stays_due_when_another_date_is_changed(store: Store, rule: Rule) -> None:
    entry = await add(store)
    changed = await store.change_entry(entry.id, lambda one: replace(one, rule=rule), LATER)
    assert changed is not None
    assert changed.next_at == DUE
    assert [delivery.due_at for _, delivery in (await store.take_due(LATER, decide)).pairs] == [DUE]


@pytest.mark.parametrize(
    "rule",
    [replace(MONDAYS, skips=frozenset({date(2026, 1, 5)})), replace(MONDAYS, at=time(19))],
    ids=["it is skipped itself", "another time"],
)
async def test_what_is_due_and_not_wanted_any_more_is_not_posted(store: Store, rule: Rule) -> None:
    entry = await add(store)
    await store.change_entry(entry.id, lambda one: replace(one, rule=rule), LATER)
    assert (await store.take_due(LATER, decide)).pairs == []


async def test_what_was_taken_of_an_entry_that_is_put_back_is_left_over_for_who_looks(store: Store) -> None:
    entry = await add(store)
    ((_, delivery),) = (await store.take_due(DUE, decide)).pairs
    await store.remove_entry(entry.id, LATER)
    assert await store.take_over(LATER) == []
    await store.restore_entry(entry.id, LATER)
    assert [one.id for _, one in await store.take_over(LATER)] == [delivery.id]
    assert await store.take_over(LATER) == []


async def test_nobody_puts_back_what_is_not_theirs(store: Store) -> None:
    entry = await add(store)
    await store.remove_entry(entry.id, NOW)
    assert await store.restore_entry(entry.id, NOW, whose=lambda one: one.guild_id == 2) is None
    assert await store.entry(entry.id) is None
    assert await store.restore_entry(entry.id, NOW, whose=lambda one: one.guild_id == 1) == entry
