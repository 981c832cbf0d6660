"""The pace at which posts leave: under Discord's limit of 50 requests a second for the whole bot."""

import asyncio

RATE = 46.0
"""Requests a second; what is left of Discord's 50 is for answers to members."""


class Pace:
    """Lets `rate` requests pass a second, evenly; shared by as many processes as `processes` says."""

    def __init__(self, rate: float = RATE) -> None:
        self._rate = rate
        self._free_at = 0.0
        self.processes = 1

    async def turn(self, requests: int = 1) -> None:
        """Wait until so many requests may be made."""
        slot = self.processes / self._rate
        # Looked at anew after each sleep: after a stall all wake at once, and may not leave at once.
        while (now := asyncio.get_running_loop().time()) < self._free_at:  # noqa: ASYNC110
            await asyncio.sleep(self._free_at - now)
        # One slot may be made up for, so that sleeps that end a little late do not lower the pace.
        self._free_at = max(self._free_at, now - slot) + requests * slot
