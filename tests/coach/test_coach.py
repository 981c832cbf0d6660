"""The decision: pure, steady, safe to share between threads, and never at a loss for any text."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import get_args

import pytest
from grounds import NOON
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.reply import Kind, Reply
from bot.errors import UserError

QUESTIONS = [
    "how do I do a hip thrust?",
    "how many reps?",
    "and without a bench?",
    "can I train every day?",
    "show me the beginner workout",
    "what's the best pizza?",
    "hi",
    "my calf is swollen and hot",
]


def ask(coach: Coach, text: str, talk: Conversation | None = None) -> Reply:
    return coach.reply(text, talk or Conversation(), NOON)[0]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gets_the_same_reply(coach: Coach, question: str) -> None:
    replies = {ask(coach, question).text for _ in range(5)}
    assert len(replies) == 1


def test_a_reply_leaves_the_conversation_it_was_given_alone(coach: Coach) -> None:
    before = Conversation()
    _, after = coach.reply("how do I do a hip thrust?", before, NOON)
    assert before == Conversation()
    assert after.topic == "exercise/hip-thrust"
    assert after.turns == ("how do I do a hip thrust?",)


def test_eight_threads_get_what_one_would(coach: Coach) -> None:
    alone = [ask(coach, question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: ask(coach, question), QUESTIONS * 8))
    assert together == alone * 8


def test_two_people_do_not_share_a_subject(coach: Coach) -> None:
    _, hers = coach.reply("how do I do a hip thrust?", Conversation(), NOON)
    _, his = coach.reply("how do I do a deadlift?", Conversation(), NOON)
    assert ask(coach, "how many reps?", hers).topic == "exercise/hip-thrust"
    assert ask(coach, "how many reps?", his).topic == "exercise/deadlift"


def test_a_subject_is_forgotten_after_a_quarter_of_an_hour(coach: Coach) -> None:
    _, talk = coach.reply("how do I do a hip thrust?", Conversation(), NOON)
    reply, _ = coach.reply("how many reps?", talk, NOON + timedelta(minutes=16))
    assert reply.topic != "exercise/hip-thrust"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "squat " * 700,
        "a" * 4000,
        "?" * 4000,
        "🏋️‍♀️💪🏽" * 400,
        "كم مرة في الأسبوع أتدرب؟",
        "\u202ehow many reps\u202c",
        "hip\0thrust\x1b[31m",
        "\ud800",
        "Z̸̢̛͔a̵l̶g̷o" * 100,
        "{{ 7 * 7 }} {% raw %}",
        "<script>alert(1)</script>'; DROP TABLE entry; --",
        "((((((((((((((((((((((((((((((((((" * 50,
        "no " * 1300,
        "my chest hurts " * 260,
        " " * 3998 + "hi",
        ", and also " * 360,
        "1x1x1 kg 2-2 to " * 250,
        "how? " * 800,
        "\n" * 2000 + "squat?",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_no_text_upsets_it(coach: Coach, text: str) -> None:
    reply, talk = coach.reply(text, Conversation(), NOON)
    coach.reply(text, talk, NOON)
    assert reply.kind in get_args(Kind)
    assert 0 <= reply.confidence <= 1
    assert 0 < len(reply.text) < 4000
    assert "Error" not in reply.text
    assert "Traceback" not in reply.text


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_any_text_gets_a_reply(coach: Coach, text: str) -> None:
    assert ask(coach, text).text


@pytest.mark.parametrize("text", ["", "  \n", "<@123456789012345678>", "\u200b\u2060"], ids=ascii)
def test_nothing_said_gets_three_examples(coach: Coach, text: str) -> None:
    reply = ask(coach, text)
    assert (reply.kind, reply.topic) == ("unknown", None)
    assert reply.text.count("\n- ") == 3
    assert "don't know" not in reply.text


def test_what_buttons_offer_can_be_opened(coach: Coach) -> None:
    replies = [ask(coach, question) for question in QUESTIONS]
    options = [option for reply in replies for option in reply.options]
    assert options
    for option in options:
        assert coach.open(option.topic, option.aspect).topic == option.topic


@pytest.mark.parametrize("topic", ["faq/gone", "exercise/gone", "nonsense", "", "program/gone"])
def test_a_button_of_old_gets_a_sentence(coach: Coach, topic: str) -> None:
    with pytest.raises(UserError, match=r"Ask me again with /ask\."):
        coach.open(topic)


@pytest.mark.parametrize(
    ("name", "words"),
    [("hip trust", "Did you mean “Hip thrust”?"), ("qqqqqq", "pick one from the list"), ("", "pick one from the list")],
)
def test_an_unknown_exercise_gets_the_nearest(coach: Coach, name: str, words: str) -> None:
    with pytest.raises(UserError) as error:
        coach.exercise(name)
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["hip-thrust", "HIP THRUST", " Hip  thrust ", "rdl", "romanian-deadlift"])
def test_an_exercise_is_found_by_any_of_its_names(coach: Coach, name: str) -> None:
    assert coach.exercise(name)[0].id in {"hip-thrust", "romanian-deadlift"}


def test_what_an_exercise_needs_says_what_to_do_with_bands_only_and_with_nothing(coach: Coach) -> None:
    text = coach.open("exercise/kettlebell-swing", "equipment").text
    assert "- Bands only? Cable pull-through: fix a long band low behind you" in text
    assert "- Nothing at all? Bodyweight hip hinge: the same hinge, without the speed." in text
