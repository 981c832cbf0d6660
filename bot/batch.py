"""Questions by the line: JSON in, JSON out, one conversation a line; a line that cannot be read becomes an error."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, StrictInt, StrictStr, ValidationError

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.reply import Reply


class BatchLine(BaseModel):
    """One line of input; unknown keys are ignored."""

    id: StrictStr | StrictInt
    turns: list[str] = Field(min_length=1)


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """A reply as scripts read it: what is absent is null, sources are ids, options name topic, aspect and title."""
    names = ("kind", "topic", "aspect", "program", "confidence", "text")
    shown: dict[str, Any] = {name: getattr(reply, name) for name in names}
    shown["confidence"] = round(reply.confidence, 3)
    return shown | {"sources": list(reply.sources), "options": [asdict(option) for option in reply.options]}


def answer_lines(coach: Coach, lines: Iterable[str], now: datetime) -> Iterator[str]:
    """One output line for each input line that is not blank."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answered(coach, line, now), ensure_ascii=False)


def _answered(coach: Coach, line: str, now: datetime) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": 'this line is not JSON; write {"id": "q1", "turns": ["your question"]}'}
    if not isinstance(given, dict):
        return {"id": None, "error": 'this line is not an object; write {"id": "q1", "turns": ["your question"]}'}
    name = given.get("id")
    try:
        question = BatchLine.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        return {"id": name if isinstance(name, str | int) else None, "error": f"{where}: {first['msg'].lower()}"}
    talk = Conversation()
    replies: list[dict[str, Any]] = []
    for turn in question.turns:
        reply, talk = coach.reply(turn, talk, now)
        replies.append(reply_as_json(reply))
    return {"id": question.id, "replies": replies}
