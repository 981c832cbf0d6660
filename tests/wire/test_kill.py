"""A process killed while posts leave loses none and doubles none, also when Discord has forgotten the nonces."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from .databases import needs_postgres, postgres_database, postgres_url, sqlite_url
from .killing import Result, fill, round_on_postgres, round_on_sqlite

SIDE_BY_SIDE = 4
Round = Callable[[int], Awaitable[Result]]
pytestmark = pytest.mark.soak
ROUNDS = pytest.param(20, 300, id="20 rounds of 300")


@pytest.mark.parametrize(("rounds", "posts"), [ROUNDS])
async def test_killed_and_started_again_on_sqlite(rounds: int, posts: int, tmp_path: Path, record_property):
    await fill(sqlite_url(tmp_path), posts)
    chance = Random()

    async def one(number: int) -> Result:
        folder, forget = tmp_path / str(number), number % 2 == 1
        return await round_on_sqlite(folder, tmp_path / "backline.db", posts, chance, forget=forget)

    await _nothing_lost_nothing_doubled("SQLite", one, rounds, record_property)


@pytest.mark.parametrize(("rounds", "posts"), [ROUNDS])
async def test_one_of_two_killed_on_postgresql(rounds: int, posts: int, tmp_path: Path, record_property):
    needs_postgres()
    chance = Random()
    async with postgres_database() as filled:
        await fill(postgres_url(filled), posts)

        async def one(number: int) -> Result:
            return await round_on_postgres(tmp_path / str(number), filled, posts, chance, forget=number % 2 == 1)

        await _nothing_lost_nothing_doubled("PostgreSQL, two processes", one, rounds, record_property)


async def _nothing_lost_nothing_doubled(
    where: str, one: Round, rounds: int, record_property: Callable[[str, object], None]
) -> None:
    room = asyncio.Semaphore(SIDE_BY_SIDE)

    async def in_turn(number: int) -> Result:
        async with room:
            return await one(number)

    ended = await asyncio.gather(*map(in_turn, range(rounds)), return_exceptions=True)
    results = [result for result in ended if isinstance(result, Result)]
    record_property("shown", _in_words(where, results))
    for broken in (result for result in ended if isinstance(result, BaseException)):
        raise broken
    for result in results:
        assert (result.lost, result.doubled, result.unsent) == (0, 0, 0), result


def _in_words(where: str, results: list[Result]) -> str:
    def total(field: str) -> int:
        return sum(getattr(result, field) for result in results)

    return (
        f"{where}: {len(results)} kills, {total('posts')} posts: {total('lost')} lost, {total('doubled')} doubled; "
        f"{total('taken')} were in hand, {total('in_the_air')} of them out and not recorded, "
        f"{total('again')} sent again with the same nonce; "
        f"{max((result.seconds for result in results), default=0):.1f} s for the longest"
    )
