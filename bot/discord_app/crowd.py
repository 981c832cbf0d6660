"""Many questions in one moment: all of them are acknowledged before the first is thought about.

Discord wants a first answer within three seconds, and thinking in threads holds up the loop that would give it.
"""

import asyncio
from collections.abc import Awaitable, Callable

# Long enough for what arrived in the same moment to be seen, too short for a person to notice.
_GLANCE = 0.004


class Crowd:
    """Counts the commands that are on their way to an acknowledgement."""

    def __init__(self) -> None:
        self._arriving = 0
        self._came = 0

    async def let_in(self, acknowledge: Callable[[], Awaitable[object]], *, busy: bool) -> None:
        """Return when it is time to think: at once for one who comes alone, who is not acknowledged first.

        When others come in the same moment, or the coach is `busy`, all are acknowledged before any is answered.
        """
        self._arriving += 1
        self._came += 1
        first, number = self._arriving == 1, self._came
        try:
            await asyncio.sleep(_GLANCE)
            alone = first and number == self._came and not busy
            if not alone:
                await acknowledge()
        finally:
            self._arriving -= 1
        if alone and self._arriving:
            await acknowledge()
        while self._arriving:  # noqa: ASYNC110  the simulated Discord settles over sleeps, not over events
            await asyncio.sleep(_GLANCE)
