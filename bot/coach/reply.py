"""What the coach hands back. Every door renders these values and nothing else."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "caution", "action", "clarify", "smalltalk", "unknown"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something a button under a reply offers: a topic, for an exercise with its aspect."""

    topic: str
    aspect: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply to one question; `confidence` runs from 0 to 1, `sources` are ids, what is absent is None.

    `has_more` says that the coach can say more on the topic than `text` does: `Coach.open(…, whole=True)`.
    """

    kind: Kind
    text: str
    topic: str | None = None
    aspect: str | None = None
    program: str | None = None
    day: int | None = None
    confidence: float = 1.0
    sources: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    has_more: bool = False
