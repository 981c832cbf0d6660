"""A club's own answers: asked in other words they are found, and what the coach knows itself stays the coach's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from grounds import NOON

from bot.coach.club import ClubAnswer
from bot.coach.clubfile import load_club_answers
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.countries import find_country, suggest_countries
from bot.coach.library import Library
from bot.coach.model import Numbers, Sign, Urgency
from bot.coach.reply import Reply
from bot.errors import KnowledgeError, UserError

NIGHT = ClubAnswer(1, "When is club night?", "Tuesdays at 19:00, at the track.", ())
FEE = ClubAnswer(2, "How much is membership?", "£30 a year.", ("what does it cost to join", "membership fee"))
CLUB = (NIGHT, FEE)
CHEST = "my chest hurts when I run"


@pytest.fixture
def ask(coach: Coach) -> Callable[..., Reply]:
    """One question in a new conversation, of a club with these answers."""

    def asked(text: str, *answers: ClubAnswer, country: str | None = None) -> Reply:
        reply, _ = coach.reply(text, Conversation(), NOON, answers, country)
        return reply

    return asked


@pytest.mark.parametrize(
    "text",
    [
        "when is club night",
        "what time is club night??",
        "club night when",
        "whens clubnight",
        "CLUB NIGHT?",
        "<@123> what day is club nigth",
        "when's the club night",
        "hey, when do we meet for club night",
    ],
)
def test_a_question_in_other_words_finds_the_clubs_answer(ask: Callable[..., Reply], text: str) -> None:
    reply = ask(text, *CLUB)
    assert (reply.kind, reply.topic, reply.sources, reply.options) == ("answer", "club/1", ("club",), ())
    assert reply.text == "### When is club night?\nTuesdays at 19:00, at the track.\n\n-# From: your club"
    assert 0.5 <= reply.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "when should I warm up",
        "where is club night",
        "how much is club night",
        "when is race night",
        "when is the club run",
        "how do I do a hip thrust?",
        "can I train every day?",
        "how many reps?",
        "when?",
        "club",
        "good night",
        "thanks",
        "beginner workout",
    ],
)
def test_what_is_another_question_is_left_to_the_coach(coach: Coach, ask: Callable[..., Reply], text: str) -> None:
    assert ask(text, *CLUB) == ask(text)


def test_every_wording_counts_and_the_nearest_question_wins(ask: Callable[..., Reply]) -> None:
    assert ask("what's the membership fee", *CLUB).topic == "club/2"
    where = ClubAnswer(3, "Where is club night?", "At the track.", ())
    assert ask("where's club night", NIGHT, where).topic == "club/3"
    assert ask("when's club night", NIGHT, where).topic == "club/1"


@pytest.mark.parametrize(("stored", "asked"), [("parkrun", "park run"), ("park run", "parkrun")])
def test_words_run_together_or_taken_apart_are_the_same(ask: Callable[..., Reply], stored: str, asked: str) -> None:
    assert ask(f"when is {asked}", ClubAnswer(1, f"When is {stored}?", "Saturdays at 9.", ())).topic == "club/1"


def test_what_the_coach_knows_word_for_word_is_not_taken_by_a_question_that_is_merely_like_it(
    ask: Callable[..., Reply],
) -> None:
    with_us = ClubAnswer(1, "Can I train every day at the club?", "The track is open daily.", ())
    assert ask("can I train every day?", with_us).topic == "training/every-day"
    assert ask("can i train every day at the club", with_us).topic == "club/1"


def test_a_club_may_answer_one_of_the_coachs_questions_itself(ask: Callable[..., Reply]) -> None:
    own = ClubAnswer(1, "Can I train every day?", "Ask Kim first.", ())
    assert ask("can i train every day??", own).topic == "club/1"


def test_one_clubs_answers_are_not_anothers(ask: Callable[..., Reply]) -> None:
    assert ask("when is club night", NIGHT).topic == "club/1"
    assert ask("when is club night", FEE).topic != "club/1"
    assert ask("when is club night", replace(NIGHT, answer="Fridays.")).text.splitlines()[1] == "Fridays."


def test_urgent_symptoms_come_before_the_clubs_answers(ask: Callable[..., Reply]) -> None:
    reply = ask(CHEST, ClubAnswer(1, "My chest hurts when I run", "Run slower.", ()))
    assert reply.kind == "caution"
    assert "Run slower" not in reply.text


@pytest.mark.parametrize("follow_up", ["and where?", "how many reps?", "what about that one?", "it", "why", "more"])
def test_a_message_after_the_clubs_answer_is_read_without_a_subject(coach: Coach, follow_up: str) -> None:
    _, talk = coach.reply("how do I do a hip thrust?", Conversation(), NOON)
    _, talk = coach.reply("when is club night?", talk, NOON, CLUB)
    later = NOON + timedelta(minutes=1)
    reply, _ = coach.reply(follow_up, talk, later, CLUB)
    fresh, _ = coach.reply(follow_up, Conversation(), later, CLUB)
    assert reply == fresh


def test_symptoms_told_before_the_clubs_answer_are_not_forgotten(coach: Coach) -> None:
    _, talk = coach.reply(CHEST, Conversation(), NOON)
    told, talk = coach.reply("when is club night?", talk, NOON, CLUB)
    reply, _ = coach.reply("how do I do a hip thrust?", talk, NOON, CLUB)
    assert (told.topic, reply.kind) == ("club/1", "caution")


def test_the_clubs_text_is_shown_and_not_run(ask: Callable[..., Reply]) -> None:
    odd = ClubAnswer(1, "When is **{{ 7 * 7 }}** night?", "{% if x %}\n\nsecond part {{ y }}", ())
    text = ask("when is 7 * 7 night", odd).text
    assert text.splitlines()[0] == r"### When is \*\*{{ 7 \* 7 }}\*\* night?"
    assert "{% if x %}\n\nsecond part {{ y }}" in text


def test_answers_of_the_process_hold_everywhere_and_give_way_to_a_servers_own(coach: Coach) -> None:
    everywhere = replace(coach, club=(replace(NIGHT, id=-1, answer="See the website."),))
    assert everywhere.reply("when is club night", Conversation(), NOON)[0].topic == "club/-1"
    assert everywhere.reply("when is club night", Conversation(), NOON, CLUB)[0].topic == "club/1"


ANSWERS = """
answers:
  - question: When is club night?
    answer: |
      Tuesdays at 19:00.

      Bring a light.
    other_ways: [club evening, training night]
  - question: Where do we meet?
    answer: At the track.
