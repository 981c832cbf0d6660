"""The supplied knowledge as a whole: its README's example works, its names fit Discord, and the guides are in it."""

import json
import os
import re
import subprocess
import sys

import pytest
from grounds import NOON, ROOT, KnowledgeCopy

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.examine import examine
from bot.coach.library import Library, load_library
from bot.coach.safety import Gate
from bot.coach.voice import Voice
from bot.coach.wordreading import WordReader

COVERAGE = ROOT.parent / "shared/tools/coverage.py"
MOST_SUBCOMMANDS = MOST_CHOICES = 25


def test_the_exercise_of_the_readme_can_be_added_and_found(knowledge_copy: KnowledgeCopy, voice: Voice) -> None:
    readme = (ROOT / "knowledge/README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    (name,) = re.findall(r"^id: (.+)$", example, re.MULTILINE)
    knowledge_copy.write(f"exercises/{name}.yaml", example)
    library = load_library(knowledge_copy.folder)
    coach = Coach(library, voice, Gate(library.safety), WordReader(library))
    exercise, card = coach.exercise("calf raise")
    assert exercise.id == name
    assert "2 × 10–15" in card
    reply, _ = coach.reply("how do I do a calf raise?", Conversation(), NOON)
    assert (reply.topic, reply.aspect) == (f"exercise/{name}", "how-to")
    assert examine(coach, knowledge_copy.folder, exercise.reviewed) == []


def test_every_program_is_a_command_that_discord_takes(library: Library) -> None:
    assert 1 <= len(library.programs) <= MOST_SUBCOMMANDS
    for program in library.programs.values():
        assert re.fullmatch(r"[-_a-z0-9]{1,32}", program.id)
        assert 1 <= len(program.summary) <= 100
        assert len(program.days) <= MOST_CHOICES


def test_every_day_of_a_program_fits_the_select_under_it(coach: Coach, library: Library) -> None:
    for program in library.programs.values():
        for day in range(1, len(program.days) + 1):
            workout, _ = coach.workout(program.id, day)
            assert 1 <= len(workout.exercises) <= MOST_CHOICES


def test_the_facts_of_the_guides_are_in_what_the_coach_says(coach: Coach, library: Library) -> None:
    if not COVERAGE.exists():
        assert not os.environ.get("CI"), "the guides must be there to compare with"
        pytest.skip("the guides are not beside this project")
    rows = [{"topic": f.topic, "title": f.title, "text": coach.text_of(f)} for f in library.everything()]
    done = subprocess.run(
        [sys.executable, str(COVERAGE)],
        input="\n".join(map(json.dumps, rows)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert re.search(r"\d+ of \d+ facts covered", done.stdout), done.stderr
    assert done.returncode == 0, done.stdout
