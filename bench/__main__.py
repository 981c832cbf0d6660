# ruff: noqa: T201 - a table on standard output is what this is for
"""Measures the coach beside what one would use instead, and prints a table."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.accuracy import accuracy
from bench.acknowledging import acknowledging
from bench.crowd import crowd
from bench.delivery import delivery
from bench.instead import FullText, yaml_loaders
from bench.timing import HEAD, Row, each, repeated
from bot.app import open_reader
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.examine import read_files
from bot.coach.library import Library, load_library
from bot.coach.safety import Gate
from bot.coach.voice import Voice
from bot.coach.wordreading import WordReader
from bot.coach.yamlfile import forget_files
from bot.evaluation import read_questions
from bot.resources import supplied
from bot.schedule.menu import LibraryMenu

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SAMPLE = 400
ROOT = supplied("knowledge").parent


def main() -> None:
    """Print the table; the same questions are drawn at every run."""
    library = load_library(supplied("knowledge"))
    coach, words_alone = _coach(library), _coach(library, by_words=True)
    examples = [(example.topic, example.text) for example in library.examples() if not example.before]
    asked = [q.turns[-1] for q in read_questions(ROOT / "training/held-out.jsonl")][:SAMPLE]
    print("\n".join(accuracy(coach, words_alone, NOW)))
    print(f"\n{HEAD}")
    fresh = _coach(library)  # the other has seen these questions and remembers
    for row in (*_loading(library), *_answering(fresh, asked), *_instead(examples, asked), *_cold()):
        print(row)
    print(
        f"\n{len(examples)} example questions; {SAMPLE} others were asked. MiB: the most that one run held at a time."
    )
    took, stood = crowd(coach, asked[:50], NOW)
    print(f"50 questions at once: all answered in {took:.0f} ms; the event loop stood still {stood:.0f} ms at most.")
    print(acknowledging(asked))
    size = sum(file.stat().st_size for file in supplied("model").iterdir()) / 2**20
    print(f"model/: {size:.1f} MiB, encoder {(supplied('model') / 'encoder.onnx').stat().st_size / 2**20:.1f} MiB.")
    for encoder in ("on", "off"):
        print(f"The whole bot with 1,000 servers, ENCODER={encoder}: {_weight(encoder)} MiB resident.")
    if peak := _resident():
        print(f"This whole process held {peak:.0f} MiB at most.\n")
    for line in delivery(LibraryMenu(library)):
        print(line, flush=True)


def _coach(library: Library, *, by_words: bool = False) -> Coach:
    reader = WordReader(library) if by_words else open_reader(library)
    return Coach(library, Voice(supplied("templates")), Gate(library.safety), reader)


def _weight(encoder: str) -> str:
    command = [sys.executable, "-m", "bench.weight", encoder]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.strip()


def _loading(library: Library) -> Iterator[Row]:
    folder = supplied("knowledge")

    def afresh(work: Callable[[Path], object]) -> None:
        forget_files()  # a second reading in one process would come from memory
        work(folder)

    yield repeated("load the library: read, validate, cross-check", lambda: afresh(load_library), 15)
    yield repeated("  of which the YAML files with their lines", lambda: afresh(read_files), 10)
    yield repeated("build the coach: templates, gate, index of examples", lambda: _coach(library), 5)


def _answering(coach: Coach, asked: list[str]) -> Iterator[Row]:
    yield each("answer one question", lambda text: coach.reply(text, Conversation(), NOW), asked)
    yield each("  of which the safety gate by words", lambda text: coach.gate.check(text, ()), asked)
    again = asked[0]
    yield repeated("  the same question again", lambda: coach.reply(again, Conversation(), NOW), 200, memory=False)
    long = [
        ("my legs were tired after the long run on sunday and then " * 80)[:3980] + f" how, {n}?" for n in range(60)
    ]
    yield each("  4,000 letters", lambda text: coach.reply(text, Conversation(), NOW), long)
    yield repeated("text of a workout", lambda: coach.workout("gym"), 200, memory=False)
    yield repeated("card of an exercise", lambda: coach.exercise("hip-thrust"), 200, memory=False)


def _instead(examples: list[tuple[str, str]], asked: list[str]) -> Iterator[Row]:
    yield repeated("instead: SQLite FTS5, index of the same examples", lambda: FullText(examples), 10, memory=False)
    yield each("instead: SQLite FTS5 and BM25, look one question up", FullText(examples).find, asked)
    for name, work in yaml_loaders(supplied("knowledge")).items():
        yield repeated(f"instead: {name}", work, 3)


def _cold() -> Iterator[Row]:
    """Whole processes, from the start of Python to the answer on standard output."""
    with TemporaryDirectory() as desk:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}

        def run(*command: str) -> None:
            whole = [sys.executable, *command]
            subprocess.run(whole, cwd=desk, env=environment, check=True, capture_output=True, timeout=60)

        ask = ("-m", "bot", "ask", "can I train every day?")
        yield repeated("backline ask, the whole process", lambda: run(*ask), 5, memory=False)
        yield repeated("backline check, the whole process", lambda: run("-m", "bot", "check"), 5, memory=False)
        yield repeated("  of which Python itself", lambda: run("-c", ""), 5, memory=False)


def _resident() -> float | None:
    """The most memory this process ever held, in MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 2**20 if sys.platform == "darwin" else held / 2**10


if __name__ == "__main__":
    main()
