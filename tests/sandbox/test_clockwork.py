"""The sandbox's clock: it follows the machine's, and leaps when asked."""

import time
from datetime import UTC, datetime

import pytest

from bot.sandbox import Clockwork, leap_to_next

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_tick_is_as_long_as_what_has_passed() -> None:
    clockwork = Clockwork(ticked=time.monotonic() - 5)
    assert clockwork.due() == pytest.approx(5, abs=0.5)
    assert clockwork.due() == pytest.approx(0, abs=0.5)


def test_a_leap_is_taken_once_and_on_top() -> None:
    clockwork = Clockwork(leap=3600, ticked=time.monotonic() - 5)
    assert clockwork.due() == pytest.approx(3605, abs=0.5)
    assert clockwork.due() == pytest.approx(0, abs=0.5)


def test_what_could_not_be_done_now_is_done_with_the_next_tick() -> None:
    clockwork = Clockwork(leap=3600)
    seconds = clockwork.due()
    clockwork.put_back(seconds)
    assert clockwork.due() == pytest.approx(3600, abs=0.5)


@pytest.mark.parametrize(
    ("due", "seconds", "sentence"),
    [
        (datetime(2026, 3, 3, 7, tzinfo=UTC), 68401, "Leaping 19:00:01 ahead, to Tuesday 03 March 07:00 UTC."),
        (datetime(2026, 3, 9, 12, tzinfo=UTC), 604801, "Leaping 7 days, 0:00:01 ahead, to Monday 09 March 12:00 UTC."),
        (datetime(2026, 3, 2, 11, tzinfo=UTC), 1, "Leaping 0:00:01 ahead, to Monday 02 March 11:00 UTC."),
    ],
    ids=["tomorrow", "next week", "overdue"],
)
async def test_a_leap_goes_just_past_what_is_due_next(due: datetime, seconds: float, sentence: str) -> None:
    async def next_due() -> datetime:
        return due

    clockwork = Clockwork()
    assert await leap_to_next(clockwork, next_due, lambda: NOW) == sentence
    assert clockwork.leap == seconds


async def test_with_nothing_due_there_is_no_leap() -> None:
    async def next_due() -> None:
        return None

    clockwork = Clockwork()
    assert (await leap_to_next(clockwork, next_due, lambda: NOW)).startswith("Nothing is scheduled yet.")
    assert clockwork.leap == 0
