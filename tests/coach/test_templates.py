"""The table of templates: it is the folder, and what the callers hand over; what strays from it is named."""

import ast
import shutil
from pathlib import Path

import pytest
from grounds import ROOT

from bot.coach.fields import NAMES
from bot.coach.voice import Mute, Voice, fault_in_template
from bot.errors import KnowledgeError

KINDS = ("answer", "caution", "smalltalk")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))


def faults(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        Voice(folder).check()
    return [str(fault) for fault in error.value.faults]


def handed() -> dict[str, set[str]]:
    """What the callers hand to each template by name; one that is chosen by kind counts for all kinds."""
    given: dict[str, set[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                named = node.args and isinstance(node.args[0], ast.Constant)
                names = [ast.literal_eval(node.args[0])] if named else KINDS
                for name in names:
                    given.setdefault(name, set()).update(word.arg for word in node.keywords if word.arg)
    return given


def test_the_table_is_the_folder_of_templates() -> None:
    assert {f"{name}.md.j2" for name in NAMES} == {path.name for path in (ROOT / "templates").iterdir()}


def test_the_table_is_what_the_callers_hand_over() -> None:
    callers = handed()
    assert set(callers) == {name for name in NAMES if not name.startswith("_")}
    for name, given in callers.items():
        assert given <= NAMES[name], name
        assert name in KINDS or given == NAMES[name], name


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_misspelt_name_is_found_in_every_template(folder: Path, name: str) -> None:
    path = folder / f"{name}.md.j2"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{{{{ titel }}}}\n", encoding="utf-8")
    line = text.count("\n") + 2
    (fault,) = faults(folder)
    assert fault.startswith(f"templates/{name}.md.j2:{line}: “titel” is not given to this template. It has: ")


def test_a_misspelt_field_is_found_where_nothing_is_rendered(folder: Path) -> None:
    path = folder / "schedule_list.md.j2"
    text = path.read_text(encoding="utf-8").replace("{{ row.title }}", "{{ row.titel }}")
    path.write_text(text, encoding="utf-8")
    line = text[: text.index("titel")].count("\n") + 1
    assert faults(folder) == [
        f"templates/schedule_list.md.j2:{line}: “titel” is no field of anything. Check its spelling."
    ]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_template_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.md.j2").unlink()
    assert f"templates/{name}.md.j2:1: the file is missing. Put it back, or install Backline again." in faults(folder)


def test_a_misspelt_part_is_named_where_it_is_asked_for(folder: Path) -> None:
    path = folder / "remind_list.md.j2"
    path.write_text(path.read_text(encoding="utf-8").replace("_entries.md", "_entry.md"), encoding="utf-8")
    assert faults(folder) == [
        "templates/remind_list.md.j2:1: there is no template “_entry.md.j2”. Check its spelling, or put it back."
    ]


def test_what_breaks_while_it_is_rendered_is_told_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_text("fine\n{{ number + 'x' }}\n", encoding="utf-8")
    with pytest.raises(TypeError) as error:
        Voice(tmp_path).say("a", number=1)
    fault = fault_in_template(error.value)
    assert fault
    assert (fault.file, fault.line) == ("templates/a.md.j2", 2)
    assert fault_in_template(ValueError("elsewhere")) is None


def test_a_mute_voice_says_nothing() -> None:
    assert Mute().say("answer", title="Hip thrust") == ""
