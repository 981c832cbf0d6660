"""What a scheduled post says: a session of a program, or a tip for a day between."""

from dataclasses import dataclass

from bot.coach.coach import Coach
from bot.coach.workouts import Workout
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Post:
    """The text of a post, and what its select or button opens."""

    text: str
    workout: Workout | None = None
    topic: str | None = None


def compose(coach: Coach, content: str) -> Post:
    """The post for a content key such as `workout/beginner/2` or `topic/recovery/sleep`.

    Raises `UserError` when the knowledge no longer holds it.
    """
    family, _, rest = content.partition("/")
    if family == "workout":
        program, _, day = rest.rpartition("/")
        workout, text = coach.workout(program, int(day))
        return Post(coach.voice.say("post_workout", text=text), workout=workout)
    found = coach.library.find(rest)
    if found is None:
        raise UserError(f"The topic {rest} is no longer in the knowledge base. Remove this entry and add it again.")
    return Post(coach.voice.say("post_tip", title=found.title, passage=found.passage), topic=rest)
