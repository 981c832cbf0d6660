"""An entry as data for the templates: in words, with its next dates in every reader's zone and on its own clock."""

from typing import TYPE_CHECKING

from bot.schedule.entry import Entry
from bot.schedule.phrases import days_in_words, time_in_words
from bot.schedule.rotation import DAILY
from bot.schedule.rule import next_dates, on_the_clock

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient


def program_title(bot: "BacklineClient", program: str) -> str:
    """What people read for an entry's program."""
    found = bot.coach.library.programs.get(program)
    return "Daily reminder" if program == DAILY else found.name if found else program


def row_of(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    """The fields of one entry; `dates` says how many of its next dates are shown (none while it is paused)."""
    moments = [] if entry.paused else [entry.next_at, *next_dates(entry.rule, entry.next_at, dates - 1)]
    return {
        "id": entry.id,
        "title": program_title(bot, entry.program),
        "days": days_in_words(entry.rule.days),
        "time": time_in_words(entry.rule.at),
        "zone": entry.rule.zone,
        "paused": entry.paused,
        "dates": [{"stamp": int(m.timestamp()), "local": on_the_clock(m, entry.rule.zone)} for m in moments],
    }
