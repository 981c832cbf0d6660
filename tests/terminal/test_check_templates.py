"""`backline check` on templates that were spoiled: named beside all else that is wrong, and never a defect."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from grounds import ROOT, KnowledgeCopy
from terminal import Outcome, Terminal


@pytest.fixture
def installed(tmp_path: Path, terminal: Terminal) -> Callable[..., Outcome]:
    """Runs a copy of the code, whose templates in `tmp_path/code/templates` may be spoiled."""
    code = tmp_path / "code"
    shutil.copytree(ROOT / "bot", code / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", code / "templates")

    def run(*arguments: str, folder: Path) -> Outcome:
        env = {"PYTHONPATH": str(code), "KNOWLEDGE_DIR": str(folder), "DATABASE_URL": "mysql://club"}
        return terminal.backline("check", *arguments, env=env)

    return run


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("deep", [[], ["--deep"]], ids=["quick", "deep"])
def test_faults_of_templates_come_with_all_others(
    installed: Callable[..., Outcome], tmp_path: Path, knowledge_copy: KnowledgeCopy, deep: list[str]
) -> None:
    templates = tmp_path / "code/templates"
    spoil(templates / "answer.md.j2", "{{ title }}", "{{ titel }}")
    spoil(templates / "schedule_list.md.j2", "{{ row.title }}", "{{ row.titel }}")
    (templates / "_macros.md.j2").unlink()
    line = knowledge_copy.replace("programs/home.yaml", "id: home", "id: house")
    outcome = installed(*deep, folder=knowledge_copy.folder)
    assert outcome.code == 1
    assert "Something went wrong" not in outcome.err
    for start in (
        "templates/answer.md.j2:2: “titel” is not given to this template.",
        "templates/schedule_list.md.j2:7: “titel” is no field of anything.",
        "templates/_macros.md.j2:1: the file is missing.",
        f"knowledge/programs/home.yaml:{line}: ",
        "DATABASE_URL",
    ):
        assert [row for row in outcome.err.splitlines() if row.startswith(start)], start


def test_a_template_that_breaks_while_rendered_is_named_once(
    installed: Callable[..., Outcome], tmp_path: Path, knowledge_copy: KnowledgeCopy
) -> None:
    spoil(tmp_path / "code/templates/answer.md.j2", "{{ passage.short }}", "{{ passage.short + 1 }}")
    outcome = installed(folder=knowledge_copy.folder)
    assert outcome.code == 1
    assert [row.split(": ")[0] for row in outcome.err.splitlines() if "templates/" in row] == [
        "templates/answer.md.j2:3"
    ]


def test_a_folder_of_templates_that_is_gone_is_named(
    installed: Callable[..., Outcome], tmp_path: Path, knowledge_copy: KnowledgeCopy
) -> None:
    shutil.rmtree(tmp_path / "code/templates")
    knowledge_copy.replace("daily.yaml", "program: beginner", "program: beginer")
    outcome = installed(folder=knowledge_copy.folder)
    assert outcome.code == 1
    assert "templates:1: The templates folder is missing from this installation." in outcome.err
    assert "there is no program “beginer”" in outcome.err
