"""The bank of questions: broad enough, and with nothing in it of the questions that score the coach."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from grounds import NOON, ROOT, KnowledgeCopy

from bot.coach.bank import Example, Spot
from bot.coach.bankcheck import ALIKE, LINES, breadth, misfiled, thin
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.library import Library, load_library
from bot.coach.reading import Reader
from bot.coach.words import tokens

_SENTENCE = 3  # words: "hi" and "help" are nobody's


def said(text: str) -> str:
    return " ".join(tokens(text))


@pytest.mark.soak
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


def test_a_question_under_another_topic_is_named_with_its_line(library: Library, coach: Coach) -> None:
    text = "how many sets and reps of hip thrusts should i be doing then"
    here = {e: spot for e, spot in library.bank.items() if e.topic == "recovery/sleep" and not e.before}
    spoiled = replace(library, bank=here | {Example(text, "recovery/sleep"): Spot("knowledge/x.txt", 7)})
    assert isinstance(coach.reader, Reader)
    faults = list(misfiled(spoiled, coach.reader.understanding))
    assert [(fault.file, fault.line) for fault in faults if text in fault.what] == [("knowledge/x.txt", 7)]
    assert len(faults) < 3


def test_every_program_can_be_asked_for(coach: Coach) -> None:
    for program in coach.library.programs:
        reply, _ = coach.reply(f"show me the {program} workout", Conversation(), NOON)
        assert (reply.kind, reply.program) == ("action", program)
