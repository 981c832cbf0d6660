"""Wall-clock rules over all zones and all changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.schedule.rule import Rule, latest_and_next, local_days_between, next_after, next_dates
from bot.schedule.zones import known_zones

EVERY_DAY = frozenset(range(7))
MINUTE = timedelta(minutes=1)


def at(text: str, zone: str = "UTC") -> datetime:
    """A moment written in a zone's wall-clock time; the first of two."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def changes(zone: str) -> list[datetime]:
    """The days between 2020 and 2040 after which a zone's clocks show another offset."""
    tz, first = ZoneInfo(zone), datetime(2020, 1, 1, tzinfo=UTC)
    days = [first + timedelta(days=n) for n in range(20 * 365 + 5)]
    offsets = [day.astimezone(tz).utcoffset() for day in days]
    return [day for day, here, there in zip(days, offsets, offsets[1:], strict=False) if here != there] or days[:1]


def by_scanning(rule: Rule, moment: datetime) -> datetime:
    """The slow way: watch the zone's clock minute by minute until it first reaches the time on one of the days."""
    tz = ZoneInfo(rule.zone)
    instant = moment.replace(second=0, microsecond=0) - timedelta(days=1)
    furthest = instant.astimezone(tz).replace(tzinfo=None)
    while True:
        instant += MINUTE
        shown = instant.astimezone(tz).replace(tzinfo=None)
        if shown <= furthest:
            continue
        for day in {furthest.date(), shown.date()}:
            wanted = datetime.combine(day, rule.at)
            if day.weekday() in rule.days and furthest < wanted <= shown and instant > moment:
                return instant
        furthest = shown


zones = st.sampled_from(known_zones())
days = st.frozensets(st.integers(0, 6), min_size=1)
times = st.one_of(
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.builds(time, st.sampled_from([0, 1, 2, 3, 23]), st.sampled_from([0, 15, 30, 59])),
)
rules = st.builds(Rule, days, times, zones)


@st.composite
def rule_near_a_change(draw: st.DrawFn) -> tuple[Rule, datetime]:
    rule = draw(rules)
    change = draw(st.sampled_from(changes(rule.zone)))
    return rule, change + timedelta(minutes=draw(st.integers(-3 * 1440, 2 * 1440)))


@settings(deadline=None)
@given(rules, st.integers(0, 20 * 365 * 86400))
def test_the_next_occurrence_is_later_in_utc_and_not_far(rule: Rule, seconds: int) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = next_after(rule, moment)
    assert found is not None
    assert found > moment
    assert found.tzinfo is UTC
    assert found - moment < timedelta(days=8)


@given(rule_near_a_change())
@settings(max_examples=40, deadline=None)
@example((Rule(frozenset({5}), time(23, 30), "America/Nuuk"), at("2026-03-28T12:00", "America/Nuuk")))
@example((Rule(EVERY_DAY, time(2, 15), "Australia/Lord_Howe"), at("2026-10-03T12:00", "Australia/Lord_Howe")))
def test_near_a_change_it_is_what_watching_the_clock_finds(case: tuple[Rule, datetime]) -> None:
    rule, moment = case
    assert next_after(rule, moment) == by_scanning(rule, moment)


@given(rule_near_a_change())
@settings(max_examples=50, deadline=None)
def test_occurrences_come_one_a_day_on_the_days_asked_for(case: tuple[Rule, datetime]) -> None:
    rule, moment = case
    found = next_dates(rule, moment, 10)
    assert found == sorted(set(found))
    tz = ZoneInfo(rule.zone)
    # A gap at the end of a day moves an occurrence past midnight; by a second less it is on its own day.
    on = [one.astimezone(tz) if one.astimezone(tz).time() >= rule.at else one - timedelta(seconds=1) for one in found]
    dates = [one.astimezone(tz).date() for one in on]
    assert len(set(dates)) == 10
    assert {day.weekday() for day in dates} <= rule.days


