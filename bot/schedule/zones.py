"""What a person writes for a time zone, read into an IANA name: `parse_zone`, and `suggest_zones` while they type.

The tables come from the tzdata package and are read on first use. Nothing is guessed: what could mean two places
is answered with both.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from bot.errors import UserError
from bot.schedule.echo import echo
from bot.schedule.zone_names import ALIASES, AMBIGUOUS, COUNTRIES, USUAL

_LONGEST = 60
_OFFSET = re.compile(r"(?:utc|gmt)?\s*[+\-−–]\s*[0-9]{1,2}(?:[:.]?[0-9]{2})?")
_TRAILING = re.compile(r" (?:standard |daylight |summer )?time(?: ?zone)?$")


@dataclass(frozen=True, slots=True)
class _Atlas:
    """Zones people live in, what each known name stands for, and the zones of each country."""

    zones: tuple[str, ...]
    names: dict[str, str]
    cities: dict[str, frozenset[str]]
    countries: dict[str, tuple[str, ...]]


def parse_zone(text: str) -> str:
    """The canonical IANA name for a zone, city, country or abbreviation; raises `UserError` with what to write."""
    if len(text) > _LONGEST:
        raise UserError("That is too long for a time zone: write a city, such as Europe/London or New York.")
    key = _key(text)
    if not key:
        raise UserError("Write the time zone as a city, such as Europe/London or New York.")
    if _OFFSET.fullmatch(text.strip().lower()):
        raise UserError(f"“{echo(text)}” does not follow clock changes: write a city, such as Europe/London.")
    city, _, country = text.partition(",")
    found = _candidates(_key(city)) & _candidates(_key(country)) if country.strip() else _candidates(key)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise UserError(f"“{echo(text)}” can mean {_either(_some(found))}: write the one you mean.")
    raise UserError(_unknown(text, key))


def suggest_zones(prefix: str, limit: int = 25) -> list[str]:
    """IANA names that fit what was typed so far, the likeliest first; a short list of usual ones for nothing."""
    key = _key(prefix[:_LONGEST])
    if not key:
        return list(USUAL[:limit])
    atlas = _atlas()
    groups = (
        [_candidates(key)],
        [zones for name, zones in [*atlas.cities.items(), *_aliases()] if name.startswith(key)],
        [frozenset(zones) for name, zones in atlas.countries.items() if name.startswith(key)],
        [frozenset({zone}) for zone in atlas.zones if key in _key(zone)],
    )
    ordered = [zone for group in groups for zone in sorted(frozenset[str]().union(*group), key=_rank)]
    return list(dict.fromkeys(ordered))[:limit]


def known_zones() -> tuple[str, ...]:
    """Every zone on the map of tzdata, and UTC, sorted."""
    return _atlas().zones


def _candidates(key: str) -> frozenset[str]:
    """Every zone that `key` may stand for: none, the one, or several to choose from."""
    atlas = _atlas()
    if key in AMBIGUOUS:
        return frozenset(AMBIGUOUS[key])
    if key in ALIASES:
        return frozenset({ALIASES[key]})
    if key in atlas.names:
        return frozenset({atlas.names[key]})
    if key in atlas.cities:
        return atlas.cities[key]
    return frozenset(atlas.countries.get(key, ()))


def _unknown(text: str, key: str) -> str:
    atlas = _atlas()
    # Short words lie close to everything: an offer for those would be a guess.
    known = {**{name: zone for name, zone in ALIASES.items() if len(name) > 4}, **atlas.names}
    known |= {name: next(iter(zones)) for name, zones in atlas.cities.items() if len(zones) == 1}
    near = list(dict.fromkeys(known[name] for name in get_close_matches(key, known, n=5, cutoff=0.75)))[:3]
    if near:
        return f"I don't know the time zone “{echo(text)}”. Did you mean {_either(near)}?"
    return f"I don't know the time zone “{echo(text)}”: write a large city nearby, such as Europe/London or New York."


@cache
def _atlas() -> _Atlas:
    places = [line.split("\t") for line in _table("zoneinfo/zone.tab")]
    lived_in = {fields[2] for fields in places} | {"UTC"}
    links = dict(line.split()[2:0:-1] for line in _table("zoneinfo/tzdata.zi") if line.startswith("L "))
    links |= dict.fromkeys(("Etc/UTC", "Etc/GMT"), "UTC")
    every = [zone for zone in _table("zones") if zone != "Factory"]
    names = {_key(zone): _canonical(zone, links, lived_in) for zone in every}
    cities: defaultdict[str, set[str]] = defaultdict(set)
    for zone in every:
        if zone in lived_in or zone.startswith(("America/", "Asia/", "Europe/", "Africa/", "Pacific/")):
            cities[_key(zone.rsplit("/", 1)[-1])].add(names[_key(zone)])
    codes = dict(line.split("\t")[:2] for line in _table("zoneinfo/iso3166.tab"))
    called = {_key(name): code for code, name in codes.items()} | COUNTRIES
    countries = {name: tuple(fields[2] for fields in places if fields[0] == code) for name, code in called.items()}
    return _Atlas(tuple(sorted(lived_in)), names, {k: frozenset(v) for k, v in cities.items()}, countries)


def _canonical(zone: str, links: dict[str, str], lived_in: set[str]) -> str:
    # Europe/Oslo is a link to Berlin in tzdata, but people in Oslo look for Oslo: a name on the map stays.
    while zone not in lived_in and zone in links:
        zone = links[zone]
    return zone


def _table(name: str) -> list[str]:
    text = files("tzdata").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _key(text: str) -> str:
    """Lower case, no accents, one space between words; slashes and the signs of Etc/GMT+5 stay."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"\s*/\s*", "/", plain.replace("'", "").replace("’", "").replace("&", " and "))
    words = re.sub(r"[\s_.,()\-]+(?![0-9])|[\s_.,()]+", " ", plain).strip()
    return _TRAILING.sub("", words)


def _some(zones: frozenset[str]) -> list[str]:
    """At most four to choose from, the usual ones first."""
    return sorted(zones, key=_rank)[:4]


def _rank(zone: str) -> tuple[int, str]:
    return (USUAL.index(zone) if zone in USUAL else len(USUAL), zone)


def _aliases() -> list[tuple[str, frozenset[str]]]:
    return [(name, frozenset({zone})) for name, zone in ALIASES.items()] + [
        (name, frozenset(zones)) for name, zones in AMBIGUOUS.items()
    ]


def _either(zones: list[str]) -> str:
    return zones[0] if len(zones) == 1 else f"{', '.join(zones[:-1])} or {zones[-1]}"
