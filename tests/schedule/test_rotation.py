"""What is posted next: days of a program in turn, and the daily reminder's sessions and tips."""

from datetime import UTC, datetime, time

import pytest
from schedule_fakes import FakeMenu, progress

from bot.schedule.entry import Progress
from bot.schedule.ports import Undeliverable
from bot.schedule.rotation import next_content
from bot.schedule.rule import Rule, next_dates

EVERY_DAY = frozenset(range(7))


def month(rule: Rule, start: datetime, menu: FakeMenu, program: str = "daily", count: int = 14) -> list[str]:
    """The first posts of an entry."""
    state, posts = Progress(), list[str]()
    for due in next_dates(rule, start, count):
        content, state = next_content(program, rule, state, due, menu)
        posts.append(content)
    return posts


def test_a_program_posts_its_days_in_rotation() -> None:
    rule = Rule(frozenset({0, 3}), time(7), "UTC")
    posts = month(rule, datetime(2026, 1, 1, tzinfo=UTC), FakeMenu(), "runner", 4)
    assert posts == ["workout/runner/1", "workout/runner/2", "workout/runner/3", "workout/runner/1"]


def test_the_daily_reminder_begins_with_a_session_and_keeps_the_gaps() -> None:
    posts = month(Rule(EVERY_DAY, time(7), "UTC"), datetime(2026, 1, 1, tzinfo=UTC), FakeMenu())
    assert [day for day, post in enumerate(posts) if post.startswith("workout/")] == [0, 3, 7, 10]
    assert posts[0] == "workout/beginner/1"
    assert posts[3] == "workout/beginner/2"
    assert posts[7] == "workout/beginner/1"


def test_tips_come_in_rotation_and_none_twice_in_a_row() -> None:
    posts = month(Rule(EVERY_DAY, time(7), "UTC"), datetime(2026, 1, 1, tzinfo=UTC), FakeMenu())
    tips = [post for post in posts if post.startswith("topic/")]
    assert tips[:4] == ["topic/recovery/sleep", "topic/recovery/food", "topic/faq/soreness", "topic/recovery/sleep"]


def test_a_gap_of_two_days_needs_48_real_hours_also_when_the_clocks_go_forward() -> None:
    rule, menu = Rule(EVERY_DAY, time(7), "Europe/London"), FakeMenu(rhythm=(2,))
    saturday = datetime(2026, 3, 28, 7, tzinfo=UTC)
    monday, tuesday = datetime(2026, 3, 30, 6, tzinfo=UTC), datetime(2026, 3, 31, 6, tzinfo=UTC)
    posted = progress(sessions=1, last=saturday)
    assert next_content("daily", rule, posted, monday, menu)[0].startswith("topic/")
    assert next_content("daily", rule, posted, tuesday, menu)[0] == "workout/beginner/2"


def test_a_gap_counts_local_calendar_days_not_hours() -> None:
    rule, menu = Rule(EVERY_DAY, time(7), "Europe/London"), FakeMenu(rhythm=(3,))
    posted = progress(sessions=1, last=datetime(2026, 3, 27, 7, tzinfo=UTC))
    assert next_content("daily", rule, posted, datetime(2026, 3, 30, 6, tzinfo=UTC), menu)[0].startswith("workout/")


def test_a_session_moves_sessions_on_and_a_tip_moves_tips_on() -> None:
    rule, menu = Rule(EVERY_DAY, time(7), "UTC"), FakeMenu()
    first, second = datetime(2026, 1, 1, 7, tzinfo=UTC), datetime(2026, 1, 2, 7, tzinfo=UTC)
    after_session = next_content("daily", rule, Progress(), first, menu)[1]
    assert after_session == progress(sessions=1, last=first)
    assert next_content("daily", rule, after_session, second, menu)[1] == progress(sessions=1, between=1, last=first)


@pytest.mark.parametrize(
    ("program", "menu", "words"),
    [
        pytest.param("gone", FakeMenu(), "“gone” is no longer there", id="program"),
        pytest.param("daily", FakeMenu(programs={}), "“beginner” is no longer there", id="daily program"),
    ],
)
def test_what_the_library_no_longer_has_needs_a_human(program: str, menu: FakeMenu, words: str) -> None:
    with pytest.raises(Undeliverable, match=words):
        next_content(program, Rule(EVERY_DAY, time(7), "UTC"), Progress(), datetime(2026, 1, 1, tzinfo=UTC), menu)


def test_days_without_any_tip_need_a_human() -> None:
    posted = progress(sessions=1, last=datetime(2026, 1, 1, tzinfo=UTC))
    rule, menu = Rule(EVERY_DAY, time(7), "UTC"), FakeMenu(tips=())
    with pytest.raises(Undeliverable, match="no tips"):
        next_content("daily", rule, posted, datetime(2026, 1, 2, tzinfo=UTC), menu)
