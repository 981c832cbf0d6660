"""A spoiled knowledge folder: each fault names file, line, what is wrong and how to mend it, and none hides another."""

import pytest
from grounds import KnowledgeCopy

from bot.coach.library import load_library
from bot.errors import KnowledgeError

HOME = "programs/home.yaml"
WALL_SIT = "{exercise: wall-sit, sets: 3, seconds: 30-45"


def faults(copy: KnowledgeCopy) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        load_library(copy.folder)
    assert str(error.value).splitlines() == [str(fault) for fault in error.value.faults]
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (HOME, "id: home", "id: house", "the id is “house” but the file is home.yaml. Make them one."),
        (HOME, "id: home", "id: My Home", "“id”: “My Home” is not an id; write it like hip-thrust."),
        (HOME, "gaps:", "gapps: [3]\ngaps:", "“gapps” is not a field of this kind of file. Check its spelling"),
        (HOME, "audience: You", "audience: ''\nnotes_: You", "“audience” is empty. Fill it in."),
        (HOME, "name: Home session", "name: 12", "“name” should be text. Put it in quotes."),
        (HOME, "name: Home", "name: on #", "“name” should be text. Put it in quotes."),
        (HOME, "seconds: 30-45", "seconds: 45-30", "45–30 runs backwards; write the smaller figure first."),
        (HOME, "seconds: 30-45", "seconds: long", "“long” is not a figure such as 12 or 12-15."),
        (HOME, WALL_SIT, f"{WALL_SIT}, reps: 3", "reps and seconds cannot stand together; keep one."),
        (HOME, WALL_SIT, "{exercise: wall-sit, sets: 3", "sets and one of reps, seconds or metres belong together"),
        (HOME, "gaps: [3, 4]", "gaps: [1, 6]", "“gaps.0”"),
        (HOME, "reviewed: 2026", "reviewed: 2026-13-45 #", "“reviewed”"),
        (HOME, "summary: ", f"summary: {'very ' * 30}", "“summary”"),
        ("exercises/hip-thrust.yaml", "  dose:", "  doze:", "“aspects.doze”: it should be 'what', 'how-to'"),
        ("exercises/hip-thrust.yaml", "pattern: hip extension", "pattern: dance", "“pattern”: it should be"),
        ("smalltalk.yaml", "id: meta/thanks", "id: meta/greeting", "“meta/greeting” is there twice. Keep one."),
        ("topics/faq.yaml", "id: faq/soreness", "id: soreness", "“soreness” is not an id"),
        ("safety.yaml", "  within-days:", "  someday:", "“tiers.someday”: it should be 'emergency'"),
    ],
    ids=[
        "id is not the file",
        "id of no shape",
        "unknown field",
        "empty",
        "figure for text",
        "on for text",
        "backwards",
        "no figure",
        "two measures",
        "sets alone",
        "gap too short",
        "impossible date",
        "too long",
        "unknown aspect",
        "unknown pattern",
        "id twice",
        "id without family",
        "unknown tier",
    ],
)
def test_a_field_that_is_wrong(knowledge_copy: KnowledgeCopy, name: str, old: str, new: str, words: str) -> None:
    line = knowledge_copy.replace(name, old, new)
    found = [fault for fault in faults(knowledge_copy) if words in fault]
    assert len(found) == 1
    assert found[0].startswith((f"knowledge/{name}:{line}: ", f"knowledge/{name}:{line + 1}: "))


