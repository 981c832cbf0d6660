"""The bank of questions as text files: what a line and a section mean, and what a curator is told of a slip."""

from pathlib import Path

import pytest
from grounds import KnowledgeCopy

from bot.coach.bank import OUTSIDE, Example
from bot.coach.bankcheck import doubled
from bot.coach.bankfile import read_bank
from bot.coach.library import load_library
from bot.errors import KnowledgeError


def written(tmp_path: Path, name: str, text: str) -> tuple[list[Example], list[str]]:
    file = tmp_path / "knowledge/questions" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    examples, faults = read_bank(tmp_path / "knowledge")
    return list(examples), [str(fault) for fault in faults]


def test_a_line_is_a_question_for_the_topic_of_its_file(tmp_path: Path) -> None:
    text = "# a note\n\nhow long between sessions\n  gap between leg days  \n"
    found, faults = written(tmp_path, "training/rest-days.txt", text)
    assert found == [
        Example("how long between sessions", "training/rest-days"),
        Example("gap between leg days", "training/rest-days"),
    ]
    assert faults == []


def test_a_section_is_the_aspect_of_an_exercise(tmp_path: Path) -> None:
    found, _ = written(tmp_path, "exercise/hip-thrust.txt", "[dose]\nhow many thrusts\n[tips]\nthrust cues\n")
    assert found == [
        Example("how many thrusts", "exercise/hip-thrust", "dose"),
        Example("thrust cues", "exercise/hip-thrust", "tips"),
    ]
    assert [example.label for example in found] == ["exercise/hip-thrust"] * 2
    assert [example.aspect for example in found] == ["dose", "tips"]


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("action/workout.txt", "[home]\nno gym today, gimme something\n", "action/workout#home"),
        ("action/workout.txt", "[any]\nwhat are we doing\n", "action/workout"),
        ("safety/red-flags.txt", "[heart]\nmy chest and arm\n", "safety/red-flags#heart"),
        ("safety/sharp-pain.txt", "[general]\na stab\n", "safety/sharp-pain"),
        ("outside/pace.txt", "how fast is easy\n", "outside#pace"),
        ("lookalikes.txt", "[faq/soreness]\nlegs are dead\n", "faq/soreness"),
        ("lookalikes.txt", "[outside]\nmy phone died\n", OUTSIDE),
    ],
    ids=lambda value: value.split("\n")[0],
)
def test_the_label_of_a_line(tmp_path: Path, name: str, text: str, label: str) -> None:
    (found,), faults = written(tmp_path, name, text)
    assert (found.label, faults) == (label, [])


def test_a_talk_has_the_label_of_its_last_turn(tmp_path: Path) -> None:
    text = "[exercise/hip-thrust dose]\nhip thrust how > ok > and how many\n"
    (found,), _ = written(tmp_path, "dialogues.txt", text)
    assert (found.text, found.before) == ("and how many", ("hip thrust how", "ok"))
    assert (found.topic, found.detail) == ("exercise/hip-thrust", "dose")


def test_an_arrow_in_a_topics_file_is_no_talk(tmp_path: Path) -> None:
    (found,), _ = written(tmp_path, "training/warm-up.txt", "warm up > lift, right?\n")
    assert (found.text, found.before) == ("warm up > lift, right?", ())


def test_a_line_before_any_section_is_named_with_its_line(tmp_path: Path) -> None:
    _, faults = written(tmp_path, "dialogues.txt", "# talks\nhip thrust > how many\n")
    assert faults == [
        "knowledge/questions/dialogues.txt:2: this line stands before any section. Begin with one like [faq/soreness]."
    ]


def test_a_section_that_is_none_is_named(tmp_path: Path) -> None:
    _, faults = written(tmp_path, "exercise/squat.txt", "[dose\nhow many squats\n")
    assert faults == ["knowledge/questions/exercise/squat.txt:1: “[dose” is no section. Write it like [dose]."]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "knowledge/questions/faq/soreness.txt"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff\xfe\x00")
    examples, faults = read_bank(tmp_path / "knowledge")
    assert examples == {}
    assert [fault.file for fault in faults] == ["knowledge/questions/faq/soreness.txt"]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("training/nothing.txt", "hm\n", "there is no “training/nothing” to file questions under."),
        ("exercise/squat.txt", "[depth]\nhm\n", "there is no “depth” to file questions under."),
        ("action/workout.txt", "[swim]\nhm\n", "there is no “swim” to file questions under."),
        ("outside/cats.txt", "hm\n", "there is no “cats” to file questions under."),
        ("safety/red-flags.txt", "[hiccups]\nhm\n", "there is no “hiccups” to file questions under."),
    ],
    ids=lambda value: value.split("\n")[0],
)
def test_a_label_that_does_not_exist_is_a_fault(knowledge_copy: KnowledgeCopy, name: str, text: str, what: str) -> None:
    knowledge_copy.write(f"questions/{name}", text)
    with pytest.raises(KnowledgeError) as error:
        load_library(knowledge_copy.folder)
    assert [fault.what for fault in error.value.faults] == [what]
    assert {fault.file for fault in error.value.faults} == {f"knowledge/questions/{name}"}


def test_a_question_in_two_places_names_both(knowledge_copy: KnowledgeCopy) -> None:
    for name in ("recovery/sleep.txt", "recovery/protein.txt"):
        knowledge_copy.write(f"questions/{name}", "zebras at night, or not?\n")
    (fault,) = doubled(load_library(knowledge_copy.folder))
    assert fault.file == "knowledge/questions/recovery/sleep.txt"
    assert "knowledge/questions/recovery/protein.txt" in fault.what
