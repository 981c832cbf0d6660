"""The store on SQLite and PostgreSQL: what goes in comes out, and what is due is taken once."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from storage_entries import DUE, NOW, SNOWFLAKE, add, decide

from bot.schedule.changes import going_on
from bot.schedule.entry import Entry, Progress
from bot.schedule.rule import Move, Rule
from bot.storage.engine import open_store
from bot.storage.store import Store


async def test_an_entry_comes_back_as_it_was_added(store: Store) -> None:
    rule = Rule(frozenset({0, 3, 6}), time(23, 45), "America/Argentina/Buenos_Aires")
    added = await add(store, guild_id=SNOWFLAKE, channel_id=SNOWFLAKE + 1, user_id=SNOWFLAKE + 2, rule=rule)
    assert added.rule == rule
    assert added.guild_id == SNOWFLAKE
    assert added.progress == Progress()
    assert added.next_at is not None
    assert added.next_at > NOW
    assert added.next_at.tzinfo is UTC
    assert await store.entry(added.id) == added


FULL = Rule(
    frozenset({1, 5}),
    time(6, 45),
    "Australia/Lord_Howe",
    nth=frozenset({1, 3, -1}),
    first=date(2026, 3, 1),
    last=date(2026, 11, 30),
    quiet_until=date(2026, 4, 1),
    skips=frozenset({date(2026, 5, 5), date(2026, 12, 1)}),
    moves=(Move(date(2026, 6, 2), datetime(2026, 6, 1, 18, 5)), Move(date(2026, 7, 7), datetime(2026, 7, 8, 0, 0))),  # noqa: DTZ001
)


@pytest.mark.parametrize(
    "rule",
    [
        FULL,
        Rule(frozenset({1}), time(7), "UTC", every=12, anchor=date(2026, 1, 6)),
        Rule(frozenset({1}), time(7), "UTC", once=datetime(2026, 1, 6, 7, 20, 33, 123456, tzinfo=UTC)),
    ],
    ids=["places in the month", "every so many weeks", "once"],
)
@pytest.mark.parametrize("events", [None, (), (SNOWFLAKE, 7)], ids=["no mirror", "empty mirror", "mirror"])
async def test_every_field_of_an_entry_is_kept(store: Store, rule: Rule, events: tuple[int, ...] | None) -> None:
    words = "Line one.\n\n**“Zürich” ☂** {{ 1 }}; DROP TABLE entry"
    more = {"program": "text", "personal": True, "role_id": SNOWFLAKE, "text": words, "opening": "Up! 🏃"}
    added = await add(store, rule=rule, events=events, patience=timedelta(minutes=45), **more)
    progress = Progress(3, 4, DUE)

    def change(entry: Entry) -> Entry:
        return replace(entry, paused="why not", progress=progress, origin="00ff00ff00ff00ff")

    kept = await store.change_entry(added.id, change, NOW)
    assert kept == await store.entry(added.id) == change(added)
    assert (added.rule, added.events, added.text, added.opening) == (rule, events, words, "Up! 🏃")
    assert (added.personal, added.role_id, added.patience) == (True, SNOWFLAKE, timedelta(minutes=45))


async def test_entries_are_listed_by_club_and_by_member(store: Store) -> None:
    club = await add(store, guild_id=1, channel_id=2, user_id=3)
    other = await add(store, guild_id=9, channel_id=2, user_id=3)
    direct = await add(store, guild_id=None, channel_id=None, user_id=3)
    from_the_club = await add(store, guild_id=1, channel_id=None, user_id=3)
    in_a_channel = await add(store, guild_id=1, channel_id=2, user_id=3, personal=True)
    assert await store.entries_of_guild(1) == [club]
    assert await store.entries_of_guild(9) == [other]
    assert await store.entries_of_member(3) == [direct, from_the_club, in_a_channel]
    assert await store.members_entries_in(1) == [in_a_channel]
    assert await store.entries_of_member(4) == []


async def test_a_paused_entry_is_not_due_until_it_is_resumed(store: Store) -> None:
    entry = await add(store)
    assert await store.pause_entry(entry.id, "The channel is gone.")
    assert await store.next_due() is None
    assert (await store.take_due(DUE, decide)).pairs == []
    assert (await store.entries_of_guild(1))[0].paused == "The channel is gone."
    resumed = await store.change_entry(entry.id, going_on, DUE)
    assert resumed is not None
    assert resumed.paused is None
    assert resumed.next_at == DUE + timedelta(days=7) == await store.next_due()


async def test_pausing_and_resuming_what_is_gone_says_so(store: Store) -> None:
    assert not await store.pause_entry(404, "gone")
    assert await store.change_entry(404, going_on, NOW) is None


async def test_time_zones_of_clubs_and_members_are_kept_changed_and_forgotten(store: Store) -> None:
    for read, write in (
        (store.club_timezone, store.set_club_timezone),
        (store.member_timezone, store.set_member_timezone),
    ):
        assert await read(SNOWFLAKE) is None
        for zone in ("Europe/London", "Europe/Paris", None):
            await write(SNOWFLAKE, zone)
            assert await read(SNOWFLAKE) == zone
        await write(SNOWFLAKE + 1, "UTC")
        assert await read(SNOWFLAKE) is None


async def test_what_is_due_is_taken_with_its_content_and_the_entry_moves_on(store: Store) -> None:
    entry = await add(store)
    assert (await store.take_due(DUE - timedelta(seconds=1), decide)).pairs == []
    ((taken, delivery),) = (await store.take_due(DUE + timedelta(minutes=1), decide)).pairs
    assert taken == entry
    assert (delivery.due_at, delivery.content, delivery.state) == (DUE, "workout/beginner/1", "taken")
    assert len(delivery.id) == 16
    assert len(delivery.nonce) <= 25
    kept = await store.entry(entry.id)
    assert kept is not None
    assert kept.progress == Progress(1, 4, DUE)
    assert kept.next_at == await store.next_due() == DUE + timedelta(days=7)
    assert (await store.take_due(DUE + timedelta(minutes=1), decide)).pairs == []


async def test_a_backlog_is_taken_as_one_the_latest(store: Store) -> None:
    await add(store, rule=Rule(frozenset(range(7)), time(7), "UTC"))
    ((_, delivery),) = (await store.take_due(DUE, decide)).pairs
    assert delivery.due_at == DUE
    assert await store.next_due() == DUE + timedelta(days=1)


async def test_what_is_too_late_is_skipped_and_leaves_the_progress(store: Store) -> None:
    entry = await add(store)
    ((_, delivery),) = (await store.take_due(DUE + timedelta(hours=5), decide)).pairs
    assert (delivery.state, delivery.detail) == ("skipped", "5 hours late")
    kept = await store.entry(entry.id)
    assert kept is not None
    assert kept.progress == Progress()
    assert kept.next_at == DUE + timedelta(days=7)
    assert await store.in_hand() == []
    assert await store.last_deliveries(entry.id, 1) == [delivery]


async def test_only_so_many_are_taken_at_a_time_the_earliest_first(store: Store) -> None:
    late = await add(store, rule=Rule(frozenset({0}), time(6, 30), "UTC"))
    early = await add(store, rule=Rule(frozenset({0}), time(6), "UTC"))
    (first,) = (await store.take_due(DUE, decide, limit=1)).pairs
    (second,) = (await store.take_due(DUE, decide, limit=1)).pairs
    assert [first[0], second[0]] == [early, late]


async def test_a_decision_that_fails_takes_nothing(store: Store) -> None:
    entry = await add(store)

    def broken(entry: Entry, due: datetime) -> tuple[str, Progress]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.take_due(DUE, broken)
    assert await store.entry(entry.id) == entry
    assert await store.in_hand() == []


async def test_an_entry_that_cannot_be_moved_on_pauses_and_holds_up_nobody(store: Store) -> None:
    lost, fine = await add(store), await add(store)
    async with store._database.writing() as connection:
        await connection.exec_driver_sql(f"UPDATE entry SET zone = 'Atlantis/Poseidonis' WHERE id = {lost.id}")
    assert [entry for entry, _ in (await store.take_due(DUE, decide)).pairs] == [fine]
    kept = await store.entry(lost.id)
    assert kept is not None
    assert kept.paused == "The time zone Atlantis/Poseidonis is not known here any more."


async def test_an_occurrence_that_comes_round_again_is_not_taken_again(store: Store) -> None:
    entry = await add(store)
    await store.take_due(DUE, decide)
    await store.pause_entry(entry.id, "by hand")
    await store.change_entry(entry.id, going_on, NOW)  # as with a clock that was set back
    assert await store.next_due() == DUE
    assert (await store.take_due(DUE, decide)).pairs == []
    kept = await store.entry(entry.id)
    assert kept is not None
    assert (kept.next_at, kept.progress.sessions) == (DUE + timedelta(days=7), 1)


async def test_the_end_of_a_delivery_is_noted_once(store: Store) -> None:
    entry = await add(store)
    ((_, delivery),) = (await store.take_due(DUE, decide)).pairs
    assert delivery.channel_id == entry.channel_id
    assert await store.record(replace(delivery, state="sent", message_id=SNOWFLAKE, channel_id=SNOWFLAKE + 1))
    assert not await store.record(replace(delivery, state="failed", detail="too late to matter"))
    (kept,) = await store.last_deliveries(entry.id, 5)
    assert (kept.state, kept.message_id, kept.detail, kept.channel_id) == ("sent", SNOWFLAKE, "", SNOWFLAKE + 1)
    assert not await store.record(replace(delivery, id="0" * 16, state="sent"))


async def test_a_delivery_taken_and_not_recorded_is_there_after_a_crash(database_url: str) -> None:
    before = await open_store(database_url)
    await add(before)
    ((_, delivery),) = (await before.take_due(DUE, decide)).pairs
    await before.close()
    after = await open_store(database_url)
    ((entry, found),) = await after.take_over(DUE + timedelta(minutes=2))
    assert found == delivery
    assert entry.next_at == DUE + timedelta(days=7)
    await after.record(replace(found, state="sent", message_id=1))
    assert await after.in_hand() == []
    await after.close()


async def test_the_latest_deliveries_come_first(store: Store) -> None:
    entry = await add(store)
    for week in range(4):
        await store.take_due(DUE + timedelta(weeks=week), decide)
    found = await store.last_deliveries(entry.id, 2)
    assert [one.due_at for one in found] == [DUE + timedelta(weeks=3), DUE + timedelta(weeks=2)]


async def test_two_processes_never_take_the_same_row(database_url: str) -> None:
    stores = await asyncio.gather(*(open_store(database_url) for _ in range(4)))
    for number in range(40):
        await add(stores[0], channel_id=number)
    rounds = [await asyncio.gather(*(one.take_due(DUE, decide, limit=5) for one in stores)) for _ in range(4)]
    taken = [delivery.entry_id for turns in rounds for turn in turns for _, delivery in turn.pairs]
    assert len(taken) == len(set(taken))
    rest = [delivery.entry_id for _, delivery in (await stores[0].take_due(DUE, decide)).pairs]
    assert sorted(taken + rest) == sorted(entry.id for entry in await stores[0].entries_of_guild(1))
    hands = [{delivery.entry_id for _, delivery in await one.in_hand()} for one in stores]
    assert sum(map(len, hands)) == len(set[int]().union(*hands)) == 40
    await asyncio.gather(*(one.close() for one in stores))


async def test_rows_held_by_another_process_are_passed_over(postgres_url: str) -> None:
    holder, other = await open_store(postgres_url), await open_store(postgres_url)
    held, free = await add(holder), await add(holder)
    async with holder._database.writing() as connection:
        await connection.exec_driver_sql(f"SELECT 1 FROM entry WHERE id = {held.id} FOR UPDATE")
        async with asyncio.timeout(5):
            assert [entry for entry, _ in (await other.take_due(DUE, decide)).pairs] == [free]
    assert [entry for entry, _ in (await other.take_due(DUE, decide)).pairs] == [held]
    await holder.close()
    await other.close()


async def test_ids_come_from_the_source_that_is_handed_in(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, new_id=lambda: "00ff00ff00ff00ff")
    await add(store)
    ((_, delivery),) = (await store.take_due(DUE, decide)).pairs
    await store.close()
    assert delivery.nonce == "backline-00ff00ff00ff00ff"


async def test_a_database_in_memory_serves_many_at_once() -> None:
    store = await open_store("sqlite+aiosqlite:///:memory:")
    await asyncio.gather(*(add(store, channel_id=number) for number in range(20)))
    turns = await asyncio.gather(*(store.take_due(DUE, decide, limit=5) for _ in range(5)))
    assert sorted(len(turn.pairs) for turn in turns) == [0, 5, 5, 5, 5]
    await store.close()


async def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="aware"):
        await store.take_due(datetime(2026, 1, 5, 7), decide)  # noqa: DTZ001
