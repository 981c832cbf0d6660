"""One YAML file as data and as lines: PyYAML's C loader, with the line of every key and item kept for messages."""

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import getitem
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Fault

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a file and, for each place in it (keys and indexes from the top), its line."""

    name: str
    data: Any
    lines: dict[Place, int]

    def at(self, place: Place) -> Any:
        """What stands at a place, or None."""
        try:
            return reduce(getitem, place, self.data)
        except (KeyError, IndexError, TypeError):
            return None

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing above it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, what: str, mend: str = "") -> Fault:
        return Fault(self.name, self.line(place), what, mend)


def read_yaml(path: Path, name: str) -> tuple[YamlFile | None, list[Fault]]:
    """The file and its faults; without a file when it cannot be read at all."""
    try:
        about = path.stat()
        file, faults = _read(path, name, about.st_mtime_ns, about.st_size)
    except OSError as error:
        return None, [_unreadable(name, error)]
    return file, list(faults)


@lru_cache(maxsize=128)  # a check reads each file twice: to load it, and to proofread it
def _read(path: Path, name: str, changed: int, size: int) -> tuple[YamlFile | None, list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return None, [Fault(name, 1, f"byte {error.start} is not UTF-8.", "Save the file as UTF-8.")]
    except OSError as error:
        return None, [_unreadable(name, error)]
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, [Fault(name, 1, "the file is empty.", "Fill it, or take it away.")]
        reader = _Reader(loader, name)
        data = reader.read(node, ())
        return YamlFile(name, data, reader.lines), reader.faults
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Fault(name, line, f"this is not YAML: {error.problem}.", "Check indents, colons and quotes.")]
    except (yaml.YAMLError, ValueError, RecursionError):
        return None, [Fault(name, 1, "this is not YAML.", "Check indents, colons and quotes.")]
    finally:
        loader.dispose()


def forget_files() -> None:
    """Read every file anew from here on, as a fresh process would; for measuring."""
    _read.cache_clear()


def _unreadable(name: str, error: OSError) -> Fault:
    return Fault(name, 1, f"the file cannot be read ({error.strerror}).", "Check that it is there.")


class _Reader:
    """Turns nodes into data and keeps their lines; a key written twice is a fault, not a silent overwrite."""

    def __init__(self, loader: Any, name: str) -> None:
        self.loader = loader
        self.name = name
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []

    def read(self, node: Any, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*place, index)) for index, child in enumerate(node.value)]
        try:
            return self.loader.construct_object(node, deep=True)
        except ValueError:
            return node.value  # a date such as 2026-13-45: as text, so that its own field is at fault

    def _mapping(self, node: Any, place: Place) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        for key_node, child in node.value:
            # YAML reads a bare yes, no, on and off as true and false; as a key it is meant as the word
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in data:
                self.faults.append(Fault(self.name, line, f"“{key}” stands here twice.", "Keep one."))
            self.lines[(*place, key)] = line
            data[key] = self.read(child, (*place, key))
        return data
