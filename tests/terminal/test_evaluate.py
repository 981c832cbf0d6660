"""`backline evaluate`: the outcomes of labelled questions, the table, and one sentence for a file that is none."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from grounds import NOON, ROOT

from bot.batch import reply_as_json
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.reply import Option, Reply
from bot.errors import UserError
from bot.evaluation import Question, Scored, read_questions, score, summary, table

HELD_OUT = ROOT / "training/held-out.jsonl"
SCORER = ROOT.parent / "shared/questions/score.py"


def scored(reply: Reply, *accept: Mapping[str, object], cat: str = "in", forbid: tuple[str, ...] = ()) -> Scored:
    question = {"id": "q", "cat": cat, "turns": ["?"], "accept": list(accept), "forbid": forbid}
    return Scored(Question.model_validate(question), reply)


DOSE = {"kind": "answer", "topic": "exercise/hip-thrust", "aspect": "dose"}


@pytest.mark.parametrize(
    ("reply", "accept", "outcome"),
    [
        (Reply("answer", "", "exercise/hip-thrust", "dose"), DOSE, "right"),
        (Reply("answer", "", "exercise/hip-thrust", "tips"), DOSE, "wrong"),
        (Reply("answer", "", "exercise/hip-thrust", "tips"), DOSE | {"aspect": ["tips", "dose"]}, "right"),
        (Reply("answer", "", "exercise/squat", "dose"), DOSE, "wrong"),
        (Reply("clarify", ""), DOSE, "asked"),
        (Reply("unknown", ""), DOSE, "refused"),
        (Reply("unknown", ""), {"kind": "unknown"}, "right"),
        (Reply("answer", "", "faq/soreness"), {"kind": "answer", "topic": "faq/*"}, "right"),
        (Reply("action", "", "action/workout", program="gym"), {"kind": "action", "program": "gym"}, "right"),
        (Reply("action", "", "action/workout"), {"kind": "action", "program": "gym"}, "wrong"),
    ],
)
def test_the_outcome_of_a_reply(reply: Reply, accept: Mapping[str, object], outcome: str) -> None:
    assert scored(reply, accept).outcome == outcome


def test_a_button_that_is_right_is_within_one_tap() -> None:
    options = (Option("exercise/hip-thrust", "dose", "Hip thrust"),)
    assert scored(Reply("answer", "", "exercise/squat", "dose", options=options), DOSE).within_one_tap
    assert not scored(Reply("answer", "", "exercise/squat", "dose"), DOSE).within_one_tap


def test_a_caution_where_none_was_called_for_is_a_false_alarm() -> None:
    caution = Reply("caution", "", "safety/red-flags")
    assert scored(caution, DOSE).false_alarm
    assert not scored(caution, {"kind": "caution"}).false_alarm
    assert scored(Reply("answer", "", "faq/soreness"), DOSE, forbid=("faq/soreness",)).false_alarm


def test_the_table_has_a_line_for_each_category() -> None:
    rows = [scored(Reply("unknown", ""), {"kind": "unknown"}, cat="oos-far"), scored(Reply("unknown", ""), DOSE)]
    shares = {line.split()[0]: line.split()[1:3] for line in list(table(rows))[1:4]}
    assert shares == {"oos-far": ["1", "100.0"], "in": ["1", "0.0"], "all": ["2", "50.0"]}
    assert "50.0% refused" in summary(rows)
    assert "outside declined 100.0%" in summary(rows)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "holds no questions"),
        ("not json\n", ":1: the line: "),
        ('{"id": "a", "cat": "in", "turns": [], "accept": [{"kind": "answer"}]}\n', ":1: turns: "),
    ],
    ids=["empty", "no json", "no turns"],
)
def test_a_file_that_is_wrong_gets_a_sentence(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_questions(file)
    assert what in str(error.value)


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_the_shares_are_those_of_the_shared_scorer(coach: Coach, tmp_path: Path) -> None:
    if not SCORER.is_file():
        pytest.skip("the shared scorer is not beside this checkout")
    lines = HELD_OUT.read_text(encoding="utf-8").splitlines()[::9]
    sample = tmp_path / "sample.jsonl"
    sample.write_text("\n".join(lines), encoding="utf-8")
    rows = score(coach, read_questions(sample), NOON)
    answers = tmp_path / "answers.jsonl"
    answers.write_text(
        "\n".join(json.dumps({"id": row.question.id, "replies": [reply_as_json(row.reply)]}) for row in rows),
        encoding="utf-8",
    )
    said = subprocess.run(
        [sys.executable, str(SCORER), str(sample), str(answers)], capture_output=True, text=True, timeout=60, check=True
    ).stdout.splitlines()[-1]
    ours = summary(rows)
    assert said.split("; ")[0] == ours.split("; ")[0]
    assert said.split("false alarms")[1] == ours.split("false alarms")[1]


def test_a_conversation_of_one_question_does_not_reach_the_next(coach: Coach) -> None:
    questions = [
        Question.model_validate({"id": "1", "cat": "in", "turns": ["how do i hip thrust"], "accept": [DOSE]}),
        Question.model_validate({"id": "2", "cat": "in", "turns": ["how many reps?"], "accept": [DOSE]}),
    ]
    alone, _ = coach.reply("how many reps?", Conversation(), NOON)
    assert score(coach, questions, NOON)[1].reply == alone
