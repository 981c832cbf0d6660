"""Scheduled posts: on the minute of the club's own clock, in turn, once, and over a restart."""

from datetime import UTC, datetime

import pytest

from .seen import choices, custom_ids, text_of, title_of
from .server import Club


def utc(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


async def days_of(club: Club, count: int) -> list[str]:
    """The first line of what is posted on each of the next days."""
    titles = []
    for _ in range(count):
        before = len(club.said(club.strength))
        await club.after(days=1)
        titles += [title_of(post) for post in club.said(club.strength)[before:]]
    return titles


@pytest.mark.parametrize(
    ("zone", "changed", "before", "after"),
    [
        ("Europe/London", 29, 7, 6),
        ("Europe/Paris", 29, 6, 5),
        ("America/New_York", 8, 12, 11),
        ("Asia/Tokyo", 29, 22, 22),
    ],
)
async def test_a_post_keeps_its_wall_clock_minute_when_the_clocks_change(
    club: Club, zone: str, changed: int, before: int, after: int
) -> None:
    await club.until(utc(3, changed - 1))
    await club.schedule(days="every day", timezone=zone)
    for day, hour in ((changed - 1, before), (changed, after), (changed + 1, after)):
        sent = len(club.said(club.strength))
        await club.until(utc(3, day, hour - 1, 59, 59))
        assert len(club.said(club.strength)) == sent
        await club.until(utc(3, day, hour, 0, 2))
        assert len(club.said(club.strength)) == sent + 1


async def test_a_program_goes_through_its_days_in_turn(club: Club) -> None:
    await club.schedule(days="mon thu")
    await club.until(utc(1, 16))
    titles = [title_of(post) for post in club.said(club.strength)]
    days = [1, 2, 1, 2, 1]  # Thu 1, Mon 5, Thu 8, Mon 12 and Thu 15 January
    assert titles == [f"Beginner program · day {day} of 2" for day in days]


async def test_a_post_is_the_workout_with_its_exercises_to_open(club: Club) -> None:
    await club.schedule(days="every day")
    await club.after(days=1)
    (post,) = club.said(club.strength)
    assert text_of(post).startswith("**Today is a strength day.**")
    assert "1. Glute bridge — 3 × 12–15" in text_of(post)
    result = await club.robin.select(post, ["glute-bridge"], custom_id=custom_ids(post)[0])
    assert result.ephemeral
    assert text_of(result.response).startswith("### Glute bridge")


async def test_a_daily_reminder_alternates_sessions_and_tips(club: Club) -> None:
    await club.schedule(program="daily", days="every day")
    titles = await days_of(club, 8)
    sessions = [day for day, title in enumerate(titles) if title.startswith("Beginner program")]
    assert sessions == [0, 3, 7]
    assert len(titles) == 8
    tips = [title for title in titles if not title.startswith("Beginner program")]
    assert len(set(tips)) == 5
    tip = club.said(club.strength)[1]
    assert text_of(tip).startswith("**No session today: recover well.**")
    assert choices(tip) == {}


async def test_the_button_under_a_tip_opens_the_whole_answer_in_private(club: Club) -> None:
    await club.schedule(program="daily", days="every day")
    await club.after(days=2)
    tip = club.said(club.strength)[1]
    await club.restart()
    result = await club.robin.click(tip, label="More about this")
    assert result.ephemeral
    assert title_of(result.response) == title_of(tip)
    assert "-# " in text_of(result.response)


async def test_a_post_has_a_nonce_that_discord_enforces_and_carries_its_delivery(club: Club) -> None:
    await club.schedule(days="every day")
    await club.after(days=1)
    (sent,) = club.requests("POST", f"/channels/{club.strength.id}/messages")
    (delivery,) = await club.store.last_deliveries(1, 5)
    (post,) = club.said(club.strength)
    assert sent["nonce"] == delivery.nonce
    assert len(sent["nonce"]) <= 25
    assert sent["enforce_nonce"] is True
    assert sent["allowed_mentions"]["parse"] == []
    assert custom_ids(post) == [f"bl:look:beginner:1:{delivery.id}"]
    assert (delivery.state, delivery.message_id) == ("sent", post.id)


async def test_a_restart_keeps_the_schedule_and_posts_nothing_twice(club: Club) -> None:
    await club.schedule(days="every day")
    titles = []
    for _ in range(3):
        await club.restart()
        titles += await days_of(club, 1)
        await club.restart()
    assert titles == [f"Beginner program · day {day} of 2" for day in (1, 2, 1)]


async def test_what_fell_due_while_the_bot_was_away_goes_out_on_its_return(club: Club) -> None:
    await club.schedule(days="every day")
    await club.bot.runner.stop()
    await club.until(utc(1, 1, 8, 30))
    assert club.said(club.strength) == []
    await club.restart()
    assert len(club.said(club.strength)) == 1


async def test_what_is_hours_late_is_not_posted_and_the_captain_is_told(club: Club) -> None:
    await club.schedule(days="every day")
    await club.bot.runner.stop()
    await club.until(utc(1, 1, 12))
    await club.restart()
    assert club.said(club.strength) == []
    (told,) = club.said(club.sam.user.dm_channel)
    assert "A post did not go out" in text_of(told)
    assert await days_of(club, 1) == ["Beginner program · day 1 of 2"]


async def test_many_entries_of_the_same_minute_all_go_out_once(club: Club) -> None:
    programs = list(club.coach.library.programs)
    wanted = [(program, place) for program in programs for place in (club.strength, club.general)]
    for program, place in wanted:
        await club.schedule(program=program, channel=place, days="every day")
    await club.after(days=1)
    assert len(club.said(club.strength)) == len(club.said(club.general)) == len(programs)
