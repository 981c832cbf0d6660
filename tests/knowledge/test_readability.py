"""Short answers are read on a phone, by anyone from 13 years up: their Flesch-Kincaid grade, all over and by family.

Syllables are counted by rule, without a dictionary that would have to be downloaded; on these texts that comes out
about one grade below a count with a pronouncing dictionary (median 2.7 against 3.7), which the limits leave room for.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import Any

import readability

from bot.coach.library import Library

HIGHEST_MEDIAN = 8.0  # eighth grade: 13 to 14 years
FAR_ABOVE = 12.0
MOST_FAR_ABOVE = 0.02
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)


def grade(text: str) -> float | None:
    """The school year that can read a text; None when it has no words, such as "3 × 12"."""
    sentences = [" ".join(_WORD.findall(part)) for part in _SENTENCE_END.split(text)]
    sentences = [sentence for sentence in sentences if sentence]
    if not sentences:
        return None
    measures: Any = readability.getmeasures(sentences, lang="en")
    return measures["readability grades"]["Kincaid"]


def graded(library: Library) -> list[tuple[float, str, str]]:
    texts = [(f"{found.topic} {found.aspect or ''}".strip(), found.passage.short) for found in library.everything()]
    return sorted((known, name, text) for name, text in texts if (known := grade(text)) is not None)


def test_the_grade_tells_a_plain_sentence_from_a_learned_one() -> None:
    assert (grade("Sit down. Stand up. Do it again.") or 0) < 3
    learned = "Proprioceptive neuromuscular facilitation demonstrably ameliorates musculotendinous extensibility."
    assert (grade(learned) or 0) > FAR_ABOVE
    assert grade("3 × 12") is None


def test_short_answers_can_be_read_at_fourteen(
    library: Library, record_property: Callable[[str, object], None]
) -> None:
    rows = graded(library)
    assert len(rows) > 300
    families: dict[str, list[float]] = defaultdict(list)
    for known, name, _ in rows:
        families[name.split("/")[0]].append(known)
    middle = median(known for known, _, _ in rows)
    shown = ", ".join(f"{family} {median(grades):.1f}" for family, grades in sorted(families.items()))
    record_property("shown", f"Reading grade of short answers: median {middle:.1f}; {shown}")
    hardest = [f"{name} {known:.1f}" for known, name, _ in reversed(rows[-5:])]
    record_property("shown", f"Hardest to read: {', '.join(hardest)}")
    assert middle <= HIGHEST_MEDIAN
    far = [f"{name} ({known:.1f}): {text}" for known, name, text in rows if known > FAR_ABOVE]
    assert len(far) <= MOST_FAR_ABOVE * len(rows), "\n".join(far)


def test_no_family_of_answers_is_hard_to_read(library: Library) -> None:
    families: dict[str, list[float]] = defaultdict(list)
    for known, name, _ in graded(library):
        families[name.split("/")[0]].append(known)
    hard = {family: median(grades) for family, grades in families.items() if median(grades) > FAR_ABOVE}
    assert hard == {}
