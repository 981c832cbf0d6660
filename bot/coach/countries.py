"""The countries whose emergency numbers the coach knows, as people name them."""

from collections.abc import Mapping

from bot.coach.model import Numbers
from bot.coach.voice import escaped
from bot.coach.words import plain
from bot.coach.workouts import nearest
from bot.errors import UserError


def find_country(typed: str, numbers: Mapping[str, Numbers]) -> str:
    """The ISO code of a country typed as its code or one of its names; raises `UserError` with the nearest name."""
    codes = {plain(name): code for code, one in numbers.items() for name in _names(code, one)}
    wanted = plain(typed).removeprefix("the ")
    if wanted in codes:
        return codes[wanted]
    guess = nearest(wanted, list(codes))
    hint = f"Did you mean {numbers[codes[guess]].name}?" if guess else "Pick one from the list, or none."
    raise UserError(f"I don't know the emergency number of “{escaped(typed)[:60]}”. {hint}")


def suggest_countries(prefix: str, numbers: Mapping[str, Numbers]) -> list[tuple[str, str]]:
    """ISO codes and names of the countries one of whose names begins as typed, by name."""
    wanted = plain(prefix)
    found = [
        (code, one.name)
        for code, one in numbers.items()
        if any(plain(name).startswith(wanted) for name in _names(code, one))
    ]
    return sorted(found, key=lambda pair: plain(pair[1]))


def _names(code: str, one: Numbers) -> tuple[str, ...]:
    return (code, one.name, *one.also)
