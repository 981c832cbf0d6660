"""What Discord's commands need kept: entries, a club's answers, and what clubs and members set."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.coach.club import ClubAnswer
from bot.schedule.entry import PATIENCE, Delivery, Entry
from bot.schedule.ports import Store
from bot.schedule.rule import Rule


class ClubStore(Store, Protocol):
    """The books of the schedule, and what the commands write into them; raises `StorageError` while they are away."""

    async def add_entry(
        self,
        *,
        guild_id: int | None,
        channel_id: int | None,
        user_id: int,
        program: str,
        rule: Rule,
        now: datetime,
        personal: bool | None = None,
        role_id: int | None = None,
        text: str = "",
        opening: str = "",
        patience: timedelta = PATIENCE,
        events: tuple[int, ...] | None = None,
    ) -> Entry: ...

    async def entry(self, entry_id: int) -> Entry | None: ...

    async def entries_of_guild(self, guild_id: int) -> list[Entry]: ...

    async def entries_of_member(self, user_id: int) -> list[Entry]: ...

    async def members_entries_in(self, guild_id: int) -> list[Entry]: ...

    async def change_entry(self, entry_id: int, how: Callable[[Entry], Entry], now: datetime) -> Entry | None: ...

    async def remove_entry(self, entry_id: int, now: datetime) -> bool: ...

    async def restore_entry(
        self, entry_id: int, now: datetime, *, whose: Callable[[Entry], bool] | None = None
    ) -> Entry | None: ...

    async def snooze(self, delivery_id: str, when: Callable[[Entry], Rule], now: datetime) -> Entry | None: ...

    async def untold(self, user_id: int) -> list[Entry]: ...

    async def note_told(self, entries: Sequence[Entry]) -> None: ...

    async def delivery(self, delivery_id: str) -> Delivery | None: ...

    async def last_deliveries(self, entry_id: int, count: int) -> list[Delivery]: ...

    async def long_run(self, guild_id: int) -> int | None: ...

    async def set_long_run(self, guild_id: int, day: int | None) -> None: ...

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
