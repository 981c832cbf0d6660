"""Every so many weeks, and places in the month, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.phrases import DayPattern, parse_pattern, pattern_in_words

HINT = "write days such as mon thu, weekdays, every other tuesday or first saturday."


def pattern(days: set[int], every: int = 1, nth: frozenset[int] = frozenset()) -> DayPattern:
    return DayPattern(frozenset(days), every, nth)


@pytest.mark.parametrize(
    ("text", "days", "every"),
    [
        ("mon wed fri", {0, 2, 4}, 1),
        ("weekdays", {0, 1, 2, 3, 4}, 1),
        ("every day except sunday", {0, 1, 2, 3, 4, 5}, 1),
        ("every tuesday", {1}, 1),
        ("weekly on mon", {0}, 1),
        ("once a week on sundays", {6}, 1),
        ("every week on mon", {0}, 1),
        ("every other tuesday", {1}, 2),
        ("Every Other Tuesday.", {1}, 2),
        ("each other tue", {1}, 2),
        ("every second tue", {1}, 2),
        ("every 2nd tue", {1}, 2),
        ("every other mon and thu", {0, 3}, 2),
        ("every other mon-wed", {0, 1, 2}, 2),
        ("every other weekend", {5, 6}, 2),
        ("alternate sundays", {6}, 2),
        ("alternating mondays", {0}, 2),
        ("in alternate weeks on mon", {0}, 2),
        ("fortnightly on sunday", {6}, 2),
        ("every fortnight on sun", {6}, 2),
        ("biweekly mon", {0}, 2),
        ("bi-weekly on mon", {0}, 2),
        ("every 2 weeks on tue and thu", {1, 3}, 2),
        ("every two weeks on tue", {1}, 2),
        ("every couple of weeks on tue", {1}, 2),
        ("once every 3 weeks on mon", {0}, 3),
        ("every third week on friday", {4}, 3),
        ("every 3rd week on fri", {4}, 3),
        ("every 4 weeks mon", {0}, 4),
        ("every twelve weeks on mon", {0}, 12),
        ("every other week on mon", {0}, 2),
        ("sat every other week", {5}, 2),
        ("tuesday every 2 weeks", {1}, 2),
        ("saturday every fortnight", {5}, 2),
        ("mon and thu of every other week", {0, 3}, 2),
        ("weekdays every other week", {0, 1, 2, 3, 4}, 2),
    ],
    ids=str,
)
def test_weeks_are_read(text: str, days: set[int], every: int) -> None:
    assert parse_pattern(text) == pattern(days, every)


@pytest.mark.parametrize(
    ("text", "days", "nth"),
    [
        ("first saturday", {5}, {1}),
        ("the first saturday", {5}, {1}),
        ("every first saturday", {5}, {1}),
        ("1st sat of the month", {5}, {1}),
        ("1st sat. of each month", {5}, {1}),
        ("second tuesday", {1}, {2}),
        ("every second tuesday of the month", {1}, {2}),
        ("every 3rd fri of the month", {4}, {3}),
        ("second tuesday of every month", {1}, {2}),
        ("first sunday each month", {6}, {1}),
        ("first sunday in the month", {6}, {1}),
        ("first and third monday", {0}, {1, 3}),
        ("every first and third monday", {0}, {1, 3}),
        ("1st, 3rd sat", {5}, {1, 3}),
        ("1st 3rd sat", {5}, {1, 3}),
        ("first monday and third monday", {0}, {1, 3}),
        ("first mon and thu", {0, 3}, {1}),
        ("2nd & 4th wed", {2}, {2, 4}),
        ("every second and fourth wed", {2}, {2, 4}),
        ("last friday of the month", {4}, {-1}),
        ("last fri", {4}, {-1}),
        ("every last friday", {4}, {-1}),
        ("last friday every month", {4}, {-1}),
        ("first and last monday", {0}, {1, -1}),
        ("monthly on the first sunday", {6}, {1}),
        ("once a month on the last sunday", {6}, {-1}),
        ("fifth friday", {4}, {5}),
    ],
    ids=str,
)
def test_places_in_the_month_are_read(text: str, days: set[int], nth: set[int]) -> None:
    assert parse_pattern(text) == pattern(days, nth=frozenset(nth))


OTHER_DAYS = "falls on other weekdays each week, which I can't keep: write mon wed fri."
TWO_RHYTHMS = "mixes two rhythms: write one of them here, and make a second entry for the other."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"W{HINT[1:]}"),
        ("x" * 500, f"That is too long for days: {HINT}"),
        ("every other day", f"“every other day” {OTHER_DAYS}"),
        ("every second day", f"“every second day” {OTHER_DAYS}"),
        ("every 2 days", f"“every 2 days” {OTHER_DAYS}"),
        ("every other weekday", f"“every other weekday” {OTHER_DAYS}"),
        ("biweekly", "Say which day too with “biweekly”: write such as every other tuesday."),
        ("every 2 weeks", "Say which day too with “every 2 weeks”: write such as every other tuesday."),
        ("monthly", "Say which day too with “monthly”: write such as first saturday, or last friday of the month."),
        ("monthly on sunday", "Say which day too with “monthly on sunday”: write such as first saturday, or last"),
        ("first of the month", "Say which day too with “first of the month”: write such as first saturday"),
        ("the 15th", "Say which day too with “the 15th”: write such as first saturday, or last friday of the month."),
        (
            "every third friday",
            "“every third friday” can mean two things: write every 3 weeks on friday, or third friday of the month.",
        ),
        ("every 13 weeks on mon", "I can count from 1 to 12 weeks: write such as every 2 weeks on tue."),
        ("every 0 weeks on mon", "I can count from 1 to 12 weeks: write such as every 2 weeks on tue."),
        ("6th friday", f"No weekday comes that often in a month as in “6th friday”: {HINT}"),
        ("first weekend", "Name the weekday of “first weekend”: write such as first saturday, or last friday."),
        ("last day of the month", "Name the weekday of “last day of the month”: write such as first saturday, or"),
        ("second to last fri", "I can keep the last one of a month, not the one before “second to last fri”"),
        ("mon and every other thu", f"“mon and every other thu” {TWO_RHYTHMS}"),
        ("every other mon and every thu", f"“every other mon and every thu” {TWO_RHYTHMS}"),
        ("mon and first thu", f"“mon and first thu” {TWO_RHYTHMS}"),
        ("first mon and third thu", f"“first mon and third thu” {TWO_RHYTHMS}"),
        ("fortnightly on first sat", f"“fortnightly on first sat” {TWO_RHYTHMS}"),
        ("twice a week", f"I don't know the days “twice a week”: {HINT}"),
        ("every year", f"I don't know the days “every year”: {HINT}"),
        ("first three saturdays", f"I don't know the days “first three saturdays”: {HINT}"),
    ],
    ids=lambda value: value[:24] if value else "empty",
)
def test_patterns_that_cannot_be_kept_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_pattern(text)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("frist saturday", "I don't know the word “frist”. Did you mean first?"),
        ("evry other tue", "I don't know the word “evry”. Did you mean every?"),
        ("every ohter tue", "I don't know the word “ohter”. Did you mean other?"),
        ("fornightly mon", "I don't know the word “fornightly”. Did you mean fortnightly?"),
        ("lsat friday", "I don't know the word “lsat”. Did you mean last?"),
        ("every other teusday", "I don't know the day “teusday”. Did you mean Tuesday?"),
        ("blursday", "I don't know the day “blursday”. Did you mean Thursday?"),
        ("t", "“t” can mean two days: write tue or thu."),
    ],
)
def test_slips_are_answered_with_what_was_meant(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_pattern(text)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (pattern({0, 3}), "Monday and Thursday"),
        (pattern({1}, 2), "every other Tuesday"),
        (pattern({1, 3}, 2), "every other Tuesday and Thursday"),
        (pattern({5, 6}, 2), "every other week on weekends"),
        (pattern(set(range(7)), 2), "every day of every other week"),
        (pattern({4}, 3), "every 3 weeks on Friday"),
        (pattern(set(range(5)), 4), "every 4 weeks on weekdays"),
        (pattern(set(range(7)), 3), "every day of every 3rd week"),
        (pattern({5}, nth=frozenset({1})), "the first Saturday of the month"),
        (pattern({0}, nth=frozenset({3, 1})), "the first and third Monday of the month"),
        (pattern({0, 3}, nth=frozenset({2})), "the second Monday and Thursday of the month"),
        (pattern({4}, nth=frozenset({-1})), "the last Friday of the month"),
        (pattern({4}, nth=frozenset({-1, 2})), "the second and last Friday of the month"),
    ],
    ids=str,
)
def test_patterns_are_worded(written: DayPattern, words: str) -> None:
    assert pattern_in_words(written.days, written.every, written.nth) == words


NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
some_days = st.frozensets(st.integers(0, 6), min_size=1)
patterns = st.one_of(
    st.builds(DayPattern, some_days, st.integers(1, 12)),
    st.builds(DayPattern, some_days, st.just(1), st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1)),
)


@given(patterns)
def test_a_pattern_in_words_reads_back_as_itself(written: DayPattern) -> None:
    assert parse_pattern(pattern_in_words(written.days, written.every, written.nth)) == written


@given(some_days)
def test_plain_days_are_read_in_any_order(days: frozenset[int]) -> None:
    text = " ".join(NAMES[day] for day in days)
    assert parse_pattern(text) == DayPattern(days)


words = st.sampled_from(
    [
        "every",
        "other",
        "first",
        "last",
        "2nd",
        "mon",
        "tue",
        "week",
        "weeks",
        "of",
        "the",
        "month",
        "and",
        "-",
        ",",
        "3",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(words).map(" ".join)))
def test_whatever_is_written_is_read_or_answered_on_one_line(text: str) -> None:
    answer = ""
    try:
        found = parse_pattern(text)
        assert found.days
        assert found.every == 1 or not found.nth
    except UserError as error:
        answer = str(error)
    assert "\n" not in answer
