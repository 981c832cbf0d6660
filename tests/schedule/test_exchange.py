"""A schedule as a JSON file: what is written is read again as it was, and every fault is named with what to do."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.entry import BY_HAND, Entry, Progress
from bot.schedule.exchange import LARGEST, Draft, draft_of, same_post, write
from bot.schedule.exchange_reading import MOST_FAULTS, read
from bot.schedule.rule import Move, Rule
from bot.schedule.zones import known_zones

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = Rule(frozenset({0}), time(7), "Europe/London")
OVER = frozenset({date(2025, 1, 6)})


class Menu:
    """Beginner has two days, and there is nothing else."""

    def sessions(self, program: str) -> int:
        return 2 if program == "beginner" else 0

    def gaps(self, program: str) -> tuple[int, ...]:
        return ()

    def daily_program(self) -> str:
        return "beginner"

    def between(self) -> tuple[str, ...]:
        return ()


days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
walls = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(second=0, microsecond=0))  # noqa: DTZ001
moments = walls.map(lambda d: d.replace(tzinfo=UTC))
moves = st.lists(st.builds(Move, days, walls), max_size=3).map(tuple)
common = {
    "days": st.frozensets(st.integers(0, 6), min_size=1),
    "at": st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    "zone": st.sampled_from(known_zones()),
    "first": st.none() | days,
    "last": st.none() | days,
    "quiet_until": st.none() | days,
    "skips": st.frozensets(days, max_size=3),
    "moves": moves,
}
rules = st.one_of(
    st.builds(Rule, **common, once=st.none() | moments),
    st.builds(Rule, **common, every=st.integers(2, 12), anchor=days),
    st.builds(Rule, **common, nth=st.frozensets(st.sampled_from([-1, 1, 2, 3, 4, 5]), min_size=1)),
)
ids = st.integers(1, 2**63 - 1)
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50)
drafts = st.builds(
    Draft,
    program=st.sampled_from(["beginner", "beginner/2", "daily", "digest", "text"]),
    rule=rules,
    channel_id=ids,
    channel_name=st.text(max_size=20),
    role_id=ids,
    role_name=st.text(max_size=20),
    text=plain.map(lambda text: f"Hello {text}"),
    opening=plain,
    patience=st.integers(1, 1440).map(lambda minutes: timedelta(minutes=minutes)),
    paused=st.booleans(),
    mirrored=st.booleans(),
    progress=st.builds(Progress, st.integers(0, 999), st.integers(0, 999), st.none() | moments),
)


def file(*entries: dict[str, Any], **more: Any) -> bytes:
    """A schedule file."""
    return json.dumps({"format": "backline-schedule", "version": 1, "entries": entries} | more).encode()


def entry(**more: Any) -> dict[str, Any]:
    """An entry as it stands in a file; `None` takes a field out."""
    whole: dict[str, Any] = {"program": "beginner", "when": when()} | more
    return {name: value for name, value in whole.items() if value is not None}


def when(**more: Any) -> dict[str, Any]:
    return {"days": ["mon"], "time": "07:00", "timezone": "Europe/London"} | more


def fault_of(data: bytes) -> str:
    with pytest.raises(UserError) as error:
        read(data, Menu())
    return str(error.value)


@given(st.lists(drafts, min_size=1, max_size=3))
@settings(deadline=None, max_examples=60)
def test_what_is_written_is_read_again_as_it_was(several: list[Draft]) -> None:
    assert read(write(several).encode(), Menu()) == tuple(several)


def test_a_short_entry_takes_the_usual_for_the_rest() -> None:
    assert read(file(entry()), Menu()) == (Draft("beginner", MONDAY),)


def test_a_file_saved_by_windows_is_read() -> None:
    assert read(b"\xef\xbb\xbf" + file(entry()), Menu()) == (Draft("beginner", MONDAY),)


def test_an_entry_is_written_without_who_made_it() -> None:
    one = Entry(5, 1, 2, 777777, "beginner", MONDAY, NOW, paused=BY_HAND, role_id=9, events=(4,))
    draft = draft_of(one, "strength", "Runners")
    assert (draft.channel_id, draft.channel_name, draft.role_name, draft.paused, draft.mirrored) == (
        2, "strength", "Runners", True, True
    )  # fmt: skip
    assert "777777" not in write([draft])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"hello", "This file is no JSON. Give me the backline-schedule.json", id="text"),
        pytest.param(b"\xff\xfe\x00", "This file is no JSON.", id="bytes"),
        pytest.param(b"[" * 100_000, "This file is no JSON.", id="deep"),
        pytest.param(b"[]", "This file is no schedule of mine.", id="a list"),
        pytest.param(b'{"a": 1}', "This file is no schedule of mine.", id="another"),
        pytest.param(file(entry(), version=2), "This file is of version 2, and I read version 1.", id="version"),
        pytest.param(file(), "This file holds no entries.", id="none"),
        pytest.param(file(entries={}), "This file holds no entries.", id="entries are no list"),
        pytest.param(file(*[{}] * 201), "This file holds 201 entries, and I read 200.", id="many"),
        pytest.param(b" " * (LARGEST + 1), "This file is larger than 256 kB", id="large"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_schedule_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    assert fault_of(data).startswith(sentence)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"program": "chess"}, "I don't know the program “chess”: write one that /schedule add offers."),
        ({"program": "beginner/3"}, "“beginner/3” has no such day: write a day from 1 to 2."),
        ({"program": "beginner/²"}, "“beginner/²” has no such day: write a day from 1 to 2."),
        ({"program": "again/text"}, "I don't know the program “again”: write one that /schedule add offers."),
        ({"program": None}, "“program” is missing: write a program's id, such as"),
        ({"program": "text"}, "its own words are missing: write them as “text”."),
        ({"when": when(days=["monday"])}, "“days” is “monday”: write days as “mon”, “tue”"),
        ({"when": when(days=[])}, "“days” is not right: write days as “mon”, “tue”"),
        ({"when": when(time="25:00")}, "“time” is “25:00”: write a time as “07:00”."),
        ({"when": when(timezone="Moon/Base")}, "“timezone” is “Moon/Base”: write a zone as “Europe/London”."),
        ({"when": when(until="2026-13-01")}, "“until” is “2026-13-01”: write a date as “2026-03-30”"),
        ({"when": when(**{"from": "9999-12-31"})}, "“from” is “9999-12-31”: write a date as “2026-03-30”"),
        ({"when": when(every_weeks=13)}, "“every_weeks” is “13”: write a number of weeks from 1 to 12."),
        ({"when": when(every_weeks=2)}, "a rule of every so many weeks needs a date to count from"),
        ({"when": when(in_month=[6])}, "“in_month” is “6”: write places as 1 to 5, or -1 for the last."),
        ({"when": when(once="2026-03-30T07:00:00")}, "“once” is “2026-03-30T07:00:00”: write a moment in UTC"),
        ({"when": when(tmie="07:00")}, "“tmie” is no field of an entry: correct its spelling, or take it out."),
        ({"when": None}, "“when” is missing: write its days, time and timezone."),
        ({"channel": {"id": "general"}}, "“id” is “general”: write the id as digits in quotes."),
        ({"text": "x" * 1501}, "write at most 1500 characters, and no control characters."),
        ({"opening": "Up\x00!"}, "write at most 300 characters, and no control characters."),
        ({"patience_minutes": 0}, "“patience_minutes” is “0”: write a number of minutes from 1 to 10080."),
    ],
    ids=lambda part: next(iter(part)) if isinstance(part, dict) else "",
)
def test_a_fault_in_an_entry_is_named_with_what_to_write(wrong: dict[str, Any], sentence: str) -> None:
    first, second = fault_of(file(entry(), entry(**wrong))).splitlines()
    assert first == "I can't use this file yet. Put this right and import it again:"
    assert second.startswith("- entry 2: ")
    assert sentence in second


def test_an_entry_that_is_none_is_named() -> None:
    assert fault_of(file("hello")).splitlines()[1].startswith("- entry 1")  # type: ignore[arg-type]


def test_all_faults_are_named_at_once_and_many_are_counted() -> None:
    wrong = [entry(program="chess", when=when()) for _ in range(MOST_FAULTS + 5)]
    lines = fault_of(file(*wrong)).splitlines()
    assert len(lines) == 1 + MOST_FAULTS + 1
    assert lines[-1] == "- and 5 more."


@pytest.mark.parametrize(
    ("more", "same"),
    [
        pytest.param({}, True, id="the same"),
        pytest.param({"rule": replace(MONDAY, first=date(2025, 1, 1))}, True, id="begun"),
        pytest.param({"rule": replace(MONDAY, skips=OVER)}, True, id="a skip that is over"),
        pytest.param({"rule": replace(MONDAY, days=frozenset({1}))}, False, id="another day"),
        pytest.param({"program": "daily"}, False, id="another program"),
        pytest.param({"text": "Come!"}, False, id="other words"),
    ],
)  # fmt: skip
def test_what_is_there_already_is_recognised(more: dict[str, Any], same: bool) -> None:
    present = Entry(5, 1, 2, 3, "beginner", MONDAY, NOW)
    draft = Draft(**({"program": "beginner", "rule": MONDAY} | more))
    assert same_post(draft, 2, present, NOW) is same
    assert not same_post(draft, 4, present, NOW)


def test_every_other_week_is_the_same_from_whichever_of_its_weeks_it_is_counted() -> None:
    monday = date(2026, 1, 5)
    several = [
        Rule(frozenset({0}), time(7), "UTC", every=2, anchor=monday + timedelta(weeks=weeks)) for weeks in range(3)
    ]
    present = Entry(5, 1, 2, 3, "beginner", several[0], NOW)
    assert [same_post(Draft("beginner", rule), 2, present, NOW) for rule in several] == [True, False, True]
