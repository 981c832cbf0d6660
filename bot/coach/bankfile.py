"""Reads `knowledge/questions/`: plain text, one example question a line, the file and its sections name the label.

`training/rest-days.txt` holds questions for that topic. A line such as `[dose]` begins a section: the aspect of an
exercise, the program of `action/workout`, the sign of a caution. In files at the top of the folder a section names
topic and detail (`[exercise/hip-thrust dose]`), and ` > ` separates the turns of a talk; the last has the label.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.coach.bank import OUTSIDE, Example, Spot
from bot.errors import Fault

FOLDER = "questions"
TURNS = " > "
_SECTION = re.compile(r"\[([a-z0-9/* -]+)\]")


def read_bank(folder: Path) -> tuple[dict[Example, Spot], list[Fault]]:
    """All examples of a knowledge folder, each with its place, and the faults of files that cannot be read."""
    examples: dict[Example, Spot] = {}
    faults: list[Fault] = []
    root = folder / FOLDER
    for path in sorted(root.rglob("*.txt")):
        name = path.relative_to(folder.parent).as_posix()
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError):
            faults.append(Fault(name, 1, "the file cannot be read as UTF-8 text.", "Save it as UTF-8."))
            continue
        topic = path.relative_to(root).with_suffix("").as_posix()
        for number, found in _examples(text, topic):
            if isinstance(found, Example):
                examples.setdefault(found, Spot(name, number))
            else:
                faults.append(Fault(name, number, *found))
    return examples, faults


def _examples(text: str, topic: str) -> Iterator[tuple[int, Example | tuple[str, str]]]:
    """The examples of a file by their lines; of a line that is wrong, what and how to mend it."""
    whole = "/" in topic
    label: tuple[str, str | None] | None = _label(topic, None) if whole else None
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            found = _SECTION.fullmatch(line)
            if not found:
                yield number, (f"“{line[:40]}” is no section.", "Write it like [dose].")
                continue
            first, _, rest = found[1].partition(" ")
            label = _label(topic, found[1]) if whole else _label(first, rest or None)
            continue
        if label is None:
            yield number, ("this line stands before any section.", "Begin with one like [faq/soreness].")
            label = (OUTSIDE, None)
        *before, last = line.split(TURNS) if not whole else [line]
        yield number, Example(last, *label, tuple(before))


def _label(topic: str, detail: str | None) -> tuple[str, str | None]:
    if topic.startswith(f"{OUTSIDE}/"):
        return OUTSIDE, topic.removeprefix(f"{OUTSIDE}/")
    return topic, None if detail in {"any", "general"} else detail
