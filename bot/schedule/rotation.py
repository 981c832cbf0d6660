"""What an entry posts next: a program's days in turn, one of them, a day of the daily mix, a digest, words. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.schedule.entry import Progress
from bot.schedule.ports import Undeliverable
from bot.schedule.rule import Rule, local_days_between

DAILY = "daily"
DIGEST = "digest"
TEXT = "text"
AGAIN = "again/"
"""Before the content key of a post that somebody snoozed."""
# Muscles want two nights between hard sessions; in real hours, because a clock change shortens a night.
REST = timedelta(hours=48)


class Menu(Protocol):
    """What there is to post, as the library of programs and topics knows it."""

    def sessions(self, program: str) -> int:
        """How many days the program has; 0 when there is no such program."""
        ...

    def gaps(self, program: str) -> tuple[int, ...]:
        """Calendar days from one session to the next, cycling: (3, 4) for twice a week."""
        ...

    def daily_program(self) -> str:
        """The program whose sessions the daily reminder posts."""
        ...

    def between(self) -> tuple[str, ...]:
        """Topic ids for the days without a session, in the order they are posted."""
        ...


def next_content(program: str, rule: Rule, progress: Progress, due: datetime, menu: Menu) -> tuple[str, Progress]:
    """What is posted at `due` as a key (`workout/beginner/1`, `topic/recovery/sleep`, `text`), and the progress after.

    Raises `Undeliverable` when the library no longer has what this entry posts.
    """
    if program in {DIGEST, TEXT}:
        return program, replace(progress, sessions=progress.sessions + 1)
    if program.startswith(AGAIN):
        return program.removeprefix(AGAIN), progress
    if program != DAILY:
        name, slash, day = program.partition("/")
        return _one_day(name, int(day), progress, due, menu) if slash else _session(program, progress, due, menu)
    program = menu.daily_program()
    if _session_due(program, rule, progress, due, menu):
        return _session(program, progress, due, menu)
    return _tip(progress, menu)


def _session(program: str, progress: Progress, due: datetime, menu: Menu) -> tuple[str, Progress]:
    days = menu.sessions(program)
    if days < 1:
        raise Undeliverable(f"The program “{program}” is no longer there: change what this entry posts.")
    day = progress.sessions % days + 1
    return f"workout/{program}/{day}", replace(progress, sessions=progress.sessions + 1, last_session_at=due)


def _one_day(program: str, day: int, progress: Progress, due: datetime, menu: Menu) -> tuple[str, Progress]:
    if day > menu.sessions(program):
        raise Undeliverable(f"Day {day} of the program “{program}” is no longer there: change what this entry posts.")
    return f"workout/{program}/{day}", replace(progress, sessions=progress.sessions + 1, last_session_at=due)


def _tip(progress: Progress, menu: Menu) -> tuple[str, Progress]:
    topics = menu.between()
    if not topics:
        raise Undeliverable("There are no tips for the days between sessions any more: stop this reminder.")
    return f"topic/{topics[progress.between % len(topics)]}", replace(progress, between=progress.between + 1)


def _session_due(program: str, rule: Rule, progress: Progress, due: datetime, menu: Menu) -> bool:
    last = progress.last_session_at
    if last is None or progress.sessions < 1:
        return True
    gaps = menu.gaps(program)
    gap = gaps[(progress.sessions - 1) % len(gaps)] if gaps else 1
    return due - last >= REST and local_days_between(rule.zone, last, due) >= gap