@pytest.mark.parametrize(
    ("zone", "wall", "after", "expected"),
    [
        pytest.param("Europe/London", "02:00", "2026-03-28T12:00", "2026-03-29T02:00", id="untouched"),
        pytest.param("Europe/London", "01:30", "2026-03-28T12:00", "2026-03-29T02:00", id="gap"),
        pytest.param("Europe/London", "01:30", "2026-10-24T12:00", "2026-10-25T01:30", id="twice, the first"),
        pytest.param("America/New_York", "02:15", "2026-03-07T12:00", "2026-03-08T03:00", id="New York gap"),
        pytest.param("Australia/Lord_Howe", "02:10", "2026-10-03T12:00", "2026-10-04T02:30", id="half-hour gap"),
        pytest.param("America/Santiago", "00:20", "2026-09-05T12:00", "2026-09-06T01:00", id="gap at midnight"),
        pytest.param("America/Nuuk", "23:30", "2026-03-28T12:00", "2026-03-29T00:00", id="gap before midnight"),
        pytest.param("Pacific/Apia", "07:00", "2011-12-29T12:00", "2011-12-31T07:00", id="day left out"),
        pytest.param("Pacific/Apia", "23:59", "2011-12-29T23:59", "2011-12-31T23:59", id="end of a day left out"),
    ],
)
def test_every_day_at(zone: str, wall: str, after: str, expected: str) -> None:
    rule = Rule(EVERY_DAY, time.fromisoformat(wall), zone)
    assert next_after(rule, at(after, zone)) == at(expected, zone)


def test_the_hour_that_comes_twice_runs_once() -> None:
    rule = Rule(EVERY_DAY, time(1, 30), "Europe/London")
    assert next_dates(rule, at("2026-10-24T12:00"), 2) == [at("2026-10-25T00:30"), at("2026-10-26T01:30")]


def test_a_weekday_the_zone_left_out_comes_a_week_later() -> None:
    rule = Rule(frozenset({4}), time(7), "Pacific/Apia")
    assert next_after(rule, at("2011-12-28T00:00")) == at("2012-01-06T07:00", "Pacific/Apia")


def test_seven_in_the_morning_stays_seven_over_the_march_change() -> None:
    rule = Rule(frozenset({3}), time(7), "Europe/London")
    assert next_dates(rule, at("2026-03-25T00:00"), 2) == [at("2026-03-26T07:00"), at("2026-04-02T06:00")]


def test_an_occurrence_is_not_after_itself() -> None:
    rule = Rule(EVERY_DAY, time(7), "UTC")
    assert next_after(rule, at("2026-01-05T07:00")) == at("2026-01-06T07:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-01-05T07:00", "2026-01-05T07:00", id="on time"),
        pytest.param("2026-01-06T06:59", "2026-01-05T07:00", id="late, none since"),
        pytest.param("2026-01-06T07:00", "2026-01-06T07:00", id="a day late"),
        pytest.param("2027-01-06T12:00", "2027-01-06T07:00", id="a year late"),
    ],
)
def test_a_backlog_becomes_its_latest_occurrence(now: str, expected: str) -> None:
    rule = Rule(EVERY_DAY, time(7), "UTC")
    assert latest_and_next(rule, at("2026-01-05T07:00"), at(now))[0] == at(expected)


def test_days_are_counted_by_the_local_calendar() -> None:
    late, early = at("2026-03-28T23:50", "Europe/London"), at("2026-03-29T00:10", "Europe/London")
    assert local_days_between("Europe/London", late, early) == 1
    assert local_days_between("America/New_York", late, early) == 0


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_after(Rule(EVERY_DAY, time(7), "UTC"), datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "wrong", [frozenset[int](), frozenset({7}), frozenset({-1, 2})], ids=["none", "seven", "minus"]
)
def test_a_rule_needs_days_of_the_week(wrong: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="day"):
        Rule(wrong, time(7), "UTC")


def test_a_rule_takes_no_time_with_a_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="wall-clock"):
        Rule(EVERY_DAY, time(7, tzinfo=UTC), "UTC")


def test_every_known_zone_can_be_computed() -> None:
    assert len(known_zones()) > 400
    for zone in known_zones():
        found = next_after(Rule(EVERY_DAY, time(7), zone), at("2026-01-01T00:00"))
        assert found is not None
        assert found.date() <= date(2026, 1, 2)
