"""Time zones as people write them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.schedule.phrases import parse_zone, suggest_zones
from bot.schedule.zone_names import ALIASES, AMBIGUOUS, USUAL
from bot.schedule.zones import known_zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("EUROPE / LONDON", "Europe/London"),
        ("america/new york", "America/New_York"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("St. John's", "America/St_Johns"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("london", "Europe/London"),
        ("London time", "Europe/London"),
        ("London, UK", "Europe/London"),
        ("New York, USA", "America/New_York"),
        ("uk", "Europe/London"),
        ("France", "Europe/Paris"),
        ("Oslo", "Europe/Oslo"),
        ("est", "America/New_York"),
        ("EST", "America/New_York"),
        ("eastern time", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("cet", "Europe/Brussels"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("Etc/UTC", "UTC"),
        ("munich", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("mumbai", "Asia/Kolkata"),
        ("beijing", "Asia/Shanghai"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Europe/Kiev", "Europe/Kyiv"),
    ],
    ids=str,
)
def test_zones_are_read(text: str, zone: str) -> None:
    assert parse_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Londn", "I don't know the time zone “Londn”. Did you mean Europe/London?"),
        ("san fransisco", "I don't know the time zone “san fransisco”. Did you mean America/Los_Angeles?"),
        ("xyzzy", "I don't know the time zone “xyzzy”: write a large city nearby, such as Europe/London or New York."),
        ("ist", "“ist” can mean Asia/Kolkata, Asia/Jerusalem or Europe/Dublin: write the one you mean."),
        ("UTC+1", "“UTC+1” does not follow clock changes: write a city, such as Europe/London."),
        ("-05:00", "“-05:00” does not follow clock changes: write a city, such as Europe/London."),
        ("", "Write the time zone as a city, such as Europe/London or New York."),
        (" , ", "Write the time zone as a city, such as Europe/London or New York."),
        ("x" * 500, "That is too long for a time zone: write a city, such as Europe/London or New York."),
    ],
    ids=["typo", "typo of an alias", "nonsense", "ambiguous", "offset", "bare offset", "empty", "marks", "long"],
)
def test_zones_that_cannot_be_read_are_answered_with_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(UserError) as error:
        parse_zone(text)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Лондон",
        "東京",
        "par",
        "1",
        "europe",
        "Factory",
        "usa",
        "georgia",
        "London, Ontario",
        "Paris, Texas",
        "../etc/passwd",
    ],
)
def test_zones_are_never_guessed(text: str) -> None:
    with pytest.raises(UserError):
        parse_zone(text)


def test_every_zone_on_the_map_reads_as_itself_in_any_case() -> None:
    for zone in known_zones():
        assert parse_zone(zone.upper().replace("_", " ")) == zone


def test_every_name_in_the_tables_leads_to_a_zone_on_the_map() -> None:
    named = {*ALIASES.values(), *USUAL, *(zone for several in AMBIGUOUS.values() for zone in several)}
    assert named <= set(known_zones())
    assert {parse_zone(alias) for alias in ALIASES} == set(ALIASES.values())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lon", "Europe/London"),
        ("new y", "America/New_York"),
        ("Europe/Ber", "Europe/Berlin"),
        ("san fr", "America/Los_Angeles"),
        ("munich", "Europe/Berlin"),
        ("kolk", "Asia/Kolkata"),
        ("united states", "America/New_York"),
        ("", "Europe/London"),
    ],
    ids=str,
)
def test_suggestions_begin_with_the_likeliest(typed: str, first: str) -> None:
    assert suggest_zones(typed)[0] == first


@given(st.text(max_size=80), st.integers(1, 25))
@settings(deadline=None)
def test_suggestions_are_few_different_and_real(typed: str, limit: int) -> None:
    found = suggest_zones(typed, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert all(ZoneInfo(zone) for zone in found)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_whatever_is_written_is_read_or_answered_on_one_line(text: str) -> None:
    answer = ""
    try:
        ZoneInfo(parse_zone(text))
    except UserError as error:
        answer = str(error)
    assert "\n" not in answer
