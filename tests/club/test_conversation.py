"""A follow-up has a subject: that of the same person, in the same place, within a quarter of an hour."""

from .seen import text_of, title_of
from .server import Club

FIRST, NEXT = "how do I do a hip thrust?", "how many reps?"


async def test_a_follow_up_is_about_the_answer_before(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    answer = await club.ask(club.alex, NEXT)
    assert title_of(answer) == "Hip thrust: how much"
    assert "3–4 × 8–12" in text_of(answer)


async def test_it_is_not_about_what_somebody_else_asked(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    assert "Hip thrust" not in title_of(await club.ask(club.robin, NEXT))


async def test_two_conversations_in_one_channel_do_not_mix(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    await club.ask(club.robin, "how do I do a glute bridge?")
    assert title_of(await club.ask(club.alex, NEXT)) == "Hip thrust: how much"
    assert title_of(await club.ask(club.robin, NEXT)) == "Glute bridge: how much"


async def test_a_conversation_does_not_go_along_to_another_channel(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    assert "Hip thrust" not in title_of(await club.ask(club.alex, NEXT, where=club.general))


async def test_nor_into_direct_messages(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    await club.alex.user.send_dm(NEXT)
    assert "Hip thrust" not in title_of(club.said(club.alex.user.dm_channel)[-1])


async def test_direct_messages_are_a_conversation_of_their_own(club: Club) -> None:
    await club.alex.user.send_dm(FIRST)
    await club.alex.user.send_dm(NEXT)
    assert title_of(club.said(club.alex.user.dm_channel)[-1]) == "Hip thrust: how much"


async def test_slash_ask_and_mentions_are_one_conversation(club: Club) -> None:
    await club.alex.slash(club.strength, "ask", question=FIRST)
    assert title_of(await club.ask(club.alex, NEXT)) == "Hip thrust: how much"


async def test_after_fourteen_minutes_it_is_still_remembered(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    await club.after(minutes=14)
    assert title_of(await club.ask(club.alex, NEXT)) == "Hip thrust: how much"


async def test_after_a_quarter_of_an_hour_it_is_forgotten(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    await club.after(minutes=15, seconds=1)
    assert "Hip thrust" not in title_of(await club.ask(club.alex, NEXT))


async def test_it_is_never_kept_over_a_restart(club: Club) -> None:
    await club.ask(club.alex, FIRST)
    await club.restart()
    assert "Hip thrust" not in title_of(await club.ask(club.alex, NEXT))


async def test_two_questions_of_one_person_at_once_are_answered_in_order(club: Club) -> None:
    for question in (FIRST, NEXT):
        club.env.backend.create_message(club.strength.id, club.alex.id, f"{club.mention} {question}")
    await club.env.settle()
    assert [title_of(answer) for answer in club.said(club.strength)] == [
        "Hip thrust: how to do it",
        "Hip thrust: how much",
    ]
