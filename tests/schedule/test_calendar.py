"""The calendar file: an independent library reads from it the dates that the rule has, and so do we."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.errors import UserError
from bot.schedule.calendar import LENGTH, Listed, write_calendar
from bot.schedule.calendar_reading import MOST_EVENTS, LeftOut, Reading, read_calendar
from bot.schedule.exchange import LARGEST
from bot.schedule.rule import Move, Rule, next_dates

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Nuuk", "UTC"]

days = st.dates(date(2025, 12, 1), date(2027, 1, 31))
walls = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 1)).map(lambda d: d.replace(second=0, microsecond=0))  # noqa: DTZ001
common = {
    "days": st.frozensets(st.integers(0, 6), min_size=1),
    "at": st.times().map(lambda t: t.replace(second=0, microsecond=0)) | st.sampled_from([time(1, 30), time(2, 15)]),
    "zone": st.sampled_from(ZONES),
    "first": st.none() | days,
    "last": st.none() | days,
    "quiet_until": st.none() | days,
    "skips": st.frozensets(days, max_size=3),
    "moves": st.lists(st.builds(Move, days, walls), max_size=2, unique_by=lambda move: move.day).map(tuple),
}
rules = st.one_of(
    st.builds(Rule, **common),
    st.builds(Rule, **common, every=st.integers(2, 4), anchor=days),
    st.builds(Rule, **common, nth=st.frozensets(st.sampled_from([-1, 1, 2, 3, 4, 5]), min_size=1)),
)


def listed(rule: Rule, uid: str = "5@backline") -> Listed:
    return Listed(uid, "Beginner program", "Two days a week", "#strength", rule)


def written(rule: Rule, now: datetime = NOW) -> bytes:
    return write_calendar("Riverside Runners", [listed(rule)], now)


def judged(data: bytes, since: datetime = NOW) -> list[datetime]:
    """What an independent library finds in a calendar within a year, in UTC."""
    found: Any = recurring_ical_events.of(Calendar.from_ical(data)).between(since, since + YEAR)
    starts = sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)
    return [start for start in starts if since < start < since + YEAR]


def ours(rule: Rule, since: datetime = NOW) -> list[datetime]:
    return [moment for moment in next_dates(rule, since, 800) if moment < since + YEAR]


MONDAY = Rule(frozenset({0}), time(7), "Europe/London")
SWALLOWED = Rule(frozenset({6}), time(1, 30), "Europe/London")


@given(rules)
@settings(deadline=None, max_examples=60)
@example(SWALLOWED)
@example(Rule(frozenset({5}), time(23, 30), "America/Nuuk"))
@example(Rule(frozenset({0, 3}), time(7), "UTC", every=2, anchor=date(2026, 1, 8), last=date(2026, 6, 1)))
def test_an_independent_library_finds_our_dates_in_the_file(rule: Rule) -> None:
    # two occurrences at the same moment are one to the rule, and two to a calendar
    assert sorted(set(judged(written(rule)))) == ours(rule)


@given(rules)
@settings(deadline=None, max_examples=30)
def test_what_we_write_we_read_at_the_same_dates(rule: Rule) -> None:
    read = read_calendar(written(rule), "UTC", NOW) if ours(rule) else Reading((), ())
    found = {moment for draft in read.drafts for moment in ours(draft.rule)}
    assert sorted(found) == ours(rule)
    assert {why for _, why in map(_pair, read.left_out)} <= {"it is over"}


def _pair(one: LeftOut) -> tuple[str, str]:
    return one.title, one.why


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (MONDAY, "RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=MO"),
        (
            Rule(frozenset({1}), time(7), "UTC", every=2, anchor=date(2026, 1, 6)),
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO",
        ),
        (
            Rule(frozenset({5}), time(7), "UTC", nth=frozenset({1, -1})),
            "RRULE:FREQ=MONTHLY;BYDAY=-1SA,1SA;WKST=MO",
        ),
        (
            Rule(frozenset({0}), time(7), "Europe/London", last=date(2026, 6, 30)),
            "RRULE:FREQ=WEEKLY;UNTIL=20260630T225959Z;BYDAY=MO;WKST=MO",
        ),
    ],
    ids=["weekly", "every other", "places in the month", "a season"],
)
def test_the_pattern_is_one_line(rule: Rule, line: str) -> None:
    text = written(rule).decode()
    assert line in text.splitlines()
    event: Any = Calendar.from_ical(text.encode()).events[0]
    start = event["DTSTART"].dt
    dates: Any = rrulestr(line.removeprefix("RRULE:"), dtstart=start)
    assert [one.astimezone(UTC) for one in dates[:10]] == next_dates(rule, NOW, 10)


def test_the_file_says_what_calendars_need() -> None:
    skips, move = frozenset({date(2026, 1, 12)}), Move(date(2026, 1, 19), datetime(2026, 1, 20, 18))  # noqa: DTZ001
    rule = Rule(frozenset({0}), time(7), "Europe/London", skips=skips, moves=(move,))
    text = written(rule).decode().replace("\r\n ", "")
    for line in (
        "NAME:Riverside Runners",
        "X-WR-CALNAME:Riverside Runners",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "UID:5@backline",
        "DTSTART;TZID=Europe/London:20260105T070000",
        "DURATION:PT1H",
        "SUMMARY:Beginner program",
        "EXDATE;TZID=Europe/London:20260112T070000",
        "RECURRENCE-ID;TZID=Europe/London:20260119T070000",
        "DTSTART;TZID=Europe/London:20260120T180000",
    ):
        assert line in text.splitlines(), line
    assert timedelta(hours=1) == LENGTH


def test_an_entry_keeps_its_uid_whenever_it_is_written() -> None:
    uids = [{str(e["UID"]) for e in Calendar.from_ical(written(MONDAY, NOW + YEAR * n)).events} for n in range(3)]
    assert uids == [{"5@backline"}] * 3


def test_a_single_moment_is_one_event_and_what_is_over_is_none() -> None:
    once = Rule(frozenset({4}), time(7), "Europe/London", once=datetime(2026, 5, 1, 6, tzinfo=UTC))
    assert judged(written(once)) == [datetime(2026, 5, 1, 6, tzinfo=UTC)]
    assert Calendar.from_ical(written(once, datetime(2026, 5, 2, tzinfo=UTC))).events == []


# -- reading -------------------------------------------------------------------------------------------------------


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events given by their lines."""
    blocks = "".join(f"BEGIN:VEVENT\r\n{_lines(event)}END:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{blocks}END:VCALENDAR\r\n".encode()


def _lines(event: str) -> str:
    return "".join(f"{line.strip()}\r\n" for line in event.strip().splitlines())


def event(*lines: str, start: str = "DTSTART;TZID=Europe/London:20260105T070000", title: str = "Hills") -> str:
    return "\n".join(["UID:a", f"SUMMARY:{title}", start, *lines])


def read(*events: str, head: str = "") -> Reading:
    return read_calendar(calendar(*events, head=head), "America/New_York", NOW)


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["RRULE:FREQ=WEEKLY"], {}),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO,TH"], {"days": frozenset({0, 3})}),
        (["RRULE:FREQ=WEEKLY;INTERVAL=2"], {"every": 2, "anchor": date(2026, 1, 5)}),
        (["RRULE:FREQ=DAILY"], {"days": frozenset(range(7))}),
        (["RRULE:FREQ=MONTHLY;BYDAY=1MO"], {"nth": frozenset({1})}),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR,1FR"], {"days": frozenset({4}), "nth": frozenset({1, -1})}),
        (["RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2"], {"nth": frozenset({2})}),
        (["RRULE:FREQ=WEEKLY;COUNT=3"], {"last": date(2026, 1, 19)}),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260119T070000Z"], {"last": date(2026, 1, 19)}),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260119T065900Z"], {"last": date(2026, 1, 18)}),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260119"], {"last": date(2026, 1, 19)}),
        (
            ["RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/London:20260112T070000,20260119T070000"],
            {"skips": frozenset({date(2026, 1, 12), date(2026, 1, 19)})},
        ),
    ],
    ids=lambda part: part[0].removeprefix("RRULE:FREQ=") if isinstance(part, list) else "",
)
def test_what_a_rule_can_say_is_kept(lines: list[str], rule: dict[str, object]) -> None:
    (draft,) = read(event(*lines)).drafts
    usual: dict[str, object] = {"days": frozenset({0}), "first": date(2026, 1, 5)}
    assert draft.rule == Rule(**({"at": time(7), "zone": "Europe/London"} | usual | rule))  # type: ignore[arg-type]
    assert (draft.program, draft.text, draft.channel_id) == ("text", "Hills", None)


