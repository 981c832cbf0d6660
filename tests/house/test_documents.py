"""What is written down is what is there: commands in the documents, slash commands, Make targets, and our own words."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from discord import app_commands
from grounds import ROOT

from bot.app import build_client
from bot.cli import cli
from bot.coach.coach import Coach
from bot.settings import Settings
from bot.storage.engine import open_store

DOCUMENTS = [ROOT / "README.md", ROOT / "knowledge/README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
SANDBOX = {"/leap", "/doors"}  # the one exists only there, the other is an address
OVERLAP = ROOT.parent / "shared/tools/overlap.py"


def texts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


def command_lines() -> Iterator[list[str]]:
    """Every command of the code blocks and code spans, as words: prompts, assignments and pipes taken apart."""
    for block in BLOCK.findall(texts()) + INLINE.findall(BLOCK.sub("", texts())):
        for line in block.replace("\\\n", " ").splitlines():
            for part in re.split(r"\||&&|;", line.split(" #")[0].removeprefix("$ ")):
                try:
                    words = shlex.split(part)
                except ValueError:
                    continue
                while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                    words = words[1:]
                if words[:3] in (["python", "-m", "bot"], ["python3", "-m", "bot"]):
                    words = ["backline", *words[3:]]
                if words:
                    yield words


def test_every_backline_command_of_the_documents_exists() -> None:
    group = typer.main.get_command(cli)
    known: dict[str, Any] = getattr(group, "commands", {})
    shown = [words[1:] for words in command_lines() if Path(words[0]).name == "backline"]
    assert {words[0] for words in shown if words} >= {"run", "sandbox", "ask", "check"}
    for words in shown:
        name = next((word for word in words if not word.startswith("-")), None)
        if name is None:
            continue
        assert name in known, f"backline {' '.join(words)}"
        options = {option for parameter in known[name].params for option in parameter.opts} | {"--help"}
        used = {word.split("=")[0] for word in words if word.startswith("--")}
        assert used <= options, f"backline {' '.join(words)}"


def test_every_make_target_of_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = {word for words in command_lines() if words[0] == "make" for word in words[1:]}
    assert shown, "the documents name no Make target"
    assert shown <= targets


async def slash_commands(coach: Coach) -> set[str]:
    """Every slash command of the tree, with subcommands, as people type it."""
    store = await open_store("sqlite+aiosqlite:///:memory:")
    client = build_client(coach, store)
    try:
        commands = [command for command in client.tree.walk_commands() if isinstance(command, app_commands.Command)]
        return {f"/{command.qualified_name}" for command in commands}
    finally:
        await client.close()
        await store.close()


async def test_documented_slash_commands_are_those_of_the_tree(coach: Coach) -> None:
    real = await slash_commands(coach)
    families = {name.split()[0] for name in real}
    written = [code for code in INLINE.findall(texts()) if re.match(r"/[a-z]+\b(?!/|\.)", code)]
    assert {code.split()[0] for code in written} - SANDBOX == families
    for words in map(str.split, written):
        known = words[0] in real | SANDBOX or any(" ".join(words[:n]) in real for n in (2, 3))
        assert known or words[1:2] in ([], ["<file"]), words


async def test_slash_commands_that_the_coach_names_are_in_the_tree(coach: Coach) -> None:
    real = await slash_commands(coach)
    families = {name.split()[0] for name in real}
    said = [coach.text_of(found) for found in coach.library.everything()]
    said += [coach.open(f"action/{action}").text for action in coach.library.words.actions]
    for text in said:
        for code in INLINE.findall(text):
            if code.startswith("/"):
                assert code in real or code in families, code


def test_the_settings_of_the_readme_are_those_of_the_settings() -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)?", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [name for name, _ in rows] == [name.upper() for name in Settings.model_fields]
    for name, default in rows:
        assert not default or str(Settings.model_fields[name.lower()].default) == default


def test_every_file_that_the_documents_link_to_is_there() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_words_of_the_guides_are_not_ours() -> None:
    if not OVERLAP.exists():
        assert not os.environ.get("CI"), "the guides must be there to compare with"
        pytest.skip("the guides are not beside this project")
    ours = [name for name in ("knowledge", "templates", "README.md", "docs") if (ROOT / name).exists()]
    done = subprocess.run(
        [sys.executable, str(OVERLAP), *ours], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
