"""`backline workout`, `knowledge` and `--help`."""

import json

import pytest
from terminal import Terminal

from bot.coach.coach import Coach


def test_a_workout_is_the_text_that_discord_shows(terminal: Terminal, coach: Coach) -> None:
    outcome = terminal.backline("workout", "beginner", "--day", "2")
    assert outcome.code == 0
    assert outcome.lines[0] == "Beginner program · day 2 of 2"
    assert "1. Single-leg glute bridge — 2 × 8–10 per leg" in outcome.lines
    shown = coach.workout("beginner", 2)[1]
    assert [line for line in outcome.lines if line[:1].isdigit()] == [s for s in shown.splitlines() if s[:1].isdigit()]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["workout", "begginer"], 1, "There is no program called “begginer”. Did you mean “beginner”?"),
        (["wrokout"], 2, "wrokout"),
    ],
    ids=["typo", "no command"],
)
def test_a_slip_is_told_on_standard_error(terminal: Terminal, arguments: list[str], code: int, words: str) -> None:
    outcome = terminal.backline(*arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert words in outcome.err
    if code == 1:
        assert outcome.err == f"{words}\n"


def test_knowledge_is_a_line_of_json_for_everything_it_holds(terminal: Terminal, coach: Coach) -> None:
    outcome = terminal.backline("knowledge", "--json")
    rows = [json.loads(line) for line in outcome.lines]
    assert (outcome.code, outcome.err) == (0, "")
    assert all(list(row) == ["topic", "aspect", "title", "text", "sources"] for row in rows)
    places = [(row["topic"], row["aspect"]) for row in rows]
    assert places == [(found.topic, found.aspect) for found in coach.library.everything()]
    assert len(places) == len(set(places))
    assert {row["aspect"] is None for row in rows if row["topic"].startswith("exercise/")} == {False}
    assert all(row["text"] and row["sources"] for row in rows)


def test_help_names_every_command(terminal: Terminal) -> None:
    outcome = terminal.backline("--help")
    assert outcome.code == 0
    assert all(name in outcome.out for name in ("run", "sandbox", "ask", "workout", "check", "knowledge"))