def test_a_single_event_is_one_moment() -> None:
    (draft,) = read(event()).drafts
    assert draft.rule.once == datetime(2026, 1, 5, 7, tzinfo=UTC)


def test_moved_and_cancelled_dates_are_kept() -> None:
    series = event("RRULE:FREQ=WEEKLY")
    moved = event("RECURRENCE-ID;TZID=Europe/London:20260112T070000", start="DTSTART:20260113T180000Z")
    gone = event("RECURRENCE-ID;TZID=Europe/London:20260119T070000", "STATUS:CANCELLED")
    (draft,) = read(series, moved, gone).drafts
    assert draft.rule.moves == (Move(date(2026, 1, 12), datetime(2026, 1, 13, 18)),)  # noqa: DTZ001
    assert draft.rule.skips == {date(2026, 1, 19)}


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        ("DTSTART:20260105T070000Z", "UTC"),
        ("DTSTART:20260105T070000", "America/New_York"),
        ('DTSTART;TZID="W. Europe Standard Time":20260105T070000', "Europe/Berlin"),
        ("DTSTART;TZID=/example.org/20260101_1/Europe/London:20260105T070000", "Europe/London"),
        ("DTSTART;TZID=/example.org/America/Argentina/Ushuaia:20260105T070000", "America/Argentina/Ushuaia"),
    ],
    ids=["UTC", "floating", "Windows", "vendor", "vendor, three parts"],
)
def test_zones_are_known_by_the_names_that_programs_give_them(start: str, zone: str) -> None:
    (draft,) = read(event("RRULE:FREQ=WEEKLY", start=start)).drafts
    assert (draft.rule.zone, draft.rule.at) == (zone, time(7))


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (event("RRULE:FREQ=YEARLY"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=MONTHLY;BYMONTHDAY=15"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=MONTHLY;BYDAY=1MO,2TU"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=DAILY;INTERVAL=2"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=WEEKLY;INTERVAL=13"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=SECONDLY"), "it repeats in a way I can't"),
        (event("RRULE:FREQ=WEEKLY", "RDATE:20260107T070000Z"), "it has extra dates"),
        (event(start="DTSTART;VALUE=DATE:20260105"), "it has no time of day"),
        (event(start="DTSTART;TZID=Somewhere:20260105T070000"), "I don't know its time zone “Somewhere”"),
        (event(start="DTSTART:20250105T070000Z"), "it is over"),
        (event(start="DTSTART:2026AA"), "I can't read it"),
        (event(start="DTEND:20260105T070000Z"), "I can't read it"),
        (event("STATUS:CANCELLED"), "it is cancelled"),
    ],
    ids=lambda part: part.splitlines()[-1] if "\n" in part else "",
)
def test_what_cannot_be_kept_is_left_out_with_the_reason(one: str, why: str) -> None:
    read_one = read(one, event(title="Easy run"))
    assert [draft.text for draft in read_one.drafts] == ["Easy run"]
    ((title, reason),) = map(_pair, read_one.left_out)
    assert title == "Hills"
    assert reason.startswith(why)


