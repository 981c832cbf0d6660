# ruff: noqa: T201 - a table on standard output is what this is for
"""What each choice of thresholds costs on held-out questions: `python -m training.thresholds`.

A wrong answer is worse than asking, and a missed emergency far worse than a false alarm. Measured on the
held-out sets but the third, which stays out of every choice.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import open_coach
from bot.coach.coach import Thresholds
from bot.coach.safety import Gate
from bot.coach.voice import Mute
from bot.evaluation import Scored, read_questions, score
from bot.settings import Settings
from training.__main__ import UNTOUCHED

COSTS = {"right": 0.0, "asked": 1.0, "refused": 2.0, "wrong": 3.0}
MISSED_EMERGENCY, FALSE_ALARM = 50.0, 5.0
FLOORS, MARGINS, URGENT = (0.1, 0.22, 0.35, 0.5), (0.0, 0.04, 0.1), (0.1, 0.2, 0.35, 0.5)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def cost(rows: list[Scored]) -> float:
    """The mean cost of a question, in wrong answers to a third."""
    total = sum(COSTS[row.outcome] for row in rows)
    total += MISSED_EMERGENCY * sum(row.question.cat == "red" and row.reply.kind != "caution" for row in rows)
    total += FALSE_ALARM * sum(row.false_alarm for row in rows)
    return total / len(rows)


def main() -> None:
    """Print the cost of each choice, one changed at a time."""
    questions = read_questions(Path(__file__).parent / "held-out.jsonl")
    questions = [question for question in questions if not question.id.startswith(UNTOUCHED)]
    coach = replace(open_coach(Settings()), voice=Mute())
    usual = coach.thresholds
    print(f"usual        {cost(score(coach, questions, NOW)):.3f}")
    for floor in FLOORS:
        other = replace(coach, thresholds=Thresholds(floor, usual.margin))
        print(f"floor {floor:<6} {cost(score(other, questions, NOW)):.3f}")
    for margin in MARGINS:
        other = replace(coach, thresholds=Thresholds(usual.floor, margin))
        print(f"margin {margin:<5} {cost(score(other, questions, NOW)):.3f}")
    for urgent in URGENT:
        other = replace(coach, gate=Gate(coach.library.safety, urgent))
        print(f"urgent {urgent:<5} {cost(score(other, questions, NOW)):.3f}")


if __name__ == "__main__":
    main()
