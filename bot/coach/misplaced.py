"""Example questions under the wrong topic: each is read as if it were not in the base, by what the others say."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.coach.bank import OUTSIDE
from bot.coach.library import Found, Library
from bot.coach.similar import Examples, Features, cosine

# nearly the same words as an example elsewhere, and nothing of the kind under its own topic; today's base, where
# neighbouring topics share many words, has pairs up to 0.88
ALIKE = 0.9
ALONE = 0.5


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An example, the number it has in its passage, and the topic where one like it stands."""

    found: Found
    number: int
    question: str
    topic: str
    alike: str


@dataclass(frozen=True, slots=True)
class _Row:
    topic: str
    question: str
    vector: Features
    found: Found | None = None
    number: int = 0


def misplaced(library: Library, examples: Examples) -> Iterator[Misplaced]:
    """Examples that are clearly of another topic than the one under which they stand."""
    rows = [
        _Row(found.topic, question, examples.vector(question), found, number)
        for found in library.everything()
        for number, question in enumerate(found.passage.questions)
    ]
    outside = (*library.outside.questions, *(q for near in library.outside.near for q in near.questions))
    rows += [_Row(OUTSIDE, question, examples.vector(question)) for question in outside]
    topics: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        topics[row.topic].append(row)
    for row, other, likeness in _nearest_elsewhere(rows):
        own = max((cosine(row.vector, each.vector) for each in topics[row.topic] if each is not row), default=0.0)
        if row.found and own <= ALONE * likeness:
            yield Misplaced(row.found, row.number, row.question, other.topic, other.question)


def _nearest_elsewhere(rows: list[_Row]) -> Iterator[tuple[_Row, _Row, float]]:
    """For each row the most alike of another topic, where one is alike enough.

    Two vectors that are must share one of the rare features that make up the heads of both: what is left out of a head
    is shorter than `ALIKE`. That spares nearly all of the five million comparisons.
    """
    common: dict[str, int] = defaultdict(int)
    for row in rows:
        for feature in row.vector:
            common[feature] += 1
    holding: dict[str, list[int]] = defaultdict(list)
    heads = [_head(row.vector, common) for row in rows]
    for number, head in enumerate(heads):
        for feature in head:
            holding[feature].append(number)
    for number, row in enumerate(rows):
        candidates = {other for feature in heads[number] for other in holding[feature]}
        alike = [
            (cosine(row.vector, rows[other].vector), other) for other in candidates if rows[other].topic != row.topic
        ]
        likeness, nearest = max(alike, default=(0.0, number))
        if likeness >= ALIKE:
            yield row, rows[nearest], likeness


def _head(vector: Features, common: dict[str, int]) -> list[str]:
    """The rarest features of a vector, without so many of the common ones as are together shorter than `ALIKE`."""
    ordered = sorted(vector, key=lambda feature: (common[feature], feature))
    left = 0.0
    while ordered and left + vector[ordered[-1]] ** 2 < ALIKE**2 - 1e-9:
        left += vector[ordered.pop()] ** 2
    return ordered
