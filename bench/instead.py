"""What one would use instead, for the time it takes; how often it is right is not measured here."""

import sqlite3
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from bot.coach.words import tokens


class FullText:
    """SQLite FTS5 over the same example questions, ranked by BM25, with its Porter stemmer."""

    def __init__(self, examples: Iterable[tuple[str, str]]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE examples USING fts5(topic UNINDEXED, text, tokenize='porter')")
        self._database.executemany("INSERT INTO examples VALUES (?, ?)", examples)

    def find(self, question: str) -> list[str]:
        """The topics of the twelve nearest examples."""
        wanted = " OR ".join(f'"{word}"' for word in tokens(question))
        if not wanted:
            return []
        select = "SELECT topic FROM examples WHERE examples MATCH ? ORDER BY bm25(examples) LIMIT 12"
        return [topic for (topic,) in self._database.execute(select, (wanted,))]


def yaml_loaders(folder: Path) -> dict[str, Callable[[], object]]:
    """Other ways to read all YAML files of a folder, where they are installed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))]
    import yaml

    ways: dict[str, Callable[[], object]] = {
        "PyYAML in C, without lines": lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts],
        "PyYAML in Python, without lines": lambda: [yaml.safe_load(text) for text in texts],
    }
    if find_spec("ruamel") and find_spec("ruamel.yaml"):
        from ruamel.yaml import YAML  # pyright: ignore[reportMissingImports]

        ways["ruamel.yaml, round trip"] = lambda: [YAML().load(text) for text in texts]
    return ways
