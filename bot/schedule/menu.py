"""What the library offers to the schedule: sessions of programs, their rhythm, and the tips for the days between."""

from dataclasses import dataclass

from bot.coach.library import Library


@dataclass(frozen=True, slots=True)
class LibraryMenu:
    """The `rotation.Menu` of a knowledge base."""

    library: Library

    def sessions(self, program: str) -> int:
        found = self.library.programs.get(program)
        return len(found.days) if found else 0

    def gaps(self, program: str) -> tuple[int, ...]:
        found = self.library.programs.get(program)
        return found.gaps if found else ()

    def daily_program(self) -> str:
        return self.library.daily.program

    def between(self) -> tuple[str, ...]:
        return self.library.daily.between
