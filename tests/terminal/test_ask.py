"""`backline ask`: one question, or many by the line; JSON and nothing else where scripts read."""

import json
from typing import Any

from terminal import Terminal

FIELDS = ["kind", "topic", "aspect", "program", "confidence", "text", "sources", "options"]
KINDS = {"answer", "caution", "action", "clarify", "smalltalk", "unknown"}


def test_a_question_is_answered_in_words_without_marks(terminal: Terminal) -> None:
    outcome = terminal.backline("ask", "can I train every day?", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert outcome.code == 0
    assert outcome.err == ""
    assert "two to three times a week" in outcome.out
    assert "48 hours" in outcome.out
    assert "2–3" in outcome.out, "written as UTF-8, whatever the terminal says"
    assert not [line for line in outcome.lines if line.startswith(("#", "-#", ">")) or "**" in line]


def test_json_is_one_line_with_the_fields_that_were_promised(terminal: Terminal) -> None:
    outcome = terminal.backline("ask", "--json", "show me the beginner workout")
    (line,) = outcome.lines
    reply = json.loads(line)
    assert list(reply) == FIELDS
    assert (reply["kind"], reply["topic"], reply["program"]) == ("action", "action/workout", "beginner")
    assert reply["aspect"] is None
    assert "3 × 12–15" in reply["text"]


def test_no_question_is_a_line_and_an_exit_code(terminal: Terminal) -> None:
    outcome = terminal.backline("ask")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Give a question: backline ask ")


def batch(terminal: Terminal, *lines: str | bytes) -> list[dict[str, Any]]:
    typed = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    outcome = terminal.backline("ask", "--batch", typed=typed)
    assert (outcome.code, outcome.err) == (0, "")
    return [json.loads(line) for line in outcome.lines]


def test_a_batch_keeps_the_thread_within_a_line_and_not_between_lines(terminal: Terminal) -> None:
    turns = json.dumps({"id": "q1", "turns": ["how do i do a hip thrust?", "how many reps?"]})
    first, second = batch(terminal, turns, json.dumps({"id": "q2", "turns": ["how many reps?"]}))
    assert list(first) == list(second) == ["id", "replies"]
    assert [first["id"], second["id"]] == ["q1", "q2"]
    assert [reply["aspect"] for reply in first["replies"]] == ["how-to", "dose"]
    assert second["replies"][0]["topic"] != "exercise/hip-thrust"
    for reply in (*first["replies"], *second["replies"]):
        assert list(reply) == FIELDS
        assert reply["kind"] in KINDS
        assert 0 <= reply["confidence"] <= 1
        assert all(isinstance(source, str) for source in reply["sources"])
        assert all(list(option) == ["topic", "aspect", "title"] for option in reply["options"])


MALFORMED: list[tuple[str, str | bytes, object]] = [
    ("not JSON", "how many reps?", None),
    ("half a line", '{"id": "a", "turns": ["x"', None),
    ("no UTF-8", b'\xff\xfe{"id"', None),
    ("a list", "[]", None),
    ("nothing", "null", None),
    ("a figure", "12", None),
    ("no id", '{"turns": ["hi"]}', None),
    ("odd id", '{"id": {"a": 1}, "turns": ["hi"]}', None),
    ("no turns", '{"id": "b"}', "b"),
    ("empty turns", '{"id": "c", "turns": []}', "c"),
    ("turns as text", '{"id": "d", "turns": "hi"}', "d"),
    ("a turn is a figure", '{"id": 5, "turns": ["hi", 7]}', 5),
    ("too deep", "[" * 100_000, None),
]


def test_a_malformed_line_is_an_error_and_the_rest_goes_on(terminal: Terminal) -> None:
    lines = [line for _, line, _ in MALFORMED]
    last = json.dumps({"id": "last", "turns": ["hello"], "note": "ignored", "kind": 3})
    marked = b'\xef\xbb\xbf{"id": "marked", "turns": ["hi"]}\r'  # as PowerShell writes it
    texts = ["💪 wie oft trainieren — täglich?", "كم مرة؟", "a" * 5000, "\\ud800", "tab\\there", "\u2028line\u2029", ""]
    odd = [f'{{"id": "ü{number}", "turns": ["{text}"]}}' for number, text in enumerate(texts)]
    first, *answers = batch(terminal, marked, *lines, "", "   ", *odd, last, "")
    wrong, right = answers[: len(MALFORMED)], answers[len(MALFORMED) :]
    assert first["id"] == "marked"
    assert [answer["id"] for answer in right] == [*(f"ü{number}" for number in range(len(texts))), "last"]
    assert all(len(answer["replies"]) == 1 for answer in right)
    assert right[-1]["replies"][0]["topic"] == "meta/greeting"
    assert len(wrong) == len(MALFORMED)
    for answer, (name, _, wanted) in zip(wrong, MALFORMED, strict=True):
        assert list(answer) == ["id", "error"], name
        assert answer["id"] == wanted, name
        assert answer["error"], name
        assert "batchline" not in answer["error"].lower(), name


COMMANDS = [["ask", "--batch"], ["workout", "gym"]]


def test_the_terminals_answers_load_neither_discord_nor_a_database(terminal: Terminal) -> None:
    program = (
        "import sys\nfrom bot.cli import main\n"
        f"for command in {COMMANDS!r}:\n"
        "    sys.argv = ['backline', *command]\n"
        "    try:\n        main()\n    except SystemExit as leaving:\n        assert not leaving.code\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    loaded = set(terminal.python("-c", program).err.split())
    assert "pydantic" in loaded
    assert loaded & {"discord", "sqlalchemy", "simcord", "aiohttp", "alembic"} == set()
