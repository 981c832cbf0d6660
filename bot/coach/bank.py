"""The bank of example questions: what members type, and what each of them asks for.

Values only; `bankfile` reads them from `knowledge/questions/`, and `library` adds those that stand beside the texts.
"""

from typing import NamedTuple

OUTSIDE = "outside"
ANY_EXERCISE = "exercise/*"
ACTIONS = ("workout", "remind", "schedule", "log", "progress", "session")
# files under `outside/` that are no theme: what is near the subject without one, and what is far from it
BESIDE = ("near-other", "far")


class Spot(NamedTuple):
    """Where a line of the bank stands."""

    file: str
    line: int


class Example(NamedTuple):
    """One message of a member with its label; `before` are the messages that came before it, oldest first.

    `topic` is an id of the knowledge, an action, or `OUTSIDE`. `detail` says more: the aspect of an exercise, the
    program of `action/workout`, the sign behind a caution, the theme of what is outside. With the topic `ANY_EXERCISE`
    it is a follow-up that names no exercise and means the one spoken of.
    """

    text: str
    topic: str
    detail: str | None = None
    before: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the encoder's head tells apart: the topic, for actions, cautions and themes with the detail."""
        return (
            self.topic if self.detail is None or self.topic.startswith("exercise/") else f"{self.topic}#{self.detail}"
        )

    @property
    def aspect(self) -> str | None:
        return self.detail if self.topic.startswith("exercise/") else None
