"""An interaction that ran out, or that something else answered: one calm line in the log, and no further try."""

import logging

import pytest

from .seen import text_of
from .server import Club

CALLBACK = "/interactions/*/*/callback"
OVER = pytest.mark.parametrize(
    ("status", "code", "line"),
    [
        (404, 10062, "an interaction ran out before its answer (code 10062)"),
        (400, 40060, "an interaction was answered already (code 40060)"),
    ],
    ids=["too late", "answered"],
)


@OVER
@pytest.mark.parametrize("pressed", [False, True], ids=["command", "button"])
async def test_it_is_one_line_in_the_log_and_no_second_answer(
    club: Club, caplog: pytest.LogCaptureFixture, status: int, code: int, line: str, pressed: bool
) -> None:
    shown = (await club.alex.slash(club.strength, "workout beginner")).response
    assert shown is not None
    before = text_of(shown)
    sent = len(club.env.http_requests)
    club.env.inject_error("POST", CALLBACK, status=status, code=code)
    with caplog.at_level(logging.INFO, logger="bot"):
        if pressed:
            await club.alex.click(shown, label="Day 2")
        else:
            await club.alex.slash(club.strength, "exercise", name="glute-bridge")
    assert [(r.getMessage(), r.levelname, r.exc_info) for r in caplog.records if r.name.startswith("bot.")] == [
        (line, "INFO", None)
    ]
    assert len(club.env.http_requests) == sent + 1
    assert text_of(shown) == before
