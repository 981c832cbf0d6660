"""What a curator asks of the bank as a whole: how large and how varied it is, and which examples are misfiled.

The bank is strong by breadth, not by variants of one sentence; the goals stand here beside how each is measured.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.coach.bank import ANY_EXERCISE, OUTSIDE, Spot
from bot.coach.library import Library
from bot.coach.understanding import Understanding
from bot.coach.words import plain, tokens
from bot.errors import Fault

LINES, A_TOPIC, ALIKE = 15_000, 40, 0.6
_SAMPLE = 600
_SHORTEST, _LONGEST = 3, 5
_DOUBT, _SURE = 0.02, 0.9


@dataclass(frozen=True, slots=True)
class Breadth:
    """The bank in figures; `distinct` counts lines that differ in more than an exercise's name."""

    messages: int
    talks: int
    distinct: int
    alike: float
    few: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        text = (
            f"The bank: {self.messages} messages and {self.talks} talks; {self.distinct} distinct lines with exercise "
            f"names replaced (goal {LINES}); mean likeness to the nearest other {self.alike:.2f} "
            f"(goal at most {ALIKE}, TF-IDF of 3-5 letters, {_SAMPLE} drawn)"
        )
        if self.few:
            few = ", ".join(f"{topic} {count}" for topic, count in self.few)
            return f"{text}; fewer than {A_TOPIC}: {few}."
        return f"{text}; every topic outside exercises has at least {A_TOPIC}."


def breadth(library: Library) -> Breadth:
    """Measure the bank; the same messages are drawn each time."""
    examples = library.examples()
    names = {n.lower() for e in library.exercises.values() for n in (e.name, *e.aliases)}
    named = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b")
    lines = {" ".join(tokens(named.sub("x", plain(e.text)))) for e in examples}
    texts = [plain(e.text) for e in examples if not e.before and e.topic != ANY_EXERCISE]
    return Breadth(len(texts), sum(bool(e.before) for e in examples), len(lines), _likeness(texts), thin(library))


def doubled(library: Library) -> Iterator[Fault]:
    """Lines of the bank that stand there under another label too."""
    first: dict[str, tuple[str, Spot]] = {}
    for example, spot in library.bank.items():
        if example.before or example.topic == ANY_EXERCISE:
            continue
        label, other = first.setdefault(" ".join(tokens(example.text)) or example.text, (example.label, spot))
        if label != example.label:
            what = f"“{example.text[:60]}” stands in {other.file}:{other.line} too, as {label}."
            yield Fault(*spot, what, "Keep one.")


def thin(library: Library) -> tuple[tuple[str, int], ...]:
    """Topics outside exercises that have fewer examples than they should, and how many."""
    counts = Counter(example.topic for example in library.examples() if not example.before)
    wanted = [topic for topic in library.titles() if not topic.startswith("exercise/")]
    return tuple((topic, counts[topic]) for topic in wanted if counts[topic] < A_TOPIC)


def misfiled(library: Library, understanding: Understanding) -> Iterator[Fault]:
    """Examples that the model reads as another topic without a doubt, among the labels that it was trained on."""
    alone = [e for e in library.bank if e.topic != ANY_EXERCISE and not e.before and understanding.has_learned(e.label)]
    for example, understood in zip(alone, understanding.understood([e.text for e in alone]), strict=True):
        topics: dict[str, float] = defaultdict(float)
        for label, share in understood.labels:
            topics[label.partition("#")[0]] += share
        best = max(topics, key=lambda topic: topics[topic])
        if topics.get(example.topic, 0.0) < _DOUBT and topics[best] > _SURE and not _kin(example.topic, best):
            what = f"“{example.text[:80]}” is read as {best}."
            yield Fault(*library.bank[example], what, "Move it there, reword it, or take it away.")


def _kin(one: str, other: str) -> bool:
    """Topics that only a tap divides: a program and its workout, two cautions, what is outside and itself."""
    kinds = ({"program", "action"}, {"safety", "faq", "injury"})
    families = {one.partition("/")[0], other.partition("/")[0]}
    return one == other or any(families <= kind for kind in kinds) or families == {OUTSIDE}


def _likeness(texts: Sequence[str]) -> float:
    """The mean cosine of a text and the nearest other one, TF-IDF over runs of 3 to 5 letters within words."""
    grams: dict[str, int] = {}
    rows = [_counted(text, grams) for text in texts]
    seen = np.bincount(np.concatenate([columns for columns, _ in rows]), minlength=len(grams))
    rarity = np.log((1 + len(rows)) / (1 + seen)) + 1
    weights = [heights * rarity[columns] for columns, heights in rows]
    weights = [one / (np.linalg.norm(one) or 1.0) for one in weights]
    owners = np.repeat(np.arange(len(rows)), [len(columns) for columns, _ in rows])
    columns = np.concatenate([one for one, _ in rows])
    order = np.argsort(columns, kind="stable")
    owners, values = owners[order], np.concatenate(weights)[order]
    starts = np.searchsorted(columns[order], np.arange(len(grams) + 1))
    drawn = range(0, len(rows), max(1, len(rows) // _SAMPLE))
    nearest: list[float] = []
    for row in drawn:
        sums = np.zeros(len(rows))
        for column, weight in zip(rows[row][0], weights[row], strict=True):
            span = slice(starts[column], starts[column + 1])
            sums[owners[span]] += weight * values[span]
        sums[row] = 0.0
        nearest.append(float(sums.max()))
    return sum(nearest) / len(nearest)


def _counted(text: str, grams: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    counts: Counter[int] = Counter()
    for word in text.split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for at in range(max(1, len(padded) - size + 1)):
                counts[grams.setdefault(padded[at : at + size], len(grams))] += 1
    return np.fromiter(counts, np.int64, len(counts)), np.fromiter(counts.values(), np.float64, len(counts))
