"""What Create Message remembers of nonces, by a clock of its own."""

from .payloads import Json

KEPT = 60.0
"""Seconds for which a nonce is remembered; Discord says "the past few minutes"."""


class Nonces:
    """The first message with each nonce in a channel; `clock` is in seconds, and only tests move it."""

    def __init__(self) -> None:
        self.clock = 0.0
        self._first: dict[tuple[str, str], tuple[float, Json]] = {}

    def first(self, channel: str, nonce: str) -> Json | None:
        """The message that was made with this nonce, unless that is too long ago."""
        made_at, message = self._first.get((channel, nonce), (self.clock, None))
        return message if self.clock - made_at <= KEPT else None

    def keep(self, channel: str, nonce: str, message: Json) -> None:
        """Remember what was made with a nonce."""
        self._first[channel, nonce] = self.clock, message
