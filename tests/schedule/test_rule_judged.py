"""The calendar of a rule against an independent judge: over every zone, from 2020 to 2040."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from schedule_judge import expected

from bot.schedule.rule import LAST, Move, Rule, latest_and_next, next_after, next_dates

ZONES = sorted(available_timezones() - {"localtime"})
FIRST, LAST_DAY = date(2020, 1, 1), date(2040, 12, 31)
EVERY_DAY = frozenset(range(7))
# Nothing rarer than the twelfth week is asked for here, and a few of those may be left out.
YEAR = timedelta(days=370)
HOUR = timedelta(hours=1)


@cache
def changes(zone: str, first: int = 2020, last: int = 2040) -> list[datetime]:
    """The hours in which a zone's clocks change, in the years from `first` to `last`."""
    tz, week = ZoneInfo(zone), timedelta(days=7)
    start = datetime(first, 1, 1, tzinfo=UTC)
    weeks = [start + n * week for n in range((last - first + 1) * 366 // 7)]
    offsets = [one.astimezone(tz).utcoffset() for one in weeks]
    return [_hour_of_change(one, tz) for one, a, b in zip(weeks, offsets, offsets[1:], strict=False) if a != b]


def _hour_of_change(week: datetime, tz: ZoneInfo) -> datetime:
    before = week.astimezone(tz).utcoffset()
    hours = range(7 * 24 + 1)
    changed = bisect_left(hours, True, key=lambda n: (week + n * HOUR).astimezone(tz).utcoffset() != before)
    return week + changed * HOUR


days = st.frozensets(st.integers(0, 6), min_size=1)
dates = st.dates(FIRST, LAST_DAY)
times = st.one_of(
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.builds(time, st.sampled_from([0, 1, 2, 3, 23]), st.sampled_from([0, 15, 30, 59])),
)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """Any minute from 2020 to 2040; every other one within three days of a change of the zone's clocks."""
    if changes(zone) and draw(st.booleans()):
        return draw(st.sampled_from(changes(zone))) + timedelta(minutes=draw(st.integers(-3 * 1440, 1440)))
    return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 20 * 365 * 1440)))


@st.composite
def plain(draw: st.DrawFn) -> tuple[Rule, datetime]:
    """A weekly rule, and when it is asked."""
    zone = draw(st.sampled_from(ZONES))
    return Rule(draw(days), draw(times), zone), draw(moments(zone))


@st.composite
def patterned(draw: st.DrawFn) -> tuple[Rule, datetime]:
    """A rule of every so many weeks or of places in the month, and when it is asked."""
    zone = draw(st.sampled_from(ZONES))
    moment = draw(moments(zone))
    if draw(st.booleans()):
        nth = draw(st.frozensets(st.sampled_from([1, 2, 3, 4, 5, LAST]), min_size=1))
        return Rule(draw(days), draw(times), zone, nth=nth), moment
    anchor = moment.date() + timedelta(days=draw(st.integers(-400, 400)))
    return Rule(draw(days), draw(times), zone, every=draw(st.integers(1, 12)), anchor=anchor), moment


@st.composite
def changed(draw: st.DrawFn) -> tuple[Rule, datetime]:
    """A rule with a season, skipped days, moved occurrences and a pause, and when it is asked."""
    rule, moment = draw(patterned())
    near = st.integers(-20, 60).map(lambda n: moment.date() + timedelta(days=n))
    comes = st.sampled_from([one.date() for one in expected(rule, moment - YEAR / 8, moment + YEAR)] or [moment.date()])
    clock = st.integers(-2 * 1440, 9 * 1440).map(lambda n: timedelta(minutes=n))
    moved = draw(st.dictionaries(comes, clock, max_size=3))
    return Rule(
        rule.days,
        rule.at,
        rule.zone,
        every=rule.every,
        nth=rule.nth,
        anchor=rule.anchor,
        first=draw(st.none() | near),
        last=draw(st.none() | near | comes),
        quiet_until=draw(st.none() | near),
        skips=draw(st.frozensets(comes | near, max_size=4)),
        moves=tuple(Move(day, datetime.combine(day, time(7)) + by) for day, by in sorted(moved.items())),
    ), moment


