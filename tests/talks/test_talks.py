"""Conversations as data: each file of this folder holds talks, each talk its turns and what the reply must be.

A turn has `say`, and any of `kind`, `topic`, `aspect`, `program` (one value or a list of which one must be met),
`contains` and `absent` (phrases, case does not matter), `options` (topics that a button must offer).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.coach.reply import Reply

Several = Annotated[
    tuple[str | None, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else (value,))
]


class Turn(BaseModel):
    """What is said, and what must come back."""

    model_config = ConfigDict(extra="forbid")

    say: str
    kind: Several | None = None
    topic: Several | None = None
    aspect: Several | None = None
    program: Several | None = None
    contains: list[str] = Field(default=[])
    absent: list[str] = Field(default=[])
    options: list[str] = Field(default=[])

    def misses(self, reply: Reply) -> list[str]:
        """What of the reply is not as it must be."""
        wrong: list[str] = []
        for name in ("kind", "topic", "aspect", "program"):
            wanted: tuple[str | None, ...] | None = getattr(self, name)
            if wanted is not None and getattr(reply, name) not in wanted:
                wrong.append(f"{name} is {getattr(reply, name)}, not {' or '.join(map(str, wanted))}")
        text = reply.text.lower()
        wrong += [f"“{phrase}” is not said" for phrase in self.contains if phrase.lower() not in text]
        wrong += [f"“{phrase}” is said" for phrase in self.absent if phrase.lower() in text]
        offered = [option.topic for option in reply.options]
        return wrong + [f"{topic} is not offered" for topic in self.options if topic not in offered]


def talks() -> list[Any]:
    found: list[Any] = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for name, turns in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found.append(pytest.param([Turn.model_validate(turn) for turn in turns], id=f"{path.stem}: {name}"))
    return found


@pytest.mark.parametrize("turns", talks())
def test_a_talk(talk: Callable[..., list[Reply]], turns: list[Turn]) -> None:
    replies = talk(*(turn.say for turn in turns))
    wrong = {turn.say: misses for turn, reply in zip(turns, replies, strict=True) if (misses := turn.misses(reply))}
    assert wrong == {}


def test_a_turn_that_is_not_met_says_why() -> None:
    turn = Turn.model_validate({"say": "hi", "kind": "answer", "topic": None, "contains": ["a"], "absent": ["b"]})
    assert turn.misses(Reply("unknown", "B")) == ["kind is unknown, not answer", "“a” is not said", "“b” is said"]
