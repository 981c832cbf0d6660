"""Single moments as people write them, by the wall clock of a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.moments import parse_moment
from bot.schedule.zones import known_zones

# a Wednesday
NOW = datetime(2026, 11, 25, 14, 0, 40, tzinfo=UTC)
HINT = "write such as in 2h, tomorrow 6pm or 24 dec 18:00."


def local(text: str, now: datetime = NOW, zone: str = "Europe/London") -> str:
    return parse_moment(text, now, zone).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2h", timedelta(hours=2)),
        ("2h", timedelta(hours=2)),
        ("2 hrs", timedelta(hours=2)),
        ("in two hours", timedelta(hours=2)),
        ("2 hours from now", timedelta(hours=2)),
        ("in 2 hours' time", timedelta(hours=2)),
        ("a couple of hours", timedelta(hours=2)),
        ("20 min", timedelta(minutes=20)),
        ("in 90 minutes", timedelta(minutes=90)),
        ("in 1h30", timedelta(minutes=90)),
        ("1h30", timedelta(minutes=90)),
        ("1h 30m", timedelta(minutes=90)),
        ("in 1.5 hours", timedelta(minutes=90)),
        ("in an hour and a half", timedelta(minutes=90)),
        ("in one and a half hours", timedelta(minutes=90)),
        ("in an hour and 20 minutes", timedelta(minutes=80)),
        ("in half an hour", timedelta(minutes=30)),
        ("half an hour", timedelta(minutes=30)),
        ("in a quarter of an hour", timedelta(minutes=15)),
        ("in forty minutes", timedelta(minutes=40)),
        ("in forty-five minutes", timedelta(minutes=45)),
        ("in 30 seconds", timedelta(seconds=30)),
        ("in 3 days", timedelta(days=3)),
        ("in 1 day and 2 hours", timedelta(days=1, hours=2)),
        ("in a week", timedelta(days=7)),
        ("in a fortnight", timedelta(days=14)),
        ("in a month", timedelta(days=30)),
        ("25h", timedelta(hours=25)),
    ],
    ids=str,
)
def test_waits_are_counted_from_now(text: str, expected: timedelta) -> None:
    assert parse_moment(text, NOW, "Europe/London") == NOW + expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow 6pm", "2026-11-26 18:00"),
        ("Tomorrow at 18:00", "2026-11-26 18:00"),
        ("6pm tomorrow", "2026-11-26 18:00"),
        ("tmrw 7", "2026-11-26 07:00"),
        ("tommorow at seven", "2026-11-26 07:00"),
        ("tomorrow 7 o'clock", "2026-11-26 07:00"),
        ("tomorrow 0730", "2026-11-26 07:30"),
        ("day after tomorrow noon", "2026-11-27 12:00"),
        ("tonight", "2026-11-25 20:00"),
        ("tonight at 9", "2026-11-25 21:00"),
        ("tonight 6pm", "2026-11-25 18:00"),
        ("tonight at 1", "2026-11-26 01:00"),
        ("tonight at midnight", "2026-11-26 00:00"),
        ("this evening", "2026-11-25 18:00"),
        ("this evening at 9", "2026-11-25 21:00"),
        ("this afternoon", "2026-11-25 15:00"),
        ("in the morning", "2026-11-26 07:00"),
        ("tomorrow morning", "2026-11-26 07:00"),
        ("tomorrow morning at 7", "2026-11-26 07:00"),
        ("tomorrow evening", "2026-11-26 18:00"),
        ("tomorrow in the evening at 7", "2026-11-26 19:00"),
        ("7 in the evening", "2026-11-25 19:00"),
        ("7 in the morning", "2026-11-26 07:00"),
        ("friday night at 1", "2026-11-28 01:00"),
        ("fri 7am", "2026-11-27 07:00"),
        ("friday at 7", "2026-11-27 07:00"),
        ("sat 9am.", "2026-11-28 09:00"),
        ("this fri 7pm", "2026-11-27 19:00"),
        ("wed 3pm", "2026-11-25 15:00"),
        ("wed 7am", "2026-12-02 07:00"),
        ("next monday at 8", "2026-11-30 08:00"),
        ("next fri at 8", "2026-12-04 08:00"),
        ("monday next week at 8", "2026-11-30 08:00"),
        ("next week on monday 8am", "2026-11-30 08:00"),
        ("friday week 7am", "2026-12-04 07:00"),
        ("24 dec 18:00", "2026-12-24 18:00"),
        ("24th of December at 6pm", "2026-12-24 18:00"),
        ("dec 24 at 6pm", "2026-12-24 18:00"),
        ("6pm on 24 dec", "2026-12-24 18:00"),
        ("thu 24 dec 18:00", "2026-12-24 18:00"),
        ("2026-12-24 18:00", "2026-12-24 18:00"),
        ("2026-12-24T18:00", "2026-12-24 18:00"),
        ("24/12 18:00", "2026-12-24 18:00"),
        ("12/24 6pm", "2026-12-24 18:00"),
        ("24.12. 18:00", "2026-12-24 18:00"),
        ("24.12.2026 18:00", "2026-12-24 18:00"),
        ("5/5 at noon", "2027-05-05 12:00"),
        ("may 5 7am", "2027-05-05 07:00"),
        ("the 3rd at 9", "2026-12-03 09:00"),
        ("end of march at noon", "2027-03-31 12:00"),
        ("in 3 days at 6pm", "2026-11-28 18:00"),
        ("6pm", "2026-11-25 18:00"),
        ("13:30", "2026-11-26 13:30"),
        ("1930", "2026-11-25 19:30"),
        ("at 19h", "2026-11-25 19:00"),
        ("@7pm", "2026-11-25 19:00"),
        ("noon", "2026-11-26 12:00"),
        ("lunchtime", "2026-11-26 12:00"),
        ("midnight", "2026-11-26 00:00"),
        ("half past 6 pm", "2026-11-25 18:30"),
        ("quarter to 8 pm", "2026-11-25 19:45"),
        ("tomorrow at ten past 7", "2026-11-26 07:10"),
        ("tomorrow quarter to one", "2026-11-26 12:45"),
    ],
    ids=str,
)
def test_moments_are_read(text: str, expected: str) -> None:
    assert local(text) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("06:00", "7", "2026-11-25 07:00"),
        ("14:00", "7", "2026-11-25 19:00"),
        ("14:00", "today at 4", "2026-11-25 16:00"),
        ("20:00", "7", "2026-11-26 07:00"),
        ("14:00", "07:00", "2026-11-26 07:00"),
        ("00:30", "tonight at 1", "2026-11-25 01:00"),
    ],
)
def test_a_bare_hour_is_the_next_to_come_today(now: str, text: str, expected: str) -> None:
    assert local(text, datetime.fromisoformat(f"2026-11-25T{now}:00+00:00")) == expected


def test_days_and_dates_are_those_of_the_zone() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert local("tomorrow 6am", late, "Asia/Tokyo") == "2026-11-27 06:00"
    assert local("tomorrow 6am", late, "America/New_York") == "2026-11-26 06:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow 7am", "2026-03-29T06:00"),
        ("tomorrow 1:30am", "2026-03-29T01:00"),
        ("in 1 day", "2026-03-29T11:00"),
        ("in 24 hours", "2026-03-29T12:00"),
    ],
)
def test_a_change_of_the_clocks_keeps_the_wall_clock_time(text: str, expected: str) -> None:
    now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert parse_moment(text, now, "Europe/London") == datetime.fromisoformat(f"{expected}:00+00:00")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"W{HINT[1:]}"),
        ("z" * 200, f"That is too long for a time: {HINT}"),
        ("soon", f"I don't know when “soon” is: {HINT}"),
        ("7am or 8am", f"I don't know when “7am or 8am” is: {HINT}"),
        ("25:00", f"I don't know when “25:00” is: {HINT}"),
        ("tomorrow", "Say the time too: write such as “tomorrow at 18:00”."),
        ("24 dec", "Say the time too: write such as “24 dec at 18:00”."),
        ("fri", "Say the time too: write such as “fri at 18:00”."),
        ("3/4 18:00", "“3/4” is 3 April to some and 4 March to others: write the month by name."),
        ("half 7", "“half 7” is 6:30 to some and 7:30 to others: write the one you mean."),
        ("19h", "“19h” can be a time or a wait: write 19:00, or in 19h."),
        ("tomorrow midnight", "Midnight can be either end of that day: write 00:00 or 23:59."),
        ("tomorrow evening at 7am", "“at 7am” is not in the evening: write one or the other."),
        ("in 2h at 7", "“in 2h at 7” is a wait and a time: write one of them"),
        ("today 6am", "“today 6am” is past: write a time that is still to come, such as tomorrow 6pm."),
        ("this morning", "“this morning” is past: write a time that is still to come"),
        ("yesterday 6pm", "“yesterday 6pm” is past: write a time that is still to come"),
        ("24 dec 2020 18:00", "“24 dec 2020 18:00” is past: write a time that is still to come"),
        ("in 0 minutes", "“in 0 minutes” is past: write a time that is still to come"),
        ("24 dec 2030 18:00", "“24 dec 2030 18:00” is more than two years ahead: write a nearer date."),
        ("in 3 years", "“in 3 years” is more than two years ahead: write a nearer date."),
        ("in 9999 years", "That is more than two years ahead: write a nearer date."),
        ("30 feb 7am", "There is no 30 February: write a date such as 24 dec or 2026-12-24."),
        ("29 feb 2027 7am", "There is no 29 February 2027: write a date such as 24 dec or 2026-12-24."),
        ("friday 24 dec 18:00", "24 December 2026 is a Thursday: write the day or the date you mean."),
        ("24 decmber 18:00", "I don't know the word “decmber”. Did you mean December?"),
        ("frday 7am", "I don't know the word “frday”. Did you mean Friday?"),
        ("tomorrow mornng", "I don't know the word “mornng”. Did you mean morning?"),
    ],
    ids=lambda value: value[:20] if value else "empty",
)
def test_moments_that_cannot_be_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_moment(text, NOW, "Europe/London")
    assert str(error.value).startswith(sentence)


def test_an_evening_that_has_begun_asks_for_the_time() -> None:
    for text in ("this evening", "tonight"):
        with pytest.raises(UserError, match=f"^“{text}” has begun: write the time too, such as today 21:00.$"):
            parse_moment(text, datetime(2026, 11, 25, 21, tzinfo=UTC), "Europe/London")


days = st.sampled_from(["tomorrow", "fri", "next monday", "sun", "24 dec", "dec 24", "2027-02-03", "the 28th"])
named = days.filter(lambda day: day != "dec 24")  # “half past 9 dec 24” may be the 9th
clocks = st.sampled_from(["7am", "19:30", "noon", "6:05 pm", "at 23:00", "0:30", "2:30am", "half past 9"])
waits = st.builds("in {} {}".format, st.integers(1, 90), st.sampled_from(["min", "h", "days", "weeks"]))
phrases = st.one_of(st.builds("{} {}".format, days, clocks), st.builds("{} {}".format, clocks, named), clocks, waits)
moments = st.integers(0, 365 * 1440).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@settings(deadline=None)
@given(phrases, moments, st.sampled_from(known_zones()))
def test_a_moment_is_aware_ahead_and_not_far(text: str, now: datetime, zone: str) -> None:
    try:
        found = parse_moment(text, now, zone)
    except UserError as error:
        # the one phrase that may be over: its own day, later than its time
        assume("is past" not in str(error))
        raise
    assert found.tzinfo is UTC
    assert now < found <= now + timedelta(days=731)


WORDS = "in|2|h|24|dec|fri|next|at|7|pm|12:30|to|half|past|the|tonight|/|.|,|tomorrow|evening|week|a|and"
words = st.sampled_from(WORDS.split("|"))


@settings(deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(words).map(" ".join)), moments)
def test_whatever_is_written_is_ahead_or_answered_on_one_line(text: str, now: datetime) -> None:
    answer = ""
    try:
        assert parse_moment(text, now, "Europe/London") > now
    except UserError as error:
        answer = str(error)
    assert "\n" not in answer