"""


def test_answers_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    assert load_club_answers(tmp_path) == (
        ClubAnswer(
            -1, "When is club night?", "Tuesdays at 19:00.\n\nBring a light.", ("club evening", "training night")
        ),
        ClubAnswer(-2, "Where do we meet?", "At the track.", ()),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("answer: At", "answr: At", 9, "“answers.1.answer” is missing. Add it."),
        ("answer: At", "answr: At", 10, "“answers.1.answr” is not a field of this file."),
        ("Where do we meet?", "''", 9, "“answers.1.question” is empty. Fill it in."),
        ("Where do we meet?", "'?!'", 9, "“?!” has no words. Write it in words."),
        ("Where do we meet?", "when is club NIGHT", 9, "“when is club NIGHT” is there twice. Keep one."),
        ("Where do we meet?", f"where {'very ' * 50}", 9, "“answers.1.question” is too long."),
        ("[club evening, training night]", "club evening", 8, "“answers.0.other_ways” should be a list."),
        ("At the track.", "12", 10, "“answers.1.answer” should be text. Put it in quotes."),
        ("answers:", "things:", 2, "“answers” is missing. Add it."),
        ("  - question: Where", "  - question: [", 10, "this is not YAML"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    assert old in ANSWERS
    (folder / "answers.yaml").write_text(ANSWERS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_club_answers(folder)
    found = [str(fault) for fault in error.value.faults if words in str(fault)]
    assert len(found) == 1, str(error.value)
    assert found[0].startswith(f"ours/answers.yaml:{line}: ")


def test_a_folder_without_the_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"answers\.yaml:1: the file is missing\. .*CLUB_KNOWLEDGE_DIR"):
        load_club_answers(tmp_path)


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "999"), ("IE", "112 or 999"), ("US", "911"), ("AU", "000"), ("NO", "113")]
)
def test_an_emergency_names_the_number_of_the_clubs_country(
    ask: Callable[..., Reply], library: Library, country: str, number: str
) -> None:
    reply = ask(CHEST, country=country)
    assert f"Call {number} or go to the emergency department now." in reply.text
    assert f"-# Numbers for {library.safety.numbers[country].name}; in another country, call its own." in reply.text
    assert "local emergency number" not in reply.text


@pytest.mark.parametrize("country", [None, "XX"])
def test_without_a_country_the_local_number_is_meant(ask: Callable[..., Reply], country: str | None) -> None:
    reply = ask(CHEST, country=country)
    assert "Call your local emergency number or go to the emergency department now." in reply.text
    assert "Numbers for" not in reply.text


def test_the_alarm_that_stands_names_the_number_too(coach: Coach) -> None:
    _, talk = coach.reply(CHEST, Conversation(), NOON, (), "GB")
    reply, _ = coach.reply("how do I do a hip thrust?", talk, NOON, (), "GB")
    assert "999" in reply.text


def test_every_sign_in_every_country_is_whole(coach: Coach, library: Library) -> None:
    for sign in library.safety.signs:
        tier = library.safety.tiers[sign.tier]
        for numbers in (None, *library.safety.numbers.values()):
            text = coach.voice.say("caution_sign", sign=sign, tier=tier, numbers=numbers)
            assert "{" not in text
            assert "\n\n\n" not in text
            if sign.tier == "emergency":
                assert (numbers.emergency if numbers else "your local emergency number") in text
            elif numbers and numbers.advice:
                assert f"For advice by phone: {numbers.advice}." in text


def test_a_placeholder_that_stands_for_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match=r"“\{number\}” stands for nothing"):
        Urgency(title="Stop", act="Call {number} now.", after="Later.")
    with pytest.raises(ValueError, match="stands for nothing"):
        Sign.model_validate(
            {
                "id": "a",
                "tier": "emergency",
                "topic": "safety/red-flags",
                "advice": "Call {emergency now",
                "all": [["a"]],
            }
        )


def test_countries_are_known_by_code_name_and_nickname(library: Library) -> None:
    numbers = library.safety.numbers
    assert len(numbers) >= 40
    for code, one in numbers.items():
        for name in (code, code.lower(), one.name, one.name.upper(), *one.also, f"the {one.name}"):
            assert find_country(name, numbers) == code
    names = [name.casefold() for one in numbers.values() for name in (one.name, *one.also)]
    assert len(set(names)) == len(names)


def test_a_country_that_is_not_known_gets_the_nearest_name(library: Library) -> None:
    with pytest.raises(UserError, match=r"of “Irland”\. Did you mean Ireland\?"):
        find_country("Irland", library.safety.numbers)
    with pytest.raises(UserError, match=r"of “\\\*\\\*Qwxyz\\\*\\\*”. Pick one from the list, or none."):
        find_country("**Qwxyz**", library.safety.numbers)


def test_countries_are_offered_by_the_beginning_of_any_name() -> None:
    numbers = {
        "TR": Numbers(name="Türkiye", emergency="112", also=("Turkey",)),
        "GB": Numbers(name="United Kingdom", emergency="999", also=("England",)),
        "US": Numbers(name="United States", emergency="911"),
    }
    assert suggest_countries("uni", numbers) == [("GB", "United Kingdom"), ("US", "United States")]
    assert suggest_countries("turk", numbers) == [("TR", "Türkiye")]
    assert suggest_countries("eng", numbers) == [("GB", "United Kingdom")]
    assert [code for code, _ in suggest_countries("", numbers)] == ["TR", "GB", "US"]
