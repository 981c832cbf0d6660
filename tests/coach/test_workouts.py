"""The programs line by line, as the guides give them; the figures here were copied out of the guides by hand."""

import pytest

from bot.coach.coach import Coach
from bot.coach.library import Library
from bot.coach.workouts import build, choose_program, nearest
from bot.errors import UserError

# Full guide, "Sample … Workout Programs".
BEGINNER = {
    1: [
        "1. Glute bridge — 3 × 12–15",
        "2. Romanian deadlift — 3 × 8–10 (light weight)",
        "3. Bent-over row — 3 × 10–12",
        "4. Wall sit — 3 × 30–45 s",
    ],
    2: [
        "1. Single-leg glute bridge — 2 × 8–10 per leg",
        "2. Kettlebell swing — 3 × 15–20 (light)",
        "3. Superman hold — 3 × 10–12",
        "4. Reverse lunge — 2 × 8–10 per leg",
    ],
}
INTERMEDIATE = {
    1: [
        "1. Romanian deadlift — 4 × 6–8",
        "2. Hip thrust — 3 × 10–12",
        "3. Bent-over row — 4 × 8–10",
        "4. Single-leg Romanian deadlift — 2 × 6–8 per leg",
    ],
    2: [
        "1. Kettlebell swing — 4 × 20–25",
        "2. Bulgarian split squat — 3 × 8–10 per leg",
        "3. Face pull — 3 × 12–15",
        "4. Glute bridge — 3 × 15–20",
    ],
}
# Gym guide, its sample plan: ten minutes of warm-up, six exercises, three stretches, 45–90 s of rest.
GYM = [
    "Warm-up (10 minutes)",
    "- Banded glute bridge — 2 × 15",
    "- Bird dog — 2 × 10 per side",
    "- Banded lateral walk — 2 × 15 per direction",
    "- Bodyweight hip hinge — 2 × 10",
    "Workout",
    "1. Romanian deadlift — 4 × 8–10",
    "2. Hip thrust — 4 × 10–12 (barbell)",
    "3. Walking lunge — 3 × 12 per leg",
    "4. Hamstring curl — 3 × 15 (ball or machine)",
    "5. Banded kickback or Cable pull-through — 3 × 12–15",
    "6. Glute bridge — 2 × 30 s (bodyweight hold)",
    "Cool-down",
    "- Hamstring stretch",
    "- Pigeon pose",
    "- Figure",
    "Rest 45–90 s between sets.",
]
# Full guide, its five stand-ins for the gym, in its order.
HOME = ["1. Single-leg glute bridge — 2 × ", "2. Reverse lunge — 2 × ", "3. Superman hold — 3 × ", "4. Wall sit — 3 × "]
HOME += ["5. Bird dog — 2 × 10 per side"]
# Runners' guide, its five exercises, in its order; it gives no figures, so all are borrowed or the coach's own.
RUNNER = ["1. Deadlift — ", "2. Romanian deadlift — ", "3. Hip thrust — ", "4. Nordic ", "5. Bulgarian split squat — "]


def shown(coach: Coach, program: str, day: int | None = None) -> list[str]:
    _, text = coach.workout(program, day)
    return [line.replace("**", "") for line in text.splitlines() if line]


def stand_in_order(wanted: list[str], lines: list[str]) -> bool:
    rest = iter(lines)
    return all(any(line.startswith(start) for line in rest) for start in wanted)


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize(("program", "days"), [("beginner", BEGINNER), ("intermediate", INTERMEDIATE)])
def test_the_two_days_of_the_full_guide(coach: Coach, program: str, days: dict[int, list[str]], day: int) -> None:
    lines = shown(coach, program, day)
    assert stand_in_order(days[day], lines)
    assert len([line for line in lines if " × " in line and line[0].isdigit()]) == 4
    assert lines[0].endswith(f"· day {day} of 2")
    assert any("48 hours" in line for line in lines)


@pytest.mark.parametrize(
    ("program", "wanted", "exercises"),
    [("gym", GYM, 13), ("home", HOME, 5), ("runner", RUNNER, 5)],
    ids=["gym", "home", "runner"],
)
def test_the_one_day_programs(coach: Coach, program: str, wanted: list[str], exercises: int) -> None:
    lines = shown(coach, program)
    assert stand_in_order(wanted, lines)
    assert len([line for line in lines if line[0] in "-123456789" and not line.startswith("-#")]) == exercises
    assert " of 1" not in lines[0]


def test_borrowed_and_own_figures_are_marked(coach: Coach) -> None:
    runner = shown(coach, "runner")
    assert [line[-1] for line in runner if " × " in line and line[0].isdigit()] == ["†", "‡", "‡", "†", "‡"]
    assert any("† The coach's own figure" in line for line in runner)
    assert any("‡ Figure borrowed" in line for line in runner)
    assert not any("†" in line or "‡" in line for line in shown(coach, "beginner"))


def test_every_dose_is_written_one_way(coach: Coach, library: Library) -> None:
    for program in library.programs.values():
        for day in range(1, len(program.days) + 1):
            text = "\n".join(shown(coach, program.id, day))
            assert "sets of" not in text
            assert not [word for word in text.split() if word[:-1].isdigit() and word[-1] in "sx"], "a unit has a space"
            assert " × " in text


def test_no_day_is_day_one(library: Library) -> None:
    assert build(library, "beginner") == build(library, "beginner", 1)


def test_exercises_are_listed_once_with_their_stand_ins(library: Library) -> None:
    exercises = build(library, "gym").exercises
    assert len(exercises) == len(set(exercises)) == 14
    assert {"banded-kickback", "cable-pull-through"} <= set(exercises)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("begginer", "There is no program called “begginer”. Did you mean “beginner”?"),
        ("  INTERMEDIAT", "Did you mean “intermediate”?"),
        ("zumba", "There are: beginner, gym, home, intermediate, runner"),
        ("", "There is no program called that name."),
        ("x" * 500, f"“{'x' * 40}”"),
    ],
    ids=["typo", "case", "far off", "empty", "endless"],
)
def test_an_unknown_program_offers_what_there_is(library: Library, program: str, words: str) -> None:
    with pytest.raises(UserError) as error:
        choose_program(library, program)
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["beginner", " Beginner ", "BEGINNER"])
def test_case_and_blanks_do_not_matter(library: Library, name: str) -> None:
    assert choose_program(library, name).id == "beginner"


@pytest.mark.parametrize("day", [0, -1, 3, 99])
@pytest.mark.parametrize(("program", "words"), [("beginner", "has days 1 and 2"), ("gym", "has only day 1")])
def test_a_day_that_is_not_there_says_which_are(library: Library, program: str, words: str, day: int) -> None:
    with pytest.raises(UserError, match=words):
        build(library, program, day)


def test_nothing_near_is_nothing() -> None:
    assert nearest("qqq", ["beginner", "gym"]) is None
    assert nearest("gim", ["beginner", "gym"]) == "gym"
