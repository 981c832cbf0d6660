"""What a captain is warned of: sessions too close together, and on the day before the long run."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.schedule.entry import BY_HAND, Entry
from bot.schedule.rule import Rule, next_after
from bot.schedule.warnings import WEEKDAYS, before_long_run, warnings_for

NOW = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday


def entry(number: int, days: set[int], at: time = time(7), *, program: str = "beginner", zone: str = "UTC") -> Entry:
    rule = Rule(frozenset(days), at, zone)
    return Entry(number, 1, 2, 3, program, rule, next_after(rule, NOW))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({0, 3}, []),
        ({0, 2, 4}, []),  # 48 hours to the minute
        ({0, 1}, ["Number 1 has sessions less than 48 hours apart, on Mon 5 Jan and Tue 6 Jan"]),
        ({0, 6}, ["Number 1 has sessions less than 48 hours apart, on Sun 4 Jan and Mon 5 Jan"]),
    ],
    ids=["mon-thu", "mon-wed-fri", "mon-tue", "over-the-week"],
)
def test_an_entry_too_close_to_itself_is_told_once(days: set[int], said: list[str]) -> None:
    told = warnings_for(entry(1, days), [], None, NOW)
    assert [one.partition(":")[0] for one in told] == said


def test_another_entry_less_than_48_hours_away_is_named_by_its_number() -> None:
    told = warnings_for(entry(1, {0}), [entry(1, {0}), entry(7, {1}), entry(8, {3})], None, NOW)
    assert told == ["Number 7 has a strength session on Tue 6 Jan, less than 48 hours from this one on Mon 5 Jan."]


def test_the_minute_decides() -> None:
    assert warnings_for(entry(1, {0}, time(7)), [entry(2, {2}, time(7))], None, NOW) == []
    assert len(warnings_for(entry(1, {0}, time(7)), [entry(2, {2}, time(6, 59))], None, NOW)) == 1


@pytest.mark.parametrize("program", ["daily", "digest", "text", "again/workout/beginner/1"])
def test_what_is_no_strength_session_warns_of_nothing(program: str) -> None:
    assert warnings_for(entry(1, {0}, program=program), [entry(2, {0})], 1, NOW) == []
    assert warnings_for(entry(1, {0}), [entry(2, {1}, program=program)], None, NOW) == []


def test_one_day_of_a_program_is_a_session_too() -> None:
    assert len(warnings_for(entry(1, {0}), [entry(2, {1}, program="gym/2")], None, NOW)) == 1


def test_what_is_paused_over_or_a_members_own_is_left_out() -> None:
    other = entry(2, {1})
    for silent in (replace(other, paused=BY_HAND), replace(other, next_at=None), replace(other, personal=True)):
        assert warnings_for(entry(1, {0}), [silent], None, NOW) == []


def test_the_clock_change_alone_warns_of_nothing() -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    rule = Rule(frozenset({5, 0}), time(7), "Europe/London")  # Saturday 28 March to Monday 30 March: 47 hours
    found = warnings_for(Entry(1, 1, 2, 3, "beginner", rule, next_after(rule, now)), [], None, now)
    assert found == []


def test_other_zones_are_compared_as_the_moments_they_are() -> None:
    here, there = entry(1, {0}, time(7), zone="Europe/London"), entry(2, {2}, time(7), zone="America/New_York")
    assert warnings_for(here, [there], None, NOW) == []
    assert len(warnings_for(there, [here], None, NOW)) == 0
    assert len(warnings_for(here, [entry(2, {2}, time(7), zone="Asia/Tokyo")], None, NOW)) == 1


@pytest.mark.parametrize(("long_run", "warned"), [(d, d == 6) for d in range(7)], ids=WEEKDAYS)
def test_a_session_on_the_day_before_the_long_run_is_named(long_run: int, warned: bool) -> None:
    told = warnings_for(entry(3, {5}, time(18)), [], long_run, NOW)
    sentence = "Number 3 has a strength session on Sat 3 Jan, the day before the club's long run on Sunday."
    assert told == ([sentence] if warned else [])
    assert before_long_run(entry(3, {5}, time(18)), long_run, NOW) == told


def test_what_is_further_off_than_four_weeks_is_not_looked_at() -> None:
    later = replace(entry(1, {0}).rule, first=date(2026, 3, 1))
    far = replace(entry(1, {0}), rule=later, next_at=next_after(later, NOW))
    assert warnings_for(far, [entry(2, {1})], 1, NOW) == []
