"""The people and places of the sandbox."""

import pytest

from bot.sandbox import Club


@pytest.mark.parametrize("typed", ["@Backline", "@backline"])
async def test_the_bots_name_typed_as_text_is_a_mention(club: Club, typed: str) -> None:
    channel = club.channels["strength"]
    await club.people["alex"].send(channel, f"{typed} can I train every day?")
    question, answer = channel.history()
    assert club.env.bot.user in question.mentions
    assert answer.author == club.env.bot.user


async def test_talk_among_members_is_left_alone(club: Club) -> None:
    channel = club.channels["general"]
    await club.people["alex"].send(channel, "see you at Backline on Tuesday")
    assert len(channel.history()) == 1


async def test_only_the_captain_has_the_captains_commands(club: Club) -> None:
    channel = club.channels["strength"]
    offered = {name: "schedule add" in who.available_commands(channel) for name, who in club.people.items()}
    assert offered == {"sam": True, "alex": False, "robin": False}
