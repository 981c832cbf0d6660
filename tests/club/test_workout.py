"""/workout: the days as people read them."""

import pytest
from simcord import OptionError

from .seen import buttons, choices, custom_ids, text_of
from .server import Club

BEGINNER = {
    1: [
        "1. Glute bridge — 3 × 12–15",
        "2. Romanian deadlift — 3 × 8–10 (light weight)",
        "3. Bent-over row — 3 × 10–12",
        "4. Wall sit — 3 × 30–45 s",
    ],
    2: [
        "1. Single-leg glute bridge — 2 × 8–10 per leg",
        "2. Kettlebell swing — 3 × 15–20 (light)",
        "3. Superman hold — 3 × 10–12 (the guide gives no unit; count reps)",
        "4. Reverse lunge — 2 × 8–10 per leg",
    ],
}


@pytest.mark.parametrize("day", [1, 2])
async def test_the_beginner_program_reads_line_by_line_as_in_the_guide(club: Club, day: int) -> None:
    result = await club.alex.slash(club.strength, "workout beginner", day=day)
    lines = text_of(result.response).splitlines()
    assert lines[0] == f"### Beginner program · day {day} of 2"
    assert [line for line in lines if line[:1].isdigit()] == BEGINNER[day]
    assert "Leave at least 48 hours between the two days." in lines
    assert "sets of" not in text_of(result.response)


async def test_a_workout_is_public_and_starts_with_day_1(club: Club) -> None:
    result = await club.alex.slash(club.strength, "workout beginner")
    assert not result.ephemeral
    assert "1. Glute bridge — 3 × 12–15" in text_of(result.response)
    assert buttons(result.response) == ["Day 2"]


async def test_every_program_of_the_knowledge_has_a_subcommand_that_shows_each_of_its_days(club: Club) -> None:
    shown = {name.removeprefix("workout ") for name in club.alex.available_commands(club.strength)}
    programs = club.coach.library.programs
    assert set(programs) <= shown
    for program in programs.values():
        for day in range(1, len(program.days) + 1):
            result = await club.alex.slash(club.strength, f"workout {program.id}", day=day)
            work = program.days[day - 1].work
            assert text_of(result.response).startswith(f"### {program.name}")
            assert {slot.exercise for slot in work} <= set(choices(result.response))
            assert len(buttons(result.response)) == min(len(program.days) - 1, 5)


@pytest.mark.parametrize("day", [0, 3], ids=["0", "3"])
async def test_discord_itself_refuses_a_day_that_is_not_there(club: Club, day: int) -> None:
    with pytest.raises(OptionError, match=r"only allows \[1, 2\]"):
        await club.alex.slash(club.strength, "workout beginner", day=day)


async def test_a_workout_can_be_asked_for_in_direct_messages(club: Club) -> None:
    result = await club.alex.user.slash("workout beginner", day=2)
    assert "4. Reverse lunge — 2 × 8–10 per leg" in text_of(result.response)


async def test_a_workout_asked_for_in_plain_words_is_the_same_workout(club: Club) -> None:
    answer = await club.ask(club.alex, "show me the beginner workout")
    assert all(line in text_of(answer) for line in BEGINNER[1])


WORDS = "show me the beginner workout"


@pytest.mark.parametrize("door", ["mention", "direct message", "ask"])
async def test_asked_for_in_words_it_is_the_card_of_the_command_with_its_select_and_days(club: Club, door: str) -> None:
    card = (await club.alex.slash(club.general, "workout beginner")).response
    if door == "ask":
        answer = (await club.alex.slash(club.strength, "ask", question=WORDS)).response
        assert text_of(answer) == f"> {WORDS}\n{text_of(card)}"
    elif door == "mention":
        answer = await club.ask(club.alex, WORDS)
        assert text_of(answer) == text_of(card)
    else:
        await club.alex.user.send_dm(WORDS)
        (answer,) = club.said(club.alex.user.dm_channel)
        assert text_of(answer) == text_of(card)
    assert choices(answer) == choices(card)
    assert custom_ids(answer) == custom_ids(card)


async def test_asked_for_in_words_its_days_turn_for_the_asker_alone_and_the_question_stays(club: Club) -> None:
    answer = (await club.alex.slash(club.strength, "ask", question=WORDS)).response
    assert answer is not None
    assert (await club.robin.click(answer, label="Day 2")).ephemeral
    await club.alex.click(answer, label="Day 2")
    assert text_of(answer).startswith(f"> {WORDS}\n### Beginner program · day 2 of 2")
    assert buttons(answer) == ["Day 1"]


async def test_asked_for_with_its_day_it_opens_there(club: Club) -> None:
    answer = await club.ask(club.alex, "show me day 2 of the beginner workout")
    assert text_of(answer).startswith("### Beginner program · day 2 of 2")
    assert buttons(answer) == ["Day 1"]
