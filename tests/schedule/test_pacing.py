"""The pace of posts, on a clock of its own: when each leaves."""

import pytest

from bot.schedule import pacing
from bot.schedule.pacing import RATE, Pace


class OwnClock:
    """In the place of asyncio: a sleep takes its time at once, and `late` more."""

    def __init__(self) -> None:
        self.moment = 100.0
        self.late = 0.0

    def get_running_loop(self) -> "OwnClock":
        return self

    def time(self) -> float:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.moment += seconds + self.late


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> OwnClock:
    clock = OwnClock()
    monkeypatch.setattr(pacing, "asyncio", clock)
    return clock


async def leave(clock: OwnClock, pace: Pace, *requests: int) -> list[float]:
    """When each of some posts leaves, in seconds from the start."""
    times: list[float] = []
    for one in requests:
        await pace.turn(one)
        times.append(clock.moment - 100)
    return times


def most_in_a_second(times: list[float]) -> int:
    return max(sum(start <= one < start + 0.999 for one in times) for start in times)


async def test_a_thousand_posts_leave_at_45_a_second_and_never_at_50(clock: OwnClock) -> None:
    assert 45 < RATE < 48
    times = await leave(clock, Pace(), *[1] * 1000)
    assert times[-1] == pytest.approx(998 / RATE)  # one slot may be made up for
    assert most_in_a_second(times) <= 47


async def test_sleeps_that_end_late_lower_the_pace_by_nothing_and_bunch_nothing_up(clock: OwnClock) -> None:
    clock.late = 0.005
    times = await leave(clock, Pace(), *[1] * 1000)
    assert times[-1] == pytest.approx(1000 / RATE, rel=0.01)
    assert most_in_a_second(times) <= 47


async def test_after_a_stall_what_waited_leaves_at_the_same_pace(clock: OwnClock) -> None:
    pace = Pace()
    before = await leave(clock, pace, *[1] * 10)
    clock.moment += 5
    after = await leave(clock, pace, *[1] * 200)
    assert most_in_a_second(before + after) <= 48


async def test_a_direct_message_takes_the_room_of_two(clock: OwnClock) -> None:
    times = await leave(clock, Pace(), 2, 2, 2, 1, 1)
    assert times == pytest.approx([0, 1 / RATE, 3 / RATE, 5 / RATE, 6 / RATE])


async def test_processes_share_the_pace(clock: OwnClock) -> None:
    pace = Pace()
    pace.processes = 3
    times = await leave(clock, pace, *[1] * 47)
    assert times[-1] == pytest.approx(45 * 3 / RATE)
