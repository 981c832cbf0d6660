"""The proofreader: each kind of slip in a copy of the knowledge is named with its file, its line and the remedy."""

import re
from datetime import date, timedelta

import pytest
from grounds import ROOT, KnowledgeCopy

from bot.coach.examine import examine, read_files
from bot.coach.library import load_library
from bot.coach.proofread import OLDEST, proofread
from bot.errors import Fault

THRUST = "exercises/hip-thrust.yaml"
FAQ = "topics/faq.yaml"
REVIEWED = max(
    date.fromisoformat(day)
    for path in (ROOT / "knowledge").rglob("*.yaml")
    for day in re.findall(r"reviewed: (\d{4}-\d\d-\d\d)", path.read_text(encoding="utf-8"))
)


def remarks(copy: KnowledgeCopy, today: date = REVIEWED) -> list[Fault]:
    return examine(None, copy.folder, today)


def slipped(copy: KnowledgeCopy, line: str, name: str = THRUST) -> list[Fault]:
    """What is remarked when a line stands at the start of a detail; each remark is about that line."""
    path = copy.folder / name
    rows = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, row in enumerate(rows) if row.strip() == "detail: |")
    indent = " " * (len(rows[at]) - len(rows[at].lstrip()) + 2)
    rows.insert(at + 1, indent + line)
    path.write_text("\n".join(rows), encoding="utf-8")
    found = remarks(copy)
    assert {(fault.file, fault.line) for fault in found} <= {(f"knowledge/{name}", at + 2)}
    assert all(fault.mend for fault in found)
    return found


def test_the_supplied_knowledge_has_no_slips() -> None:
    assert [str(fault) for fault in proofread(read_files(ROOT / "knowledge"), REVIEWED)] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A **bold word.", "“**” is opened and not closed."),
        ("An *important word.", "“*” is opened and not closed."),
        ("An __underlined word.", "“__” is opened and not closed."),
        ("A ~~wrong word.", "“~~” is opened and not closed."),
        ("A ||hidden word.", "“||” is opened and not closed."),
        ("Type `/workout.", "“`” is opened and not closed."),
        ("A **`bold** word`.", "“**” is opened and not closed."),
        ("## The hip thrust", "a text holds no headings and no small print."),
        ("-# Small print", "a text holds no headings and no small print."),
        ("Wake up @everyone!", "“@everyone” would mention somebody."),
        ("Ask <@123456789012345678>.", "“<@123456789012345678>” would mention somebody."),
        ("Go to <#123456789012345678>.", "“<#123456789012345678>” would mention somebody."),
        ("See https://example.com/a for more.", "“https://example.com/a” is a link."),
        ("See www.example.com for more.", "“www.example.com” is a link."),
        ("See [the guide](example).", "“](example)” is a link."),
        ("Hold for 30.", "“Hold for 30” has no unit."),
        ("Hold each side for 30, then change.", "“Hold each side for 30” has no unit."),
        ("Rest 45–90 between sets.", "“Rest 45–90” has no unit."),
        ("Add 2.5-5 when it is easy.", "“Add 2.5-5” has no unit."),
        ("Do this every 4 to 6.", "“every 4 to 6” has no unit."),
        ("Go up by 2.5.", "“2.5” has no unit."),
        ("Add 2.5 kg.", "“2.5 kg” stands without lb."),
        ("Add 5 lb.", "“5 lb” stands without kg."),
        ("Eat 1.6 g per kg.", "“g per kg” stands without per pound."),
        ("Eat 0.8 g per pound.", "“per pound” stands without g per kg."),
    ],
)
def test_a_slip_in_a_text_is_named_on_its_line(knowledge_copy: KnowledgeCopy, line: str, words: str) -> None:
    (fault,) = slipped(knowledge_copy, line)
    assert fault.what == words


@pytest.mark.parametrize(
    "line",
    [
        "**Bold**, *slanted*, __underlined__, ~~wrong~~, ||hidden|| and `code with a *`.",
        "***Bold and slanted***, a lone * or ** between blanks, and a \\* that is meant.",
        "Mind your knees < toes | shins, # 1 of all cues; write to coach@here.club.",
        "Hold for 30 s, rest 45–90 s, rest 2 or 3 minutes, hold 20 to 30 seconds a side.",
        "Start with 2 × 10–15 at RPE 8.5, aim for 10 % more, every 4–6 weeks, within 48 hours.",
        "Add 2.5–5 kg (5–10 lb). Eat 1.6 g per kg (0.7 g per pound).",
        "Week 1. Two to three sets of 12, and at least 48 hours between 2 sessions.",
    ],
)
def test_what_is_right_is_left_in_peace(knowledge_copy: KnowledgeCopy, line: str) -> None:
    assert slipped(knowledge_copy, line) == []


