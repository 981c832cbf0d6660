"""A year of posts, one virtual day after the other: the runner's every due time against an independent judge."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from schedule_fakes import FakeClock, FakeMenu, FakePoster, FakeStore
from schedule_judge import expected

from bot.schedule.entry import Delivery, Entry
from bot.schedule.pacing import Pace
from bot.schedule.phrases import parse_pattern
from bot.schedule.rule import Rule, next_after
from bot.schedule.runner import Runner

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
YEAR_END = datetime(2027, 1, 1, tzinfo=UTC)
TIMES = [time.fromisoformat(text) for text in ("00:30", "01:30", "02:00", "02:15", "02:30", "03:00", "07:00")]
WEEKDAY_TIMES = (time(2, 15), time(7))


def rules_at(at: time, zone: str) -> list[Rule]:
    """What a captain would write, all at one time."""
    phrases = ["every day", "every other tuesday", "first saturday", *(["weekdays"] if at in WEEKDAY_TIMES else [])]
    patterns = [parse_pattern(text) for text in phrases]
    first_tuesday = date(2026, 1, 6)
    return [
        Rule(one.days, at, zone, every=one.every, nth=one.nth, anchor=first_tuesday if one.every > 1 else None)
        for one in patterns
    ]


@dataclass
class Diary(FakePoster):
    """When each entry was posted, and what it was due."""

    clock: FakeClock = field(default_factory=FakeClock)
    days: defaultdict[int, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))

    async def post(self, entry: Entry, delivery: Delivery) -> int:
        self.days[entry.id].append((self.clock.now(), delivery.due_at))
        return await super().post(entry, delivery)


@pytest.mark.parametrize(
    "zone",
    ["Europe/London", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca"],
)
async def test_a_year_of_a_club_is_posted_on_the_dot_none_missing_none_twice(zone: str) -> None:
    clock, store = FakeClock(NEW_YEAR), FakeStore()
    for channel, rule in enumerate(rule for at in TIMES for rule in rules_at(at, zone)):
        store.add(channel_id=channel, rule=rule, next_at=next_after(rule, NEW_YEAR))
    diary = Diary(clock=clock)
    runner = Runner(store, diary, FakeMenu(), clock, pace=Pace(rate=1e9))
    while (due := store.earliest()) is not None and due <= YEAR_END:
        clock.moment = due
        await runner.turn()
    for entry in store.entries.values():
        told = expected(entry.rule, NEW_YEAR, YEAR_END)
        assert diary.days[entry.id] == [(moment, moment) for moment in told]
    assert sum(map(len, diary.days.values())) > 3300
    assert set(store.states()) == {"sent"}


async def test_a_year_asked_hour_by_hour_is_the_same_year() -> None:
    clock, store = FakeClock(NEW_YEAR), FakeStore()
    zone = "Europe/London"
    for channel, rule in enumerate(rules_at(time(1, 30), zone)):
        store.add(channel_id=channel, rule=rule, next_at=next_after(rule, NEW_YEAR))
    diary = Diary(clock=clock)
    runner = Runner(store, diary, FakeMenu(), clock, pace=Pace(rate=1e9))
    while clock.moment < YEAR_END:
        clock.advance(hours=1)
        await runner.turn()
    for entry in store.entries.values():
        due = [due_at for _, due_at in diary.days[entry.id]]
        assert due == expected(entry.rule, NEW_YEAR, YEAR_END)
        assert all(posted - due_at < timedelta(hours=1) for posted, due_at in diary.days[entry.id])
