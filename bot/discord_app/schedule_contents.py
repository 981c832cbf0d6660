"""What a scheduled post says: a program's days in turn, one of them, the daily mix, a digest, or own words."""

from dataclasses import replace
from typing import TYPE_CHECKING

from discord import app_commands

from bot.coach.words import is_blank
from bot.errors import UserError
from bot.schedule.changes import NONE
from bot.schedule.entry import Entry, Progress
from bot.schedule.rotation import DAILY, DIGEST, TEXT

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_OTHERS = {DAILY: "Daily reminder", DIGEST: "Weekly digest", TEXT: "Own text"}


def program_choices(client: "BacklineClient") -> list[app_commands.Choice[str]]:
    """Everything that can be posted; Discord shows at most 25."""
    choices = [app_commands.Choice(name=name, value=value) for value, name in _OTHERS.items()]
    programs = client.coach.library.programs.values()
    return [*choices, *(app_commands.Choice(name=program.name, value=program.id) for program in programs)][:25]


def program_key(bot: "BacklineClient", program: str, day: int | None) -> str:
    """The `Entry.program` of a choice and a given day; raises `UserError` for a day that is not there."""
    if program in _OTHERS:
        if day is not None:
            raise UserError("day: goes with a program only. Leave it out, or choose a program.")
        return program
    bot.coach.workout(program, day)
    return program if day is None else f"{program}/{day}"


def own_text(program: str, text: str | None) -> str:
    """The captain's words for an entry of own text, "" for others; raises `UserError` where they do not fit."""
    if program != TEXT:
        if text:
            raise UserError("text: goes with program: Own text. For a line above a workout use opening:.")
        return ""
    if text is None or is_blank(text):
        raise UserError("Write the words to post in text:.")
    return text.strip()


def opening_line(opening: str) -> str:
    """The line above a post as it is kept; "none" is no line."""
    return "" if opening.strip().lower() == NONE or is_blank(opening) else opening.strip()


def with_content(bot: "BacklineClient", was: Entry, program: str | None, day: int | None, text: str | None) -> Entry:
    """An entry with another program, day or text; another program begins with its first day."""
    if program is None and day is None and text is None:
        return was
    base, _, old_day = was.program.partition("/")
    kept = int(old_day) if old_day and program is None and day is None else day
    key = program_key(bot, program or base, kept)
    words = text if text is not None else (was.text if key == was.program == TEXT else None)
    new = replace(was, program=key, text=own_text(key, words))
    return new if key == was.program else replace(new, progress=Progress())
