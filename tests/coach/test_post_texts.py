"""What scheduled posts say, from the key that the schedule keeps."""

import pytest

from bot.coach.coach import Coach
from bot.coach.posts import compose
from bot.errors import UserError


def test_a_workout_of_a_day(coach: Coach) -> None:
    post = compose(coach, "workout/beginner/2")
    assert post.workout is not None
    assert (post.workout.program.id, post.workout.day, post.topic) == ("beginner", 2, None)
    assert coach.workout("beginner", 2)[1] in post.text
    assert post.text.startswith("**Today is a strength day.**\n")


def test_a_tip_for_a_day_between(coach: Coach) -> None:
    post = compose(coach, "topic/recovery/sleep")
    assert (post.workout, post.topic) == (None, "recovery/sleep")
    assert post.text.startswith("**No session today")
    assert "7–9 hours" in post.text


def test_every_tip_of_the_daily_mix_can_be_posted(coach: Coach) -> None:
    daily = coach.library.daily
    assert compose(coach, f"workout/{daily.program}/1").workout
    assert all(compose(coach, f"topic/{topic}").topic == topic for topic in daily.between)


@pytest.mark.parametrize("content", ["topic/recovery/gone", "workout/gone/1", "workout/beginner/9"])
def test_what_the_knowledge_no_longer_holds_is_a_sentence(coach: Coach, content: str) -> None:
    with pytest.raises(UserError):
        compose(coach, content)
