"""Days and times as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.phrases import DayPattern, days_in_words, parse_pattern, parse_time, time_in_words

SUCH_AS = "write days such as mon thu, weekdays, every other tuesday or first saturday."


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon wed fri", {0, 2, 4}),
        ("Mon", {0}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("Weekends", {5, 6}),
        ("every day", set(range(7))),
        ("DAILY", set(range(7))),
        ("everyday", set(range(7))),
        ("tue and thu", {1, 3}),
        ("tues & thurs", {1, 3}),
        ("Mondays, Thursdays", {0, 3}),
        ("on mondays and on thursdays", {0, 3}),
        ("every monday", {0}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon – Wed", {0, 1, 2}),
        ("Monday to Wednesday", {0, 1, 2}),
        ("friday through monday", {0, 4, 5, 6}),
        ("mon-tue, sat", {0, 1, 5}),
        ("m/w/f", {0, 2, 4}),
        ("MWF", {0, 2, 4}),
        ("mo mi".replace("mi", "we"), {0, 2}),
        ("sat/sun", {5, 6}),
        ("weekdays and sat", {0, 1, 2, 3, 4, 5}),
        ("every day except sunday", {0, 1, 2, 3, 4, 5}),
        ("weekdays but not wed", {0, 1, 3, 4}),
        ("  mon ,\n thu ", {0, 3}),
        ("mon mon", {0}),
    ],
    ids=str,
)
def test_days_are_read(text: str, days: set[int]) -> None:
    assert parse_pattern(text) == DayPattern(frozenset(days))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write days such as mon thu, weekdays, every other tuesday or first saturday."),
        ("  \n", "Write days such as mon thu, weekdays, every other tuesday or first saturday."),
        ("blursday", "I don't know the day “blursday”. Did you mean Thursday?"),
        ("mon wendesday", "I don't know the day “wendesday”. Did you mean Wednesday?"),
        ("t", "“t” can mean two days: write tue or thu."),
        ("s/m", "“s” can mean two days: write sat or sun."),
        ("twice a week", f"I don't know the days “twice a week”: {SUCH_AS}"),
        ("x" * 500, f"That is too long for days: {SUCH_AS}"),
        ("weekends except weekends", "“weekends except weekends” leaves no day: write days such as mon thu, "),
    ],
    ids=["empty", "blank", "blursday", "typo", "t", "s", "twice", "long", "none left"],
)
def test_days_that_cannot_be_read_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_pattern(text)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "понедельник",
        "月曜日",
        "ｍｏｎ",
        "1 3 5",
        "every other day",
        "all mondays",
        "mon or thu",
        "mon-",
        "-",
        "and",
        "no mondays",
    ],
)
def test_days_are_never_guessed(text: str) -> None:
    with pytest.raises(UserError):
        parse_pattern(text)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({0, 3}, "Monday and Thursday"),
        ({0, 2, 4}, "Monday, Wednesday and Friday"),
        ({6}, "Sunday"),
        (set(range(7)), "every day"),
        (set(range(5)), "weekdays"),
        ({5, 6}, "weekends"),
    ],
    ids=str,
)
def test_days_are_worded(days: set[int], words: str) -> None:
    assert days_in_words(frozenset(days)) == words


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_in_words_read_back_as_themselves(days: frozenset[int]) -> None:
    assert parse_pattern(days_in_words(days)) == DayPattern(days)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", "07:00"),
        ("07", "07:00"),
        ("7am", "07:00"),
        ("7 AM", "07:00"),
        ("7 a.m.", "07:00"),
        ("at 7am", "07:00"),
        ("7 o'clock", "07:00"),
        ("7:30 pm", "19:30"),
        ("7.30", "07:30"),
        ("7h30", "07:30"),
        ("19h", "19:00"),
        ("19:30", "19:30"),
        ("0730", "07:30"),
        ("730", "07:30"),
        ("730pm", "19:30"),
        ("1930", "19:30"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("12:30am", "00:30"),
        ("00:00", "00:00"),
        (" 23:59 ", "23:59"),
    ],
    ids=str,
)
def test_times_are_read(text: str, expected: str) -> None:
    assert parse_time(text) == time.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "25:00",
        "24:00",
        "24",
        "13pm",
        "0am",
        "7:60",
        "7:5",
        "-7",
        "7:30:00",
        "7 30",
        "999",
        "12345",
        "noonish",
        "seven",
        "٧",
        "７",
        "семь",
        "7 pm pm",
        "7am 8am",
        "half 99",
    ],
)
def test_times_are_never_guessed(text: str) -> None:
    with pytest.raises(UserError) as error:
        parse_time(text)
    assert str(error.value) == f"I don't know the time “{text}”: write a time such as 07:00, 7am or 7:30 pm."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write a time such as 07:00, 7am or 7:30 pm."),
        ("half 7", "“half 7” is 6:30 to some and 7:30 to others: write the one you mean."),
        ("half 1", "“half 1” is 12:30 to some and 1:30 to others: write the one you mean."),
        ("9" * 400, "That is too long for a time: write a time such as 07:00, 7am or 7:30 pm."),
        (
            "7\x00\n`@everyone`" + "!" * 40,
            "I don't know the time “7 `@everyone`!!!!!!!!!!!!!!!!…”: write a time such as 07:00,",
        ),
    ],
    ids=["empty", "half seven", "half one", "long", "control characters"],
)
def test_times_that_cannot_be_read_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_time(text)
    assert str(error.value).startswith(sentence)


@given(st.times())
def test_a_time_in_words_reads_back_as_itself(at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    assert parse_time(time_in_words(at)) == at


@given(st.text(max_size=120))
def test_whatever_is_written_is_read_or_answered_on_one_line(text: str) -> None:
    for parse in (parse_pattern, parse_time):
        answer = ""
        try:
            parse(text)
        except UserError as error:
            answer = str(error)
        assert "\n" not in answer