def test_a_time_without_a_zone_is_left_out_while_nobody_knows_the_clubs() -> None:
    reading = read_calendar(calendar(event(start="DTSTART:20260105T070000")), None, NOW)
    assert [one.why.partition(",")[0] for one in reading.left_out] == ["it says no time zone"]


def test_an_event_without_a_title_is_left_out() -> None:
    assert read(event(title="")).left_out == (LeftOut("no title", "it has no title"),)


def test_place_and_description_stand_in_the_text() -> None:
    (draft,) = read(event("LOCATION:Track", "DESCRIPTION:Bring spikes\\, and water")).drafts
    assert draft.text == "Hills\nTrack\nBring spikes, and water"


def test_definitions_of_zones_in_the_file_are_not_read() -> None:
    endless = (
        "BEGIN:VTIMEZONE\r\nTZID:Somewhere\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    assert len(read(event(), head=endless).drafts) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There are no events in this calendar."),
        (b"hello", "I can't read this calendar."),
        (b"\xff\xfe\x00\x00", "I can't read this calendar."),
        (calendar(), "There are no events in this calendar."),
        (calendar(*[event()] * (MOST_EVENTS + 1)), "This calendar holds 501 events, and I read 500."),
        (b" " * (LARGEST + 1), "This file is larger than 256 kB"),
    ],
    ids=["empty", "text", "bytes", "no events", "many", "large"],
)
def test_a_file_that_is_no_calendar_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        read_calendar(data, "UTC", NOW)
    assert str(error.value).startswith(sentence)
