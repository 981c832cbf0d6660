"""The rules of a time zone change under entries that are stored: their next dates follow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from storage_entries import DUE, MONDAYS, NOW, add, decide

from bot.schedule.entry import Entry
from bot.schedule.rule import Rule
from bot.storage.store import Store
from bot.storage.tables import entry as entries
from bot.storage.tables import zone as zones

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


async def computed_with_other_rules(store: Store, one: Entry, shift: timedelta) -> None:
    """As if the next time had been computed while the zone's clocks stood otherwise."""
    assert one.next_at is not None
    async with store._database.writing() as connection:
        moved = sa.update(entries).where(entries.c.id == one.id).values(next_at=one.next_at + shift)
        await connection.execute(moved)


async def forget_rules(store: Store, zone: str) -> None:
    """As if the zone had been known with other rules."""
    async with store._database.writing() as connection:
        await connection.execute(sa.update(zones).where(zones.c.name == zone).values(signature="before"))


async def next_times(store: Store, *those: Entry) -> list[object]:
    kept = [await store.entry(one.id) for one in those]
    return [one.next_at if one else None for one in kept]


async def test_next_times_follow_when_the_rules_of_their_zone_changed(store: Store) -> None:
    london, paris = await add(store), await add(store, rule=replace(MONDAYS, zone="Europe/Paris"))
    paused = await add(store)
    ended = await add(store, rule=replace(MONDAYS, last=date(2026, 1, 2)))
    assert await store.renew_zones(NOW) == 0
    await store.pause_entry(paused.id, "by hand")
    for one in (london, paris, paused):
        await computed_with_other_rules(store, one, HOUR)
    assert await store.renew_zones(NOW) == 0  # nothing is known to have changed
    await forget_rules(store, "Europe/London")
    assert await store.renew_zones(NOW) == 2
    assert await next_times(store, london, paris, paused, ended) == [DUE, DUE, DUE, None]
    assert await store.renew_zones(NOW) == 0


async def test_what_is_due_already_is_not_moved_away(store: Store) -> None:
    entry = await add(store)
    await store.renew_zones(NOW)
    await forget_rules(store, "Europe/London")
    assert await store.renew_zones(DUE) == 0
    assert [delivery.due_at for _, delivery in (await store.take_due(DUE, decide)).pairs] == [DUE]
    assert await next_times(store, entry) == [DUE + WEEK]


async def test_a_zone_that_is_not_known_any_more_holds_up_no_other(store: Store) -> None:
    lost, fine = await add(store), await add(store, rule=replace(MONDAYS, zone="Europe/Paris"))
    await store.renew_zones(NOW)
    async with store._database.writing() as connection:
        await connection.execute(sa.update(entries).where(entries.c.id == lost.id).values(zone="Atlantis/Poseidonis"))
        await connection.execute(sa.insert(zones).values(name="Atlantis/Poseidonis", signature="before"))
    await computed_with_other_rules(store, fine, HOUR)
    await forget_rules(store, "Europe/Paris")
    assert await store.renew_zones(NOW) == 1
    assert await store.renew_zones(NOW) == 0
    assert await next_times(store, fine) == [fine.next_at]


@pytest.mark.parametrize("shift", [HOUR, -HOUR, 2 * HOUR], ids=["later", "earlier", "two hours later"])
async def test_a_stored_time_that_the_rules_no_longer_have_becomes_the_one_they_have(
    store: Store, shift: timedelta
) -> None:
    entry = await add(store)
    await computed_with_other_rules(store, entry, shift)
    if shift < timedelta(0):
        assert (await store.take_due(DUE + shift, decide)).pairs == []  # it looked due, and is not yet
        assert await next_times(store, entry) == [DUE]
    ((_, delivery),) = (await store.take_due(DUE + max(shift, timedelta(0)), decide)).pairs
    assert delivery.due_at == DUE
    assert await next_times(store, entry) == [DUE + WEEK]


async def test_a_stored_time_of_a_rule_that_has_nothing_near_is_moved_on(store: Store) -> None:
    rule = Rule(MONDAYS.days, MONDAYS.at, MONDAYS.zone, nth=frozenset({1}))
    entry = await add(store, rule=rule)
    await computed_with_other_rules(store, entry, -timedelta(days=2))
    assert (await store.take_due(DUE - timedelta(days=1), decide)).pairs == []
    assert await next_times(store, entry) == [DUE]
