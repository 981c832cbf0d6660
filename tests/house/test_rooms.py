"""Which room may do what: imports point down, libraries stay where they belong, files stay small."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from grounds import ROOT

FILES = sorted((ROOT / "bot").rglob("*.py"))
LONGEST_FILE = 330


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The first names of all modules that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def calls(path: Path) -> Iterator[str]:
    """What a file calls, as it stands there: `print`, `datetime.now`, `dt.datetime.now`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_there_is_something_to_look_at() -> None:
    assert len(FILES) > 50
    assert {"pydantic", "bot"} <= imported(ROOT / "bot/coach/model.py") | imported(ROOT / "bot/cli.py")


def test_the_walls_of_the_house_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
    assert "0 kept" not in done.stdout, "there are no contracts"


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("discord", ("bot/discord_app/", "bot/sandbox")),
        ("simcord", ("bot/sandbox",)),
        ("sqlalchemy", ("bot/storage/",)),
        ("alembic", ("bot/storage/",)),
        ("jinja2", ("bot/coach/voice.py",)),
        ("yaml", ("bot/coach/yamlfile.py",)),
        ("icalendar", ("bot/schedule/calendar",)),
        ("typer", ("bot/cli.py",)),
        ("pydantic_settings", ("bot/settings.py",)),
    ],
)
def test_a_library_is_imported_only_where_it_belongs(library: str, homes: tuple[str, ...]) -> None:
    using = {place(path) for path in FILES if library in imported(path)}
    assert using, f"nothing imports {library}: is this line still needed?"
    assert {name for name in using if not name.startswith(homes)} == set()


@pytest.mark.parametrize("room", ["coach", "training", "schedule"])
def test_the_pure_rooms_do_nothing_but_think(room: str) -> None:
    outside = {"discord", "sqlalchemy", "aiohttp", "socket", "subprocess", "requests", "urllib", "http", "logging"}
    outside -= {"logging"} if room == "schedule" else set()
    for path in FILES:
        if place(path).startswith(f"bot/{room}/"):
            assert imported(path) & outside == set(), place(path)


def test_time_is_an_argument_below_the_edge() -> None:
    clocks = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
    asking = {place(path) for path in FILES for call in calls(path) if call.endswith(clocks)}
    assert asking <= {"bot/app.py", "bot/cli.py", "bot/sandbox.py", "bot/sandbox_doors.py"}


def test_chance_is_an_argument_below_the_edge() -> None:
    assert {
        place(path) for path in FILES if place(path).startswith("bot/coach/") and "random" in imported(path)
    } == set()


def test_only_the_terminal_and_the_sandbox_print() -> None:
    printing = {place(path) for path in FILES for call in calls(path) if call in {"print", "input", "breakpoint"}}
    assert {name for name in printing if name != "bot/cli.py" and not name.startswith("bot/sandbox")} == set()


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_module_says_what_lives_there() -> None:
    assert [place(path) for path in FILES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "tools"}
    assert [place(path) for path in FILES if path.stem in vague] == []


def test_nothing_is_left_to_do_in_secret() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    assert [place(path) for path in FILES for mark in marks if mark in path.read_text(encoding="utf-8")] == []
