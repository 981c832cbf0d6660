"""`backline check`: everything that is wrong, at once, with the exit code that scripts rely on."""

import sqlite3
from contextlib import closing

from grounds import KnowledgeCopy
from terminal import Terminal


def test_all_in_order_leaves_nothing_behind(terminal: Terminal) -> None:
    outcome = terminal.backline("check")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.lines == ["Settings, knowledge, templates, model and database are in order."]
    assert list(terminal.folder.iterdir()) == []


def test_every_fault_of_settings_knowledge_and_database_at_once(
    terminal: Terminal, knowledge_copy: KnowledgeCopy
) -> None:
    lines = {
        "programs/home.yaml": knowledge_copy.replace("programs/home.yaml", "id: home", "id: house"),
        "programs/gym.yaml": knowledge_copy.replace("programs/gym.yaml", "exercise: romanian-dead", "exercise: dead-"),
        "exercises/deadlift.yaml": knowledge_copy.replace("exercises/deadlift.yaml", "pattern: ", "pattern: x"),
        "topics/faq.yaml": knowledge_copy.replace("topics/faq.yaml", "see: [", "see: [faq/nothing, "),
        "topics/recovery.yaml": knowledge_copy.replace("topics/recovery.yaml", "topics:", "topics:\n\t- x\n") + 1,
    }
    outcome = terminal.backline(
        "check",
        env={"KNOWLEDGE_DIR": str(knowledge_copy.folder), "DATABASE_URL": "mysql://club", "LOG_LEVEL": "loud"},
    )
    assert (outcome.code, outcome.out) == (1, "")
    *faults, last = outcome.err.splitlines()
    assert {fault.split(":")[0] for fault in faults} == {
        "DATABASE_URL",
        "LOG_LEVEL",
        *(f"knowledge/{name}" for name in lines),
    }
    for name, line in lines.items():
        assert [fault for fault in faults if fault.startswith(f"knowledge/{name}:{line}: ")], name
    assert last == f"{len(faults)} to mend."


def test_a_database_that_cannot_be_used_is_a_fault(terminal: Terminal) -> None:
    (terminal.folder / "club.db").write_text("Squats on Monday.\n" * 100)
    outcome = terminal.backline("check", env={"DATABASE_URL": "sqlite+aiosqlite:///club.db"})
    assert outcome.code == 1
    assert "club.db is not an SQLite database" in outcome.err
    assert outcome.err.endswith("1 to mend.\n")


def test_a_database_in_use_is_no_fault_and_is_left_alone(terminal: Terminal) -> None:
    with closing(sqlite3.connect(terminal.folder / "club.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE mine (x)")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO mine VALUES (1)")
        outcome = terminal.backline("check", env={"DATABASE_URL": "sqlite+aiosqlite:///club.db"})
        writer.execute("COMMIT")
        assert (outcome.code, outcome.err) == (0, "")
        assert writer.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