def test_an_example_at_two_places_is_named_with_both(knowledge_copy: KnowledgeCopy) -> None:
    question = "what exactly is a hip thrust"
    path = knowledge_copy.folder / THRUST
    first = 1 + next(n for n, row in enumerate(path.read_text(encoding="utf-8").splitlines()) if question in row)
    line = 1 + knowledge_copy.replace(FAQ, "questions:\n", "questions:\n        - What exactly is a hip-thrust?\n")
    (fault,) = remarks(knowledge_copy)
    assert (fault.file, fault.line) == (f"knowledge/{FAQ}", line)
    assert fault.what.endswith(f" at knowledge/{THRUST}:{first} too.")


def test_what_is_only_matched_and_never_shown_is_not_proofread(knowledge_copy: KnowledgeCopy) -> None:
    for name in (THRUST, FAQ):
        knowledge_copy.replace(name, "- how ", "- hold for 30 and **rest 45 or @everyone how ")
    assert remarks(knowledge_copy) == []


@pytest.mark.parametrize("name", [THRUST, FAQ, "programs/home.yaml"])
def test_what_was_reviewed_long_ago_is_to_be_read_again(knowledge_copy: KnowledgeCopy, name: str) -> None:
    old = REVIEWED - OLDEST
    line = knowledge_copy.replace(name, f"reviewed: {REVIEWED}", f"reviewed: {old}")
    assert remarks(knowledge_copy) == []
    (fault,) = remarks(knowledge_copy, REVIEWED + timedelta(days=1))
    assert (fault.file, fault.line) == (f"knowledge/{name}", line)
    assert fault.what == f"last reviewed {old}, more than two years ago."
    assert load_library(knowledge_copy.folder)


@pytest.mark.parametrize(
    ("written", "count"), [('"1999-01-01"', 1), ("1999-01-01 10:00:00", 0), ("1999-13-45", 0), ("soon", 0), ("[]", 0)]
)
def test_a_date_in_quotes_counts_and_what_is_no_date_is_left_to_the_library(
    knowledge_copy: KnowledgeCopy, written: str, count: int
) -> None:
    knowledge_copy.replace(FAQ, f"reviewed: {REVIEWED}", f"reviewed: {written}")
    assert len(remarks(knowledge_copy)) == count


def test_a_review_in_the_future_is_a_slip_but_tomorrow_is_only_further_east(knowledge_copy: KnowledgeCopy) -> None:
    line = knowledge_copy.replace(THRUST, f"reviewed: {REVIEWED}", f"reviewed: {REVIEWED + timedelta(days=2)}")
    assert remarks(knowledge_copy, REVIEWED + timedelta(days=1)) == []
    (fault,) = remarks(knowledge_copy)
    assert (fault.file, fault.line) == (f"knowledge/{THRUST}", line)
    assert "lies in the future" in fault.what


def test_a_machine_whose_clock_is_behind_does_not_make_every_review_a_slip(knowledge_copy: KnowledgeCopy) -> None:
    assert remarks(knowledge_copy, date(2001, 1, 1)) == []


def test_all_slips_of_all_files_come_at_once_beside_a_file_that_cannot_be_read(knowledge_copy: KnowledgeCopy) -> None:
    knowledge_copy.write("topics/recovery.yaml", "topics: [")
    knowledge_copy.replace("programs/home.yaml", "id: home", "id: house")
    knowledge_copy.replace("programs/home.yaml", "audience: ", "audience: Hold for 30. ")
    knowledge_copy.replace("safety.yaml", "    after: ", "    after: See www.example.com. ")
    knowledge_copy.replace("sources.yaml", "focus: ", "focus: Go, @here! ")
    names = [fault.file for fault in remarks(knowledge_copy)]
    assert names == ["knowledge/programs/home.yaml", "knowledge/safety.yaml", "knowledge/sources.yaml"]
