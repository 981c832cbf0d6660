"""What Discord's commands need kept: entries, a club's answers, and what clubs and members set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.coach.club import ClubAnswer
from bot.schedule.entry import Entry
from bot.schedule.ports import Store
from bot.schedule.rule import Rule


class ClubStore(Store, Protocol):
    """The books of the schedule, and what the commands write into them; raises `StorageError` while they are away."""

    async def add_entry(
        self, *, guild_id: int | None, channel_id: int | None, user_id: int, program: str, rule: Rule, now: datetime
    ) -> Entry: ...

    async def entry(self, entry_id: int) -> Entry | None: ...

    async def entries_of_guild(self, guild_id: int) -> list[Entry]: ...

    async def entries_of_member(self, user_id: int) -> list[Entry]: ...

    async def remove_entry(self, entry_id: int) -> bool: ...

    async def club_timezone(self, guild_id: int) -> str | None: ...

    async def set_club_timezone(self, guild_id: int, timezone: str | None) -> None: ...

    async def club_country(self, guild_id: int) -> str | None: ...

    async def set_club_country(self, guild_id: int, country: str | None) -> None: ...

    async def club_answers(self, guild_id: int) -> list[ClubAnswer]: ...

    async def add_club_answer(
        self, *, guild_id: int, question: str, answer: str, other_ways: Sequence[str], created_by: int
    ) -> ClubAnswer: ...

    async def edit_club_answer(
        self, guild_id: int, answer_id: int, *, question: str, answer: str, other_ways: Sequence[str]
    ) -> bool: ...

    async def remove_club_answer(self, guild_id: int, answer_id: int) -> bool: ...

    async def member_timezone(self, user_id: int) -> str | None: ...

    async def set_member_timezone(self, user_id: int, timezone: str | None) -> None: ...
