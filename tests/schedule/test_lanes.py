"""Work in lanes: in order in each place, side by side, and owners take turns."""

import asyncio
from functools import partial

from bot.schedule.lanes import Lanes, Work


class Log:
    """Work that waits until it is let go, and what has begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.doors: dict[str, asyncio.Event] = {}

    def work(self, name: str) -> Work:
        self.doors[name] = asyncio.Event()
        return partial(self._do, name)

    async def _do(self, name: str) -> None:
        self.begun.append(name)
        await self.doors[name].wait()

    async def open(self, *names: str) -> None:
        for name in names:
            self.doors[name].set()
        for _ in range(10):
            await asyncio.sleep(0)


async def test_owners_take_turns_whoever_has_more() -> None:
    lanes, log = Lanes(4), Log()
    for number in range(9):
        lanes.add("big", number, log.work(f"big {number}"))
    lanes.add("small", "s", log.work("small"))
    lanes.add("other", "o", log.work("other"))
    lanes.fill()
    await log.open()
    assert log.begun == ["big 0", "small", "other", "big 1"]
    lanes.cancel()


async def test_who_comes_later_is_next_when_there_is_room() -> None:
    lanes, log = Lanes(2), Log()
    for number in range(9):
        lanes.add("big", number, log.work(f"big {number}"))
    lanes.fill()
    await log.open()
    lanes.add("small", "s", log.work("small"))
    lanes.fill()
    await log.open("big 0", "big 1")
    assert log.begun[:2] == ["big 0", "big 1"]
    assert "small" in log.begun[2:4]
    lanes.cancel()


async def test_a_place_has_one_piece_of_work_at_a_time_in_order() -> None:
    lanes, log = Lanes(3), Log()
    for name in ("first", "second", "third"):
        lanes.add("club", "place", log.work(name))
    lanes.fill()
    await log.open()
    assert (log.begun, lanes.queued) == (["first"], 2)
    await log.open("second")
    assert log.begun == ["first"]
    await log.open("first")
    assert log.begun == ["first", "second", "third"]
    await log.open("third")
    await lanes.idle()


async def test_the_same_place_of_two_owners_is_still_one_place() -> None:
    lanes, log = Lanes(3), Log()
    lanes.add("club", "place", log.work("club"))
    lanes.add("member", "place", log.work("member"))
    lanes.fill()
    await log.open("club")
    assert log.begun == ["club", "member"]
    await log.open("member")
    await lanes.idle()


async def test_what_has_not_begun_can_be_dropped() -> None:
    lanes, log = Lanes(1), Log()
    for number in range(3):
        lanes.add("club", number, log.work(f"{number}"))
    lanes.fill()
    await log.open()
    lanes.drop_queued()
    assert lanes.queued == 0
    await log.open("0")
    await lanes.idle()
    assert log.begun == ["0"]
