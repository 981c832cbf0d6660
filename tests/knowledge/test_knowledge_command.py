"""`backline knowledge`: the list, one topic, and the check, as the process prints them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from grounds import ROOT, KnowledgeCopy

from bot.coach.coach import Coach
from bot.coach.voice import without_markup

KEPT = ("PATH", "LANG", "SYSTEMROOT", "TMPDIR", "TEMP")


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs `backline knowledge …` in an empty folder; gives exit code, standard output and standard error."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "COLUMNS": "200", "NO_COLOR": "1"}

    def run(*arguments: str, folder: Path | None = None) -> tuple[int, str, str]:
        place = {"KNOWLEDGE_DIR": str(folder)} if folder else {}
        command = [sys.executable, "-m", "bot", "knowledge", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment | place, capture_output=True, timeout=30, check=False
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def test_the_list_names_every_topic_and_aspect_as_json_or_in_words(knowledge, coach: Coach) -> None:
    code, out, err = knowledge("--json")
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["topic"], row["aspect"]) for row in rows] == [(f.topic, f.aspect) for f in coach.library.everything()]
    code, words, _ = knowledge()
    assert code == 0
    assert len(words.splitlines()) == len(rows)
    assert "exercise/hip-thrust (dose): Hip thrust: how much" in words.splitlines()


def test_a_topic_is_shown_whole_or_in_one_aspect(knowledge, coach: Coach) -> None:
    code, dose, err = knowledge("show", "exercise/hip-thrust", "--aspect", "dose")
    assert (code, err) == (0, "")
    found = coach.library.find("exercise/hip-thrust", "dose")
    assert found
    assert dose.strip() == without_markup(coach.text_of(found))
    code, whole, _ = knowledge("show", "exercise/hip-thrust")
    assert code == 0
    assert dose.strip() in whole
    assert len(whole) > 3 * len(dose)


def test_a_slip_in_an_id_is_one_line_and_exit_code_one(knowledge) -> None:
    code, out, err = knowledge("show", "exercise/hip-trust")
    assert (code, out) == (1, "")
    assert err == "There is no topic called “exercise/hip-trust”. Did you mean “exercise/hip-thrust”?\n"


def test_the_check_passes_and_fails_as_check_does(knowledge, knowledge_copy: KnowledgeCopy) -> None:
    assert knowledge("check") == (0, "Knowledge, templates and model are in order.\n", "")
    line = knowledge_copy.replace("topics/faq.yaml", 'short: "', 'short: "Hold for 30. ')
    knowledge_copy.replace("programs/home.yaml", "id: home", "id: house")
    code, out, err = knowledge("check", folder=knowledge_copy.folder)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "knowledge/programs/home.yaml:1: the id is “house” but the file is home.yaml. Make them one.",
        f"knowledge/topics/faq.yaml:{line}: “Hold for 30” has no unit. "
        "Add it: s, min, hours, days, weeks, reps, sets, or kg and lb.",
        "2 to mend.",
    ]


def test_a_review_of_long_ago_does_not_keep_the_bot_from_answering(knowledge, knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace("topics/faq.yaml", "reviewed: 20", "reviewed: 1999-01-01 # 20")
    assert knowledge("show", "faq/soreness", folder=knowledge_copy.folder)[0] == 0
    code, _, err = knowledge("check", folder=knowledge_copy.folder)
    assert code == 1
    assert "last reviewed 1999-01-01, more than two years ago. Read it again, then set the date." in err
