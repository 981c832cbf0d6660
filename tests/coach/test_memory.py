"""What was said a moment ago: for a quarter of an hour, for one person in one place, in bounded memory."""

from datetime import timedelta

import pytest
from grounds import NOON

from bot.coach.conversation import Conversation, Memory
from bot.coach.reply import Reply

THRUST = Reply("answer", "Shoulders on a bench.", "exercise/hip-thrust", "how-to")


def test_a_talk_is_over_after_a_quarter_of_an_hour() -> None:
    talk = Conversation().after("hip thrust?", THRUST, NOON)
    assert talk.current(NOON + timedelta(minutes=15)) == talk
    assert talk.current(NOON + timedelta(minutes=15, seconds=1)) == Conversation()


def test_every_message_starts_the_quarter_of_an_hour_anew() -> None:
    talk = Conversation().after("hip thrust?", THRUST, NOON)
    talk = talk.after("and then?", THRUST, NOON + timedelta(minutes=14))
    assert talk.current(NOON + timedelta(minutes=28)).topic == "exercise/hip-thrust"


@pytest.mark.parametrize("kind", ["smalltalk", "unknown", "clarify"])
def test_a_thank_you_in_between_keeps_the_subject(kind) -> None:
    talk = Conversation().after("hip thrust?", THRUST, NOON)
    talk = talk.after("thanks", Reply(kind, "You're welcome.", "meta/thanks"), NOON)
    assert (talk.topic, talk.aspect, talk.turns) == ("exercise/hip-thrust", "how-to", ("hip thrust?", "thanks"))


def test_an_alarm_stays_for_the_talk() -> None:
    talk = Conversation().after("my chest", THRUST, NOON, alarm="heart").after("and reps?", THRUST, NOON)
    assert talk.alarm == "heart"


def test_only_the_last_turns_are_kept() -> None:
    talk = Conversation()
    for number in range(50):
        talk = talk.after(f"turn {number}", THRUST, NOON)
    assert talk.turns == tuple(f"turn {number}" for number in range(44, 50))


def test_a_talk_belongs_to_one_person_in_one_place() -> None:
    memory = Memory()
    talk = Conversation().after("hip thrust?", THRUST, NOON)
    memory.keep(1, 2, talk)
    assert memory.recall(1, 2, NOON) == talk
    assert memory.recall(2, 1, NOON) == memory.recall(1, 3, NOON) == memory.recall(3, 2, NOON) == Conversation()


def test_memory_forgets_what_is_over() -> None:
    memory = Memory()
    for person in range(20):
        memory.keep(1, person, Conversation().after("hi", THRUST, NOON))
    later = NOON + timedelta(minutes=16)
    assert memory.recall(1, 5, later) == Conversation()
    memory.keep(1, 99, Conversation().after("hi", THRUST, later))
    assert len(memory) == 1


def test_memory_is_bounded_and_drops_the_oldest() -> None:
    memory = Memory(most=10)
    for person in range(25):
        memory.keep(1, person, Conversation().after("hi", THRUST, NOON + timedelta(seconds=person)))
    assert len(memory) == 10
    assert memory.recall(1, 14, NOON) == Conversation()
    assert memory.recall(1, 15, NOON) != Conversation()


def test_who_goes_on_talking_is_not_the_oldest() -> None:
    memory = Memory(most=2)
    for person in (1, 2, 1, 3):
        memory.keep(1, person, Conversation().after("hi", THRUST, NOON))
    assert memory.recall(1, 1, NOON) != Conversation()
    assert memory.recall(1, 2, NOON) == Conversation()