def agrees(rule: Rule, moment: datetime, span: timedelta) -> None:
    """Everything the rule has in a span, none missing, none twice, is what the judge says."""
    told = expected(rule, moment, moment + span)
    found = next_dates(rule, moment, len(told) + 1)
    assert found[: len(told)] == told
    assert all(one > moment + span for one in found[len(told) :])
    assert next_after(rule, moment) == (found[0] if found else None)


@given(plain())
@settings(max_examples=120, deadline=None)
@example((Rule(frozenset({5}), time(23, 30), "America/Nuuk"), datetime(2026, 3, 28, 12, tzinfo=UTC)))
@example((Rule(EVERY_DAY, time(2, 15), "Australia/Lord_Howe"), datetime(2026, 10, 3, 2, tzinfo=UTC)))
@example((Rule(EVERY_DAY, time(0), "America/Santiago"), datetime(2026, 9, 5, 12, tzinfo=UTC)))
@example((Rule(EVERY_DAY, time(2, 30), "Africa/Casablanca"), datetime(2026, 2, 14, tzinfo=UTC)))
def test_a_weekly_rule_comes_when_the_judge_says(case: tuple[Rule, datetime]) -> None:
    agrees(*case, timedelta(days=10))


@given(patterned())
@settings(max_examples=80, deadline=None)
def test_every_so_many_weeks_and_places_in_the_month_come_when_the_judge_says(case: tuple[Rule, datetime]) -> None:
    agrees(*case, YEAR / 2)


@given(changed())
@settings(max_examples=80, deadline=None)
def test_a_season_with_skips_moves_and_a_pause_comes_when_the_judge_says(case: tuple[Rule, datetime]) -> None:
    agrees(*case, YEAR / 2)


@given(patterned(), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_a_backlog_becomes_what_the_judge_has_last(case: tuple[Rule, datetime], days_away: int) -> None:
    rule, moment = case
    now = moment + timedelta(days=days_away)
    first = next_after(rule, moment)
    assert first is not None
    told = [one for one in expected(rule, moment, now) if one >= first]
    latest = told[-1] if told else first
    assert latest_and_next(rule, first, now) == (latest, next_after(rule, max(latest, now)))


def test_every_change_of_any_clock_in_a_year_agrees() -> None:
    asked = set[tuple[datetime, datetime]]()
    for zone in ZONES:
        for change in changes(zone, 2026, 2026):
            local = change.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            if (change, local) in asked:  # another name for the same clock
                continue
            asked.add((change, local))
            for minutes in (-90, -30, 0):
                rule = Rule(EVERY_DAY, (local + timedelta(minutes=minutes)).time(), zone)
                agrees(rule, change - timedelta(hours=30), timedelta(days=2))
    assert len(asked) > 25


@pytest.mark.parametrize(
    ("rule", "moved_to", "comes"),
    [
        pytest.param({"quiet_until": date(2026, 1, 9)}, "2026-01-06T18:00", "2026-01-12T07:00", id="in a pause"),
        pytest.param({"quiet_until": date(2026, 1, 9)}, "2026-01-10T18:00", "2026-01-10T18:00", id="after a pause"),
        pytest.param({"last": date(2026, 1, 4)}, "2026-01-06T18:00", None, id="season over"),
        pytest.param({"last": date(2026, 1, 5)}, "2026-01-06T18:00", "2026-01-06T18:00", id="last of a season"),
        pytest.param({"days": frozenset({2})}, "2026-01-06T18:00", "2026-01-07T07:00", id="another day now"),
        pytest.param({"skips": frozenset({date(2026, 1, 5)})}, "2026-01-06T18:00", "2026-01-12T07:00", id="skipped"),
    ],
)
def test_a_move_counts_while_its_day_still_belongs_to_the_rule(
    rule: dict[str, object], moved_to: str, comes: str | None
) -> None:
    moved = (Move(date(2026, 1, 5), datetime.fromisoformat(moved_to)),)
    values: dict[str, object] = {"days": frozenset({0}), "at": time(7), "zone": "UTC", "moves": moved, **rule}
    found = next_after(Rule(**values), datetime(2026, 1, 4, tzinfo=UTC))  # type: ignore[arg-type]
    assert found == (datetime.fromisoformat(comes).replace(tzinfo=UTC) if comes else None)
