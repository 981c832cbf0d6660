"""A club's answers and its country, on SQLite and PostgreSQL: kept, changed, forgotten, and nobody else's."""

import pytest
import sqlalchemy as sa
from alembic import command

from bot.coach.club import ClubAnswer
from bot.storage.address import read_address
from bot.storage.engine import _config, make_engine, open_store
from bot.storage.store import Store

SNOWFLAKE = 1_200_000_000_000_000_000
TEXTS = {"question": "When is club night?", "answer": "Tuesdays at 19:00.", "other_ways": ("club evening",)}


async def add(store: Store, guild_id: int = 1, **more: object) -> ClubAnswer:
    return await store.add_club_answer(guild_id=guild_id, created_by=3, **{**TEXTS, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("ways", [(), ("one",), ('two "words"', "Zürich ☂", "a\\b")], ids=["none", "one", "odd"])
async def test_an_answer_comes_back_as_it_was_added(store: Store, ways: tuple[str, ...]) -> None:
    texts = {"question": "Où se retrouve-t-on ? 🏃", "answer": "Line one.\n\n{{ 1 }} 'quoted'; DROP TABLE entry;"}
    added = await add(store, SNOWFLAKE, **texts, other_ways=ways)
    assert added == ClubAnswer(added.id, texts["question"], texts["answer"], ways)
    assert await store.club_answers(SNOWFLAKE) == [added]


async def test_answers_are_listed_oldest_first_and_for_their_own_server_only(store: Store) -> None:
    first, second = await add(store), await add(store, question="Where?")
    other = await add(store, guild_id=2)
    assert await store.club_answers(1) == [first, second]
    assert await store.club_answers(2) == [other]
    assert await store.club_answers(3) == []


async def test_an_answer_is_changed_whole(store: Store) -> None:
    kept, changed = await add(store), await add(store, question="Where?")
    assert await store.edit_club_answer(1, changed.id, question="Where to?", answer="Track.", other_ways=["place"])
    assert await store.club_answers(1) == [kept, ClubAnswer(changed.id, "Where to?", "Track.", ("place",))]


async def test_a_removed_answer_is_gone_and_its_number_is_not_used_again(store: Store) -> None:
    answer = await add(store)
    assert await store.remove_club_answer(1, answer.id)
    assert await store.club_answers(1) == []
    assert not await store.remove_club_answer(1, answer.id)
    assert (await add(store)).id > answer.id


async def test_another_server_can_neither_change_nor_remove_an_answer(store: Store) -> None:
    answer = await add(store)
    assert not await store.edit_club_answer(2, answer.id, question="Mine", answer="Mine", other_ways=())
    assert not await store.remove_club_answer(2, answer.id)
    assert await store.club_answers(1) == [answer]


async def test_the_country_of_a_club_is_kept_changed_and_forgotten_beside_its_zone(store: Store) -> None:
    assert await store.club_country(1) is None
    await store.set_club_timezone(1, "Europe/London")
    for country in ("GB", "IE", None, "US"):
        await store.set_club_country(1, country)
        assert await store.club_country(1) == country
    await store.set_club_country(2, "FR")
    await store.set_club_timezone(2, "Europe/Paris")
    assert [await store.club_country(guild) for guild in (1, 2)] == ["US", "FR"]
    assert [await store.club_timezone(guild) for guild in (1, 2)] == ["Europe/London", "Europe/Paris"]


async def test_a_database_from_before_keeps_what_it_holds(database_url: str) -> None:
    await _make_first_version(database_url)
    store = await open_store(database_url)
    assert await store.club_timezone(7) == "Europe/Dublin"
    assert await store.club_country(7) is None
    assert await store.club_answers(7) == []
    await add(store, 7)
    await store.close()


async def _make_first_version(database_url: str) -> None:
    """A database as the first version of the tables left it, with one club in it."""
    address = read_address(database_url)
    if address.file is not None:
        address.file.parent.mkdir(parents=True)

    def upgrade(connection: sa.Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    engine = make_engine(address)
    async with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        await connection.run_sync(upgrade)
        await connection.exec_driver_sql("INSERT INTO club (guild_id, timezone) VALUES (7, 'Europe/Dublin')")
    await engine.dispose()
