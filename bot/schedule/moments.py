"""Single moments and days as people write them: “in 2h”, “tomorrow 6pm”, “24 dec 18:00”, “24 dec - 2 jan”.

A moment is a wall-clock time in one zone, turned into UTC last. It lies ahead, by two years at most; so does a date.
“friday” and “6pm” are the next ones to come, today's if it is still ahead; `dates` says what “next friday” is.
"""

import re
from datetime import datetime

from bot.schedule.datelists import parse_date, parse_dates, unread
from bot.schedule.dayphrases import refuse_empty_or_long
from bot.schedule.marks import left_over, tidy
from bot.schedule.rule import local_day
from bot.schedule.whens import moment_of_when, read_when

__all__ = ["parse_date", "parse_dates", "parse_moment"]

_HINT = "write such as in 2h, tomorrow 6pm or 24 dec 18:00"


def parse_moment(text: str, now: datetime, zone: str) -> datetime:
    """The moment after `now` that was meant, in UTC, by the wall clock of the IANA `zone`; raises `UserError`.

    A time alone is the next such time; “in 3 days” keeps the time of day; “next friday” is in the coming week.
    """
    refuse_empty_or_long(text, "a time", _HINT)
    words = re.sub(r"(?<=[0-9])T(?=[0-9])", " ", tidy(text)).strip(" ,.!?")
    when, rest = read_when(words, local_day(now, zone))
    left = left_over(rest)
    if left or not when.said:
        raise unread(text, left, _HINT)
    return moment_of_when(when, now, zone)
