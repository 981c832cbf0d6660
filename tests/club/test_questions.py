"""A question is heard by mention, by direct message and by a reply; it gets one message, and nothing else gets any."""

import discord
import pytest
from simcord.enums import MessageType

from bot.discord_app import sending

from .seen import text_of, title_of
from .server import Club

QUESTION = "can I train every day?"


async def test_a_mention_is_answered_by_one_reply_to_it(club: Club) -> None:
    question = await club.alex.send(club.strength, f"{club.mention} {QUESTION}")
    (answer,) = club.said(club.strength)
    assert "two to three times a week" in text_of(answer)
    assert "48 hours" in text_of(answer)
    assert answer.reference is not None
    assert answer.reference.message_id == question.id
    assert len(club.strength.history()) == 2


@pytest.mark.parametrize("form", ["{question} {me}", "hey {me}, {question}", "{me}{question}", "{me}\n{question}"])
async def test_the_mention_may_stand_anywhere(club: Club, form: str) -> None:
    await club.alex.send(club.strength, form.format(me=club.mention, question=QUESTION))
    assert [title_of(answer) for answer in club.said(club.strength)] == ["Training every day"]


async def test_a_direct_message_needs_no_mention(club: Club) -> None:
    question = await club.alex.user.send_dm(QUESTION)
    (answer,) = club.said(club.alex.user.dm_channel)
    assert title_of(answer) == "Training every day"
    assert answer.reference is not None
    assert answer.reference.message_id == question.id


async def test_a_reply_to_the_bot_is_a_question(club: Club) -> None:
    first = await club.ask(club.alex, "how do I do a hip thrust?")
    question = await club.alex.send(club.strength, "how many reps?", reply_to=first)
    _, second = club.said(club.strength)
    assert "Hip thrust" in title_of(second)
    assert "3–4 × 8–12" in text_of(second)
    assert second.reference is not None
    assert second.reference.message_id == question.id


async def test_a_reply_to_another_member_is_left_alone(club: Club) -> None:
    said = await club.robin.send(club.strength, "I did my squats")
    await club.alex.send(club.strength, QUESTION, reply_to=said)
    assert club.said(club.strength) == []


@pytest.mark.parametrize("text", [QUESTION, "@everyone track tonight", "@Backline can I train?", "!workout"])
async def test_what_does_not_mention_the_bot_is_left_alone(club: Club, text: str) -> None:
    await club.alex.send(club.strength, text)
    await club.sam.send(club.strength, text)
    assert club.said(club.strength) == []


async def test_who_mentions_its_role_is_told_to_mention_the_bot(club: Club) -> None:
    other, own = (club.guild.create_role(name, mentionable=True) for name in ("Runners", "Backline"))
    guild = club.bot.get_guild(club.guild.id)
    cached = guild and guild.get_role(own.id)
    assert cached is not None
    assert club.bot.user is not None
    cached.tags = discord.RoleTags({"bot_id": str(club.bot.user.id)})  # Discord makes one for each bot
    await club.alex.send(club.strength, f"<@&{other.id}> can I train every day?")
    assert club.said(club.strength) == []
    await club.alex.send(club.strength, f"<@&{own.id}> can I train every day?")
    (told,) = club.said(club.strength)
    assert text_of(told) == f"I am not told what a message to my role says: mention me, {club.mention}, or use /ask."


async def test_a_mention_of_everyone_by_somebody_who_may_is_no_question(club: Club) -> None:
    caller = club.guild.create_role("Caller", permissions=discord.Permissions(mention_everyone=True))
    kim = club.guild.add_member(club.env.create_user("kim"), roles=[caller])
    message = await kim.send(club.strength, "@everyone race on Sunday, @here too")
    assert message.mention_everyone
    assert club.said(club.strength) == []


async def test_other_bots_are_never_answered(club: Club) -> None:
    robot = club.guild.add_member(club.env.create_user("robot", bot=True))
    await robot.send(club.strength, f"{club.mention} {QUESTION}")
    assert club.said(club.strength) == []


async def test_webhooks_are_never_answered(club: Club) -> None:
    results = club.guild.create_webhook(club.strength, "parkrun results")
    await results.send(f"{club.mention} {QUESTION}")
    assert [message for message in club.said(club.strength) if not message.webhook_id] == []


async def test_a_welcome_message_is_no_question(club: Club) -> None:
    club.guild.create_system_message(club.strength, MessageType.NEW_MEMBER, author=club.robin)
    await club.env.settle()
    assert club.said(club.strength) == []


async def test_an_edited_message_is_not_answered_again(club: Club) -> None:
    question = await club.alex.send(club.strength, f"{club.mention} {QUESTION}")
    await club.alex.edit(question, f"{club.mention} how do I do a hip thrust?")
    assert len(club.said(club.strength)) == 1


async def test_two_people_who_ask_at_once_each_get_their_own_answer(club: Club) -> None:
    asked = {
        club.env.backend.create_message(club.strength.id, who.id, f"{club.mention} {question}").id: title
        for who, question, title in (
            (club.alex, QUESTION, "Training every day"),
            (club.robin, "how do I do a hip thrust?", "Hip thrust: how to do it"),
            (club.sam, "glutes", "Glutes"),
        )
    }
    await club.env.settle()
    answers = {a.reference.message_id: title_of(a) for a in club.said(club.strength) if a.reference}
    assert answers == asked
    assert len(club.said(club.strength)) == 3


async def test_a_channel_where_the_bot_may_not_write_stays_silent_without_an_error(club: Club) -> None:
    await club.silence(club.general, "send_messages")
    kim = club.guild.add_member(
        club.env.create_user("kim"),
        roles=[club.guild.create_role("Admin", permissions=discord.Permissions(administrator=True))],
    )
    await kim.send(club.general, f"{club.mention} {QUESTION}")
    assert club.said(club.general) == []


async def test_without_the_history_the_answer_comes_without_the_link(club: Club) -> None:
    club.env.inject_error("POST", f"/channels/{club.strength.id}/messages", status=400, code=160002, message="no link")
    answer = await club.ask(club.alex, QUESTION)
    assert answer.reference is None
    assert title_of(answer) == "Training every day"


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once: an answer is waited for in real time."""
    monkeypatch.setattr(sending, "PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("status", [500, 503], ids=["500", "503"])
async def test_when_discord_stumbles_the_same_answer_goes_out_a_moment_later_once(club: Club, status: int) -> None:
    path = f"/channels/{club.strength.id}/messages"
    club.env.inject_error("POST", path, status=status, times=2)
    await club.alex.send(club.strength, f"{club.mention} {QUESTION}")
    assert [title_of(answer) for answer in club.said(club.strength)] == ["Training every day"]
    nonces = {body["nonce"] for body in club.requests("POST", path)}
    assert len(nonces) == 1
    assert all(body["enforce_nonce"] for body in club.requests("POST", path))


@pytest.mark.usefixtures("no_pauses")
async def test_when_discord_stays_away_there_is_silence_and_the_next_question_is_answered(club: Club) -> None:
    club.env.inject_error("POST", f"/channels/{club.strength.id}/messages", status=503, times=4)
    await club.alex.send(club.strength, f"{club.mention} {QUESTION}")
    assert club.said(club.strength) == []
    assert title_of(await club.ask(club.alex, QUESTION)) == "Training every day"
