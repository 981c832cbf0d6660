"""What a club has set that its answers need: its own questions and its country, kept in memory while they stand."""

import asyncio
import logging
from dataclasses import dataclass

from bot.coach.club import ClubAnswer
from bot.discord_app.ports import ClubStore
from bot.errors import StorageError

log = logging.getLogger(__name__)
_PATIENCE = 2.0  # seconds: somebody waits for an answer, and it may be a caution
_MOST = 2000


@dataclass(frozen=True, slots=True)
class KnownClub:
    """A club's answers, and the ISO code of its country."""

    answers: tuple[ClubAnswer, ...] = ()
    country: str | None = None


_NOBODY = KnownClub()


class KnownClubs:
    """Clubs by the id of their server; every change made here is to be followed by `forget`."""

    def __init__(self, store: ClubStore) -> None:
        self._store = store
        self._known: dict[int, KnownClub] = {}
        self._changes = 0

    async def of(self, guild_id: int | None) -> KnownClub:
        """What this server's club has set; nothing in a direct message, and nothing while the database is away."""
        if guild_id is None:
            return _NOBODY
        if guild_id not in self._known:
            before = self._changes
            try:
                async with asyncio.timeout(_PATIENCE):
                    found = await self._read(guild_id)
            except (StorageError, TimeoutError) as error:
                log.warning("the answers of club %d could not be read (%s)", guild_id, type(error).__name__)
                return _NOBODY
            if before != self._changes:  # what was read may be older than a change made meanwhile
                return found
            self._keep(guild_id, found)
        return self._known[guild_id]

    def forget(self, guild_id: int) -> None:
        """Read this club anew the next time."""
        self._changes += 1
        self._known.pop(guild_id, None)

    async def _read(self, guild_id: int) -> KnownClub:
        answers = await self._store.club_answers(guild_id)
        return KnownClub(tuple(answers), await self._store.club_country(guild_id))

    def _keep(self, guild_id: int, found: KnownClub) -> None:
        self._known[guild_id] = found
        if len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
