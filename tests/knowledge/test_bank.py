"""The bank of questions: broad enough, and with nothing in it of the questions that score the coach."""

import json
from pathlib import Path

import pytest
from grounds import NOON, ROOT, KnowledgeCopy

from bot.coach.bankcheck import ALIKE, LINES, breadth, misfiled, thin
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.library import Library, load_library
from bot.coach.reading import Reader
from bot.coach.words import tokens

_SENTENCE = 3  # words: "hi" and "help" are nobody's


def said(text: str) -> str:
    return " ".join(tokens(text))


def test_it_is_as_broad_as_it_has_to_be(library: Library) -> None:
    found = breadth(library)
    assert found.distinct >= LINES
    assert found.alike <= ALIKE
    assert found.few == ()
    assert f"{found.distinct} distinct lines" in str(found)


def test_a_thin_topic_is_named(whole_copy: KnowledgeCopy) -> None:
    (whole_copy.folder / "questions/compare/rdl-vs-stiff-leg.txt").unlink()
    assert [topic for topic, _ in thin(load_library(whole_copy.folder))] == ["compare/rdl-vs-stiff-leg"]


@pytest.mark.parametrize("name", ["training/held-out.jsonl", "../shared/questions/dev.jsonl"])
def test_no_question_that_scores_the_coach_is_in_it(library: Library, name: str) -> None:
    file = ROOT / name
    if not file.is_file():
        pytest.skip(f"{Path(name).name} is not beside this checkout")
    talks = [json.loads(line)["turns"] for line in file.read_text(encoding="utf-8").splitlines()]
    scoring = {tuple(map(said, turns)) for turns in talks} | {(said(turns[-1]),) for turns in talks}
    learned = {tuple(map(said, (*example.before, example.text))) for example in library.examples()}
    assert sorted(turns for turns in scoring & learned if len(" ".join(turns).split()) >= _SENTENCE) == []


@pytest.mark.slow
def test_a_question_under_another_topic_is_named_with_its_line(whole_copy: KnowledgeCopy, coach: Coach) -> None:
    file = whole_copy.folder / "questions/recovery/sleep.txt"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\nhow many sets and reps of hip thrusts should i be doing then\n", encoding="utf-8")
    assert isinstance(coach.reader, Reader)
    faults = list(misfiled(load_library(whole_copy.folder), coach.reader.understanding))
    where = [(fault.file, fault.line) for fault in faults if "hip thrusts should i be doing then" in fault.what]
    assert where == [("knowledge/questions/recovery/sleep.txt", text.count("\n") + 2)]


def test_every_program_can_be_asked_for(coach: Coach) -> None:
    for program in coach.library.programs:
        reply, _ = coach.reply(f"show me the {program} workout", Conversation(), NOON)
        assert (reply.kind, reply.program) == ("action", program)
