"""How often the coach is right on questions that nothing was learned from and no dev question was used for.

`training/held-out.jsonl` was written apart from the bank. Bounds lie a little under what was measured; the figures, the
reliability of the confidence and the misses of the gate by tier stand under the test results.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest
from grounds import NOON, ROOT

from bot.coach.coach import Coach
from bot.evaluation import Scored, read_questions, score, summary

Note = Callable[[str, object], None]
BINS = 10


@pytest.fixture(scope="module")
def rows(coach: Coach) -> list[Scored]:
    return score(coach, read_questions(ROOT / "training/held-out.jsonl"), NOON)


def share(part: list[Scored], holds: Callable[[Scored], bool]) -> float:
    return sum(map(holds, part)) / len(part)


def of(rows: list[Scored], *categories: str) -> list[Scored]:
    return [row for row in rows if row.question.cat in categories]


def test_it_is_right(rows: list[Scored], record_property: Note) -> None:
    record_property("shown", f"Held-out questions ({len(rows)}): {summary(rows)}")
    assert share(rows, lambda row: row.outcome == "right") >= 0.9
    assert share(rows, lambda row: row.within_one_tap) >= 0.95
    assert share(rows, lambda row: row.outcome == "wrong") <= 0.09
    assert share(rows, lambda row: row.outcome == "asked") <= 0.05


def test_urgent_symptoms_are_met_with_a_caution(rows: list[Scored], record_property: Note) -> None:
    red = of(rows, "red")
    missed = [" > ".join(row.question.turns) for row in red if row.reply.kind != "caution"]
    record_property("shown", f"Urgent and not met with a caution ({len(missed)} of {len(red)}): {'; '.join(missed)}")
    assert share(red, lambda row: row.reply.kind == "caution") >= 0.95
    assert share(red, lambda row: row.reply.topic == "safety/red-flags") >= 0.9


def test_the_gate_by_tier(rows: list[Scored], record_property: Note) -> None:
    met = {cat: sum(row.reply.kind == "caution" for row in of(rows, cat)) for cat in ("red", "caution", "benign")}
    told = ", ".join(f"{cat} {count} of {len(of(rows, cat))}" for cat, count in met.items())
    record_property("shown", f"Met with a caution: {told} (benign: false alarms)")
    fair = [row for row in of(rows, "caution") if row.outcome == "right"]
    assert len(fair) >= 0.88 * len(of(rows, "caution"))


def test_it_seldom_cries_wolf(rows: list[Scored]) -> None:
    calm = [row for row in rows if not row.calls_for_caution]
    assert share(calm, lambda row: row.false_alarm) <= 0.04


def test_what_is_outside_is_declined(rows: list[Scored]) -> None:
    assert share(of(rows, "oos-near", "oos-far"), lambda row: row.outcome == "right") >= 0.9


def test_its_confidence_can_be_believed(rows: list[Scored], record_property: Note) -> None:
    answers = [row for row in rows if row.reply.kind in {"answer", "action", "smalltalk"}]
    bins: dict[int, list[Scored]] = defaultdict(list)
    for row in answers:
        bins[min(BINS - 1, int(row.reply.confidence * BINS))].append(row)
    lines, gap = ["Confidence of answers, and how many of them are right:"], 0.0
    for number, part in sorted(bins.items()):
        believed = sum(row.reply.confidence for row in part) / len(part)
        right = share(part, lambda row: row.outcome == "right")
        gap += abs(believed - right) * len(part) / len(answers)
        lines.append(f"  {number / BINS:.1f} {believed:6.0%} believed {right:6.0%} right {len(part):5}")
    record_property("shown", "\n".join([*lines, f"  expected calibration error {gap:.1%}"]))
    assert gap <= 0.1
