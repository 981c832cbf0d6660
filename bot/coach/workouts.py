"""A program's day as something to show: sections of lines, each an exercise with its prescription."""

import difflib
from dataclasses import dataclass

from bot.coach.library import Library
from bot.coach.model import Program, Slot
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class WorkoutLine:
    """One line: the names (two where either will do), the slot's prescription, and whose figure it is."""

    names: tuple[str, ...]
    exercises: tuple[str, ...]
    slot: Slot
    own: bool
    borrowed: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the session, such as the warm-up."""

    title: str
    lines: tuple[WorkoutLine, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Workout:
    """One day of a program, ready to be worded; days count from 1."""

    program: Program
    day: int
    days: int
    title: str
    sections: tuple[Section, ...]

    @property
    def exercises(self) -> tuple[str, ...]:
        """Ids of everything in it, in order, each once."""
        return tuple(dict.fromkeys(e for s in self.sections for line in s.lines for e in line.exercises))


def nearest(word: str, known: list[str]) -> str | None:
    """The known name closest to what was typed, or None when none is close."""
    close = difflib.get_close_matches(word.strip().lower(), known, n=1, cutoff=0.6)
    return close[0] if close else None


def choose_program(library: Library, name: str) -> Program:
    """The program of that name; raises `UserError` with the nearest one."""
    wanted = name.strip().lower()
    if program := library.programs.get(wanted):
        return program
    guess = nearest(wanted, list(library.programs))
    names = ", ".join(library.programs)
    hint = f"Did you mean “{guess}”?" if guess else f"There are: {names}."
    shown = f"“{name.strip()[:40]}”" if wanted else "that name"
    raise UserError(f"There is no program called {shown}. {hint}")


def build(library: Library, program_id: str, day: int | None = None) -> Workout:
    """One day of a program (day 1 when none is given); raises `UserError` for a program or day that does not exist."""
    program = choose_program(library, program_id)
    number = 1 if day is None else day
    if not 1 <= number <= len(program.days):
        last = len(program.days)
        days = "only day 1" if last == 1 else "days 1 and 2" if last == 2 else f"days 1 to {last}"
        raise UserError(f"The {program.name} has {days}. Choose one of those.")
    chosen = program.days[number - 1]
    minutes = f" ({chosen.warm_up_minutes} minutes)" if chosen.warm_up_minutes else ""
    parts = [
        (f"Warm-up{minutes}", chosen.warm_up, False),
        ("Workout", chosen.work, True),
        ("Cool-down", chosen.cool_down, False),
    ]
    sections = tuple(
        Section(title, tuple(_line(library, program, slot) for slot in slots), numbered)
        for title, slots, numbered in parts
        if slots
    )
    return Workout(program, number, len(program.days), chosen.title, sections)


def _line(library: Library, program: Program, slot: Slot) -> WorkoutLine:
    ids = (slot.exercise, *slot.or_)
    own = slot.source == "backline"
    borrowed = slot.source is not None and not own and slot.source not in program.sources
    return WorkoutLine(tuple(library.exercises[i].name for i in ids), ids, slot, own, borrowed)
