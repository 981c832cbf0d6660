"""The deep check: every example question is read by the engine that will read the members' questions."""

from datetime import UTC, datetime

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 3800


def misread(coach: Coach) -> list[str]:
    """One sentence for each example question that is answered from elsewhere, and each text too long for a message."""
    problems: list[str] = []
    for found in coach.library.everything():
        if len(coach.text_of(found)) > LONGEST_TEXT:
            problems.append(
                f"{found.topic} {found.aspect or ''}: the text is longer than a Discord message. Shorten it."
            )
        for question in found.passage.questions:
            reply, _ = coach.reply(question, Conversation(), _NOW)
            if not _right(coach, found.topic, reply.topic, reply.program):
                got = reply.topic or reply.kind
                problems.append(
                    f"{found.topic}: the example “{question}” is read as {got}. Reword it, or move it there."
                )
    return problems


def _right(coach: Coach, wanted: str, topic: str | None, program: str | None) -> bool:
    family, _, name = wanted.partition("/")
    if family == "program" and topic == "action/workout" and program == name:
        return True
    return topic == wanted
