"""One rule into the next: other days, a season, skipped and moved dates, and one sentence for what makes no sense."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.errors import UserError
from bot.schedule.changes import (
    alive,
    moved,
    new_rule,
    patterned,
    quiet,
    retimed,
    seasoned,
    skipped,
    unskipped,
    without,
)
from bot.schedule.rule import Move, Rule, next_dates, once_at, upcoming

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)  # a Thursday
WALL = datetime.fromisoformat
MONDAYS = Rule(frozenset({0}), time(7), "UTC")


def days(rule: Rule, count: int = 3) -> list[str]:
    return [f"{at:%m-%d %H:%M}" for at in next_dates(rule, NOW, count)]


def test_a_rule_in_words_counts_every_other_week_from_the_next() -> None:
    assert days(new_rule("every other thursday", "7am", "UTC", NOW)) == ["01-08 07:00", "01-22 07:00", "02-05 07:00"]
    assert days(new_rule("first saturday", "9", "UTC", NOW)) == ["01-03 09:00", "02-07 09:00", "03-07 09:00"]


def test_other_days_keep_what_is_moved_from_days_that_stay() -> None:
    rule = replace(
        MONDAYS,
        days=frozenset({0, 3}),
        moves=(Move(date(2026, 1, 5), WALL("2026-01-06 08:00")), Move(date(2026, 1, 8), WALL("2026-01-09 08:00"))),
    )
    assert days(patterned(rule, "mon", NOW)) == ["01-06 08:00", "01-12 07:00", "01-19 07:00"]


def test_a_season_has_two_ends_that_can_be_taken_away() -> None:
    rule = seasoned(MONDAYS, "10 jan", "20 jan", NOW)
    assert days(rule) == ["01-12 07:00", "01-19 07:00"]
    assert days(seasoned(rule, "none", None, NOW)) == ["01-05 07:00", "01-12 07:00", "01-19 07:00"]
    assert days(seasoned(rule, None, "none", NOW)) == ["01-12 07:00", "01-19 07:00", "01-26 07:00"]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("1 mar", "1 feb", "That season ends on Sun 1 Feb, before it begins on Sun 1 Mar: write from: before until:."),
        (None, "2025-12-24", "is past: write a date from today on."),
    ],
    ids=["backwards", "over"],
)
def test_a_season_that_cannot_be_is_refused(first: str | None, last: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        seasoned(MONDAYS, first, last, NOW)
    assert sentence in str(error.value)


def test_a_rule_without_a_date_to_come_is_refused() -> None:
    with pytest.raises(UserError, match=r"Nothing would ever be posted"):
        alive(seasoned(MONDAYS, "6 jan", "11 jan", NOW), NOW)
    assert alive(MONDAYS, NOW) is MONDAYS


def test_the_next_one_is_skipped_and_brought_back() -> None:
    rule, found = skipped(MONDAYS, "next", NOW)
    assert found == [date(2026, 1, 5)]
    assert days(rule) == ["01-12 07:00", "01-19 07:00", "01-26 07:00"]
    rule, found = skipped(rule, "Next", NOW)
    assert found == [date(2026, 1, 12)]
    rule, back = unskipped(rule, "12 jan", NOW)
    assert back == [date(2026, 1, 12)]
    rule, back = unskipped(rule, "next", NOW)
    assert (back, rule) == ([date(2026, 1, 5)], MONDAYS)


def test_a_range_is_skipped_whole_also_for_days_that_come_later() -> None:
    rule, found = skipped(MONDAYS, "4 jan - 13 jan", NOW)
    assert found == [date(2026, 1, 5), date(2026, 1, 12)]
    assert days(patterned(rule, "tue", NOW)) == ["01-20 07:00", "01-27 07:00", "02-03 07:00"]
    assert without(MONDAYS, "4 jan - 13 jan", NOW) == rule


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("6 jan", "There is nothing on Tue 6 Jan. The next are on Mon 5 Jan, Mon 12 Jan, Mon 19 Jan."),
        ("wendsday", "Did you mean"),
    ],
)
def test_a_date_that_cannot_be_skipped_is_answered_with_those_that_can(words: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        skipped(MONDAYS, words, NOW)
    assert sentence in str(error.value)


def test_skipped_twice_is_said() -> None:
    rule, _ = skipped(MONDAYS, "5 jan", NOW)
    with pytest.raises(UserError, match="Mon 5 Jan is skipped already; /schedule unskip brings it back"):
        skipped(rule, "5 jan", NOW)


def test_what_is_not_skipped_cannot_come_back() -> None:
    with pytest.raises(UserError, match="No date to come is skipped here"):
        unskipped(MONDAYS, "next", NOW)
    rule, _ = skipped(MONDAYS, "5 jan", NOW)
    with pytest.raises(UserError, match=r"Mon 12 Jan is not skipped. Skipped are: Mon 5 Jan\."):
        unskipped(rule, "12 jan", NOW)


def test_one_is_moved_and_the_others_stay() -> None:
    rule, was = moved(MONDAYS, "next", "tue", "8pm", NOW)
    assert was.day == date(2026, 1, 5)
    assert days(rule) == ["01-06 20:00", "01-12 07:00", "01-19 07:00"]


@pytest.mark.parametrize(
    ("to", "at", "expected"), [("fri", None, "01-02 07:00"), (None, "6pm", "01-05 18:00")], ids=["day", "time"]
)
def test_only_the_day_or_only_the_time_is_enough(to: str | None, at: str | None, expected: str) -> None:
    assert days(moved(MONDAYS, "next", to, at, NOW)[0])[0] == expected


def test_a_moved_one_is_moved_again_by_either_date_and_back_home() -> None:
    rule, _ = moved(MONDAYS, "12 jan", "14 jan", None, NOW)
    rule, was = moved(rule, "14 jan", "15 jan", "9am", NOW)
    assert (was.moved, was.day) == (True, date(2026, 1, 12))
    assert rule.moves == (Move(date(2026, 1, 12), WALL("2026-01-15 09:00")),)
    assert moved(rule, "12 jan", "12 jan", "7am", NOW)[0] == MONDAYS


def test_a_moved_one_can_be_skipped_and_comes_back_where_it_was_moved_to() -> None:
    rule, _ = moved(MONDAYS, "next", "tue", None, NOW)
    left_out, found = skipped(rule, "6 jan", NOW)
    assert found == [date(2026, 1, 5)]
    assert days(left_out)[0] == "01-12 07:00"
    assert unskipped(left_out, "next", NOW)[0] == rule


@pytest.mark.parametrize(
    ("words", "to", "at", "sentence"),
    [
        ("next", None, None, "Say where to move it"),
        ("next", "today", "7am", "Thu 1 Jan, 07:00 is over"),
        ("next", "12 jan", None, "There is one on Mon 12 Jan, 07:00 already: skip this one instead."),
        ("tomorrow", "sat", None, "There is nothing on Fri 2 Jan."),
    ],
    ids=["nowhere", "past", "on-another", "nothing-there"],
)
def test_a_move_that_makes_no_sense_is_one_sentence(words: str, to: str | None, at: str | None, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        moved(MONDAYS, words, to, at, NOW)
    assert sentence in str(error.value)


def test_a_pause_until_a_day_keeps_quiet_also_about_what_was_moved_into_it() -> None:
    rule, _ = moved(MONDAYS, "next", "tue", None, NOW)
    assert days(quiet(rule, "12 jan", NOW)) == ["01-12 07:00", "01-19 07:00", "01-26 07:00"]
    with pytest.raises(UserError, match="is not to come"):
        quiet(MONDAYS, "today", NOW)


def test_a_rule_of_one_moment_that_is_over_says_so() -> None:
    over = replace(MONDAYS, last=date(2026, 1, 1))
    assert upcoming(over, NOW, 1) == []
    with pytest.raises(UserError, match="Nothing more is planned there"):
        skipped(over, "next", NOW)


ONCE = once_at(WALL("2026-01-05T07:00:00+00:00"), "UTC")


def test_what_comes_once_is_moved_and_retimed_for_good() -> None:
    assert days(moved(ONCE, "next", "tue", "8pm", NOW)[0]) == ["01-06 20:00"]
    assert days(moved(ONCE, "5 jan", "tue", None, NOW)[0]) == ["01-06 07:00"]
    assert days(retimed(ONCE, time(18), None, NOW)) == ["01-05 18:00"]
    assert days(retimed(ONCE, None, "America/New_York", NOW)) == ["01-05 12:00"]
    assert days(patterned(ONCE, "mon", NOW)) == ["01-05 07:00", "01-12 07:00", "01-19 07:00"]
    assert retimed(ONCE, None, None, NOW) == ONCE
    with pytest.raises(UserError, match="is over: choose a time that is still to come"):
        retimed(ONCE, time(6), None, datetime(2026, 1, 5, 6, 30, tzinfo=UTC))


def test_what_comes_once_is_never_said_to_be_skipped_or_quiet_while_it_comes_all_the_same() -> None:
    with pytest.raises(UserError, match="there is nothing to skip"):
        skipped(ONCE, "next", NOW)
    with pytest.raises(UserError, match="It comes once only: move it"):
        quiet(ONCE, "1 feb", NOW)
    with pytest.raises(UserError, match="it has no season"):
        seasoned(ONCE, "1 feb", None, NOW)


def test_nothing_is_moved_into_a_pause_where_it_would_be_lost() -> None:
    resting = quiet(MONDAYS, "12 jan", NOW)
    with pytest.raises(UserError, match="It is paused on Sat 10 Jan, 07:00: move it to a later day"):
        moved(resting, "next", "10 jan", None, NOW)
    assert days(moved(resting, "next", "13 jan", None, NOW)[0])[0] == "01-13 07:00"
