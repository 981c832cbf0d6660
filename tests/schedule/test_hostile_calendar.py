"""A calendar file made to keep us busy: it is read, or refused, in about the time of any other."""

import contextlib
from datetime import UTC, datetime
from time import process_time

import pytest

from bot.errors import UserError
from bot.schedule.calendar_reading import read_calendar
from bot.schedule.exchange import LARGEST

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SECONDS = 20  # far more than it takes, far less than the minutes that searching from every line would
EVENT = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\n%s\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VTIMEZONE\n" * (LARGEST // 17),
        EVENT % (b"DTSTART;TZID=/" + b"A" * (LARGEST - 200)),
        EVENT % (b"TZID=/" * (LARGEST // 7)),
    ],
    ids=["zones that never end", "a zone of one long word", "zones in zones"],
)
def test_a_file_made_to_keep_us_busy_does_not(data: bytes) -> None:
    began = process_time()
    with contextlib.suppress(UserError):
        assert read_calendar(data, "Europe/London", NOW).drafts == ()
    assert process_time() - began < SECONDS
