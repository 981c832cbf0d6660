"""What was said a moment ago, so that "how many reps?" has a subject. Kept in memory only, never stored."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.coach.reply import Reply

LIFETIME = timedelta(minutes=15)
_TURNS = 6
LEANT_ON = 2


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last messages of one person in one place, and what the last answer was about.

    `turns` are for the gate, which minds whatever was said; `recent` are those that a follow-up may lean on.
    """

    turns: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    topic: str | None = None
    aspect: str | None = None
    program: str | None = None
    alarm: str | None = None
    last_at: datetime | None = None

    def current(self, now: datetime) -> "Conversation":
        """This conversation, or a fresh one when a quarter of an hour has passed since the last message."""
        return Conversation() if self.last_at is None or now - self.last_at > LIFETIME else self

    def after(self, text: str, reply: Reply, now: datetime, alarm: str | None = None) -> "Conversation":
        """The conversation with one more turn; a reply about nothing keeps the subject of the turn before.

        What led to an alarm is not read again: the alarm itself stands, and old words must not raise it anew.
        """
        turns = () if alarm else (*self.turns, text)[-_TURNS:]
        recent = () if alarm else (*self.recent, text)[-LEANT_ON:]
        said = replace(self, turns=turns, recent=recent, last_at=now, alarm=alarm or self.alarm)
        if reply.topic is None or reply.kind in {"smalltalk", "clarify", "unknown"}:
            return said
        return replace(said, topic=reply.topic, aspect=reply.aspect, program=reply.program)

    def about(self, topic: str, aspect: str | None, now: datetime) -> "Conversation":
        """The conversation after a button chose a topic for it."""
        return replace(self, recent=(), topic=topic, aspect=aspect, last_at=now)


class Memory:
    """The conversations going on now, by place and person; old ones are dropped as new ones come in."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._talks: dict[tuple[int, int], Conversation] = {}

    def recall(self, place: int, person: int, now: datetime) -> Conversation:
        return self._talks.get((place, person), Conversation()).current(now)

    def keep(self, place: int, person: int, conversation: Conversation) -> None:
        self._talks.pop((place, person), None)
        self._talks[place, person] = conversation
        latest = conversation.last_at
        for key in list(self._talks):
            oldest = self._talks[key].last_at
            expired = latest is not None and oldest is not None and latest - oldest > LIFETIME
            if not expired and len(self._talks) <= self._most:
                break
            del self._talks[key]

    def __len__(self) -> int:
        return len(self._talks)
