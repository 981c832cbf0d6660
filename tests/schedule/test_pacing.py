"""The pace of posts, on a clock that stands still: how long each waits is when it leaves."""

import pytest

from bot.schedule import pacing
from bot.schedule.pacing import Pace


class StandingClock:
    """In the place of asyncio: sleeps are written down and take no time."""

    def __init__(self) -> None:
        self.moment = 100.0
        self.sleeps: list[float] = []

    def get_running_loop(self) -> "StandingClock":
        return self

    def time(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StandingClock:
    clock = StandingClock()
    monkeypatch.setattr(pacing, "asyncio", clock)
    return clock


async def test_a_thousand_posts_leave_at_45_a_second(clock: StandingClock) -> None:
    pace = Pace()
    for _ in range(1000):
        await pace.turn()
    assert clock.sleeps == pytest.approx([n / 45 for n in range(1, 1000)])
    for start in range(0, 900, 100):
        within = [one for one in clock.sleeps if clock.sleeps[start] <= one < clock.sleeps[start] + 0.999]
        assert len(within) == 45


async def test_a_direct_message_takes_the_room_of_two(clock: StandingClock) -> None:
    pace = Pace()
    for requests in (2, 1, 2, 1):
        await pace.turn(requests)
    assert clock.sleeps == pytest.approx([2 / 45, 3 / 45, 5 / 45])


async def test_processes_share_the_pace(clock: StandingClock) -> None:
    pace = Pace()
    pace.processes = 3
    for _ in range(46):
        await pace.turn()
    assert clock.sleeps[-1] == pytest.approx(3)


async def test_nothing_waits_after_a_rest_and_nothing_is_saved_up(clock: StandingClock) -> None:
    pace = Pace()
    await pace.turn()
    clock.moment += 60
    await pace.turn()
    assert clock.sleeps == []
    await pace.turn()
    assert clock.sleeps == pytest.approx([1 / 45])
