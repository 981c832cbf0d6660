"""Calendar days as people write them, one or many."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.moments import parse_date, parse_dates

# a Wednesday
TODAY = date(2026, 11, 25)
HINT = "write a date such as 24 dec, fri or 2026-12-24."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-25"),
        ("tonight", "2026-11-25"),
        ("tomorrow", "2026-11-26"),
        ("day after tomorrow", "2026-11-27"),
        ("wed", "2026-11-25"),
        ("fri", "2026-11-27"),
        ("on Friday", "2026-11-27"),
        ("until friday", "2026-11-27"),
        ("this sat", "2026-11-28"),
        ("next friday", "2026-12-04"),
        ("next wed", "2026-12-02"),
        ("friday week", "2026-12-04"),
        ("a week on friday", "2026-12-04"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("24 dec", "2026-12-24"),
        ("24dec", "2026-12-24"),
        ("dec 24th", "2026-12-24"),
        ("24th of december", "2026-12-24"),
        ("24 December 2026", "2026-12-24"),
        ("Dec 24, 2026", "2026-12-24"),
        ("Thursday 24 December", "2026-12-24"),
        ("2026-12-24", "2026-12-24"),
        ("24/12", "2026-12-24"),
        ("24/12/26", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24-12-2026", "2026-12-24"),
        ("31/12", "2026-12-31"),
        ("5/5", "2027-05-05"),
        ("25 nov", "2026-11-25"),
        ("24 nov", "2027-11-24"),
        ("29 feb", "2028-02-29"),
        ("the 24th", "2026-12-24"),
        ("30th", "2026-11-30"),
        ("in 3 days", "2026-11-28"),
        ("in 2 weeks", "2026-12-09"),
        ("in a year", "2027-11-25"),
        ("end of march", "2027-03-31"),
        ("end of the month", "2026-11-30"),
        ("start of jan", "2027-01-01"),
    ],
    ids=str,
)
def test_a_date_is_read(text: str, expected: str) -> None:
    assert parse_date(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"W{HINT[1:]}"),
        ("christmas", f"I don't know when “christmas” is: {HINT}"),
        ("24", f"I don't know when “24” is: {HINT}"),
        ("fri 7am", f"I don't know when “fri 7am” is: {HINT}"),
        ("in 2h", f"I don't know when “in 2h” is: {HINT}"),
        ("3/4", "“3/4” is 3 April to some and 4 March to others: write the month by name."),
        ("30 feb", "There is no 30 February: write a date such as 24 dec or 2026-12-24."),
        ("13/13", "There is no 13 in month 13: write a date such as 24 dec or 2026-12-24."),
        ("Friday, 24 December", "24 December 2026 is a Thursday: write the day or the date you mean."),
        ("yesterday", "“yesterday” is past: write a date from today on."),
        ("1 nov 2026", "“1 nov 2026” is past: write a date from today on."),
        ("24 dec 2029", "“24 dec 2029” is more than two years ahead: write a nearer date."),
        ("decmber 24", "I don't know the word “decmber”. Did you mean December?"),
        ("firday", "I don't know the word “firday”. Did you mean Friday?"),
        ("tomorrw", "I don't know the word “tomorrw”. Did you mean tomorrow?"),
    ],
    ids=lambda value: value[:20] if value else "empty",
)
def test_a_date_that_cannot_be_is_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_date(text, TODAY)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("text", "count", "first", "last"),
    [
        ("2026-12-24", 1, "2026-12-24", "2026-12-24"),
        ("dec 24, 2026", 1, "2026-12-24", "2026-12-24"),
        ("24 dec, 26 dec", 2, "2026-12-24", "2026-12-26"),
        ("2026-12-24, 2026-12-26", 2, "2026-12-24", "2026-12-26"),
        ("24 and 25 dec", 2, "2026-12-24", "2026-12-25"),
        ("dec 24, 25", 2, "2026-12-24", "2026-12-25"),
        ("24 dec;\n26 dec", 2, "2026-12-24", "2026-12-26"),
        ("tomorrow and fri", 2, "2026-11-26", "2026-11-27"),
        ("the 3rd and the 5th", 2, "2026-12-03", "2026-12-05"),
        ("24 dec - 2 jan", 10, "2026-12-24", "2027-01-02"),
        ("24 dec-2 jan", 10, "2026-12-24", "2027-01-02"),
        ("from 24 dec to 2 jan and 14 feb", 11, "2026-12-24", "2027-02-14"),
        ("between 24 dec and 26 dec", 3, "2026-12-24", "2026-12-26"),
        ("24–26 dec", 3, "2026-12-24", "2026-12-26"),
        ("dec 24-26", 3, "2026-12-24", "2026-12-26"),
        ("2026-12-24 - 2027-01-02", 10, "2026-12-24", "2027-01-02"),
        ("dec 24, 2026 - jan 2, 2027", 10, "2026-12-24", "2027-01-02"),
        ("fri - mon", 4, "2026-11-27", "2026-11-30"),
        ("20 nov - 28 nov", 4, "2026-11-25", "2026-11-28"),
        ("20 nov 2026 - 28 nov 2026", 4, "2026-11-25", "2026-11-28"),
        ("24 dec, 24 dec", 1, "2026-12-24", "2026-12-24"),
    ],
    ids=lambda value: str(value)[:32],
)
def test_lists_and_ranges_are_read(text: str, count: int, first: str, last: str) -> None:
    days = parse_dates(text, TODAY)
    assert (len(days), min(days).isoformat(), max(days).isoformat()) == (count, first, last)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"W{HINT[1:]}"),
        ("24 dec -", "I can't read the dates “24 dec -”: write a range such as 24 dec - 2 jan."),
        (
            "24 - 25 - 26 dec",
            "I can't read the dates “24 dec - 25 dec - 26 dec”: write a range such as 24 dec - 2 jan.",
        ),
        ("24 dec - 24 mar", "“24 dec - 24 mar” is longer than 60 days: write shorter ranges."),
        ("24 dec 2027 - 2 jan 2027", "“24 dec 2027 - 2 jan 2027” ends before it begins: write the earlier date first."),
        ("1 jan 2026 - 2 feb 2026", "“1 jan 2026 - 2 feb 2026” is past: write a date from today on."),
        ("24 dec, blah", f"I don't know when “blah” is: {HINT}"),
    ],
    ids=lambda value: value[:24] if value else "empty",
)
def test_lists_that_cannot_be_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_dates(text, TODAY)
    assert str(error.value) == sentence


ahead = st.integers(0, 600).map(lambda days: TODAY + timedelta(days=days))


@given(ahead, st.sampled_from(["%d %b %Y", "%d %B %Y", "%b %d, %Y", "%Y-%m-%d", "%A %d %B %Y", "%a, %B %d %Y"]))
def test_a_written_date_is_itself(day: date, form: str) -> None:
    assert parse_date(day.strftime(form), TODAY) == day


@given(ahead, st.integers(0, 59))
def test_a_range_holds_every_day_from_the_first_to_the_last(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = parse_dates(f"{first:%d %b %Y} - {last:%d %b %Y}", TODAY)
    assert days == {first + timedelta(days=n) for n in range(length + 1)}


WORDS = "24|25|dec|jan|-|,|and|to|fri|next|week|the|3rd|2026|/|.|from|tomorrow|in|2"
words = st.sampled_from(WORDS.split("|"))


def either(text: str, today: date) -> frozenset[date]:
    """The days of a list, or a single day."""
    try:
        return parse_dates(text, today)
    except UserError:
        return frozenset({parse_date(text, today)})


@settings(deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(words).map(" ".join)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_written_is_ahead_or_answered_on_one_line(text: str, today: date) -> None:
    answer = ""
    try:
        assert all(today <= day <= today + timedelta(days=731) for day in either(text, today))
    except UserError as error:
        answer = str(error)
    assert "\n" not in answer