def test_a_field_that_is_missing(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.replace(HOME, "audience: ", "# audience: ")
    assert faults(knowledge_copy) == [f"knowledge/{HOME}:1: “audience” is missing. Add it."]


def test_one_wrong_line_of_a_workout_is_one_fault(knowledge_copy: KnowledgeCopy) -> None:
    line = knowledge_copy.replace(HOME, "seconds: 30-45", "seconds: 45-30")
    (fault,) = faults(knowledge_copy)
    assert fault.startswith(f"knowledge/{HOME}:{line}: ")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (HOME, "", "the file is empty."),
        (HOME, "- a\n- b\n", "“the file” should hold fields"),
        (HOME, b"id: h\xf6me\n", "is not UTF-8"),
        (HOME, "id: home\nid: home\n", "“id” stands here twice"),
        (HOME, "id:\n\thome\n", "this is not YAML"),
        ("topics/faq.yaml", "hello\n", "a list named “topics” is missing. Begin with “topics:”."),
        ("sources.yaml", "things: []\n", "a list named “sources” is missing."),
        ("words.yaml", "", "the file is empty."),
        ("programs/extra.yml", "id: extra\n", "the name ends in .yml. Let it end in .yaml."),
    ],
    ids=["empty", "a list", "latin-1", "key twice", "tab", "plain text", "no sources", "empty words", "yml"],
)
def test_a_file_that_is_wrong(knowledge_copy: KnowledgeCopy, name: str, content: str | bytes, words: str) -> None:
    knowledge_copy.write(name, content)
    found = faults(knowledge_copy)
    assert [fault for fault in found if words in fault]
    assert all(fault.startswith(f"knowledge/{name}:") for fault in found)


@pytest.mark.parametrize("name", ["daily.yaml", "safety.yaml", "words.yaml", "outside.yaml", "sources.yaml"])
def test_a_file_that_is_missing(knowledge_copy: KnowledgeCopy, name: str) -> None:
    (knowledge_copy.folder / name).unlink()
    (fault,) = [fault for fault in faults(knowledge_copy) if fault.startswith(f"knowledge/{name}:1: ")]
    assert "the file" in fault


def test_a_folder_that_is_not_there(tmp_path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such knowledge folder"):
        load_library(tmp_path / "nowhere")


def test_all_faults_of_all_files_come_at_once(knowledge_copy: KnowledgeCopy) -> None:
    spoiled = {
        HOME: ("id: home", "id: house"),
        "programs/gym.yaml": ("exercise: romanian-deadlift", "exercise: roman-deadlift"),
        "programs/runner.yaml": ("days:\n", "days:\n\t"),
        "topics/recovery.yaml": ("see: [", "see: [faq/nothing, "),
        "exercises/hip-thrust.yaml": ("  dose:", "  doze:"),
        "topics/faq.yaml": ("title:", "titel:"),
    }
    for name, (old, new) in spoiled.items():
        knowledge_copy.replace(name, old, new)
    found = faults(knowledge_copy)
    assert {fault.split(":")[0] for fault in found} == {f"knowledge/{name}" for name in spoiled}
    assert found == sorted(found)


def test_what_names_a_spoiled_item_is_not_at_fault(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.write("exercises/glute-bridge.yaml", "id: [")
    knowledge_copy.write("programs/beginner.yaml", "id: [")
    knowledge_copy.write("topics/recovery.yaml", "topics: [")
    assert {fault.split(":")[0] for fault in faults(knowledge_copy)} == {
        "knowledge/exercises/glute-bridge.yaml",
        "knowledge/programs/beginner.yaml",
        "knowledge/topics/recovery.yaml",
    }


@pytest.mark.parametrize("content", [b"id: [", b"things: 1\n", None], ids=["no YAML", "other fields", "gone"])
@pytest.mark.parametrize("name", ["daily.yaml", "safety.yaml", "words.yaml", "outside.yaml"])
def test_a_file_that_is_wrong_hides_no_reference_of_another(
    knowledge_copy: KnowledgeCopy, name: str, content: bytes | None
) -> None:
    line = knowledge_copy.replace(HOME, "exercise: wall-sit", "exercise: wall-sitt")
    if content is None:
        (knowledge_copy.folder / name).unlink()
    else:
        knowledge_copy.write(name, content)
    found = faults(knowledge_copy)
    assert {fault.split(":")[0] for fault in found} == {f"knowledge/{name}", f"knowledge/{HOME}"}
    assert [fault for fault in found if fault.startswith(f"knowledge/{HOME}:{line}: there is no exercise “wall-sitt”.")]
