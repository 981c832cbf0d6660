"""/schedule pause and resume without a number: all of the club's posts, after one question."""

from typing import Any

import pytest
import simcord

from bot.schedule.entry import BY_HAND
from bot.schedule.rule import once_at

from .seen import answer_of, buttons, text_of, title_of
from .server import Club

TROUBLE = "I may not post there. Give my role the permission Send Messages there."


async def say(club: Club, command: str, **options: Any) -> simcord.InteractionResult:
    result = await club.sam.slash(club.general, f"schedule {command}", **options)
    assert result.ephemeral
    return result


async def pressed(club: Club, command: str, label: str, **options: Any) -> str:
    """What stands there after the question was answered with a button."""
    asked = answer_of(await say(club, command, **options))
    await club.sam.click(asked, label=label)
    return text_of(asked)


async def paused(club: Club) -> list[str | None]:
    return [entry.paused for entry in await club.store.entries_of_guild(club.guild.id)]


@pytest.fixture
async def three(club: Club) -> Club:
    """A club with three posts a day."""
    for hour in (7, 8, 9):
        await club.schedule(time=f"{hour}:00", days="every day")
    return club


async def test_all_are_paused_and_resumed_after_one_question_each_also_after_a_restart(three: Club) -> None:
    asked = answer_of(await say(three, "pause"))
    assert text_of(asked).splitlines() == [
        "### Pause 3 posts?",
        "All that run here, numbers 1, 2, 3. Nothing is posted for them until `/schedule resume`.",
    ]
    assert buttons(asked) == ["Pause 3 posts", "Leave them"]
    assert await paused(three) == [None] * 3
    await three.restart()
    await three.sam.click(asked, label="Pause 3 posts")
    assert title_of(asked) == "3 posts are paused"
    assert await paused(three) == [BY_HAND] * 3
    await three.after(days=2)
    assert three.said(three.strength) == []
    assert title_of(answer_of(await say(three, "resume"))) == "Resume 3 posts?"
    text = await pressed(three, "resume", "Resume 3 posts")
    assert text.startswith("### 3 posts go on\n")
    await three.after(days=1)
    assert len(three.said(three.strength)) == 3


async def test_until_a_day_works_for_all_and_what_comes_once_stays(three: Club) -> None:
    (first, *_) = await three.store.entries_of_guild(three.guild.id)
    assert first.next_at
    await three.store.add_entry(
        guild_id=three.guild.id,
        channel_id=three.general.id,
        user_id=three.sam.id,
        program="text",
        text="Party!",
        rule=once_at(first.next_at, "Europe/London"),
        now=three.env.now(),
    )
    await say(three, "pause", entry=2, until="20 jan")
    asked = answer_of(await say(three, "pause", until="5 jan"))
    assert text_of(asked).splitlines() == [
        "### Pause 2 posts until Mon 5 Jan?",
        "All that run here, numbers 1, 3. Nothing is posted for them before that day.",
        "Number 4 comes once only and stays as it is.",
    ]
    await three.sam.click(asked, label="Pause 2 posts")
    assert title_of(asked) == "2 posts are paused until Mon 5 Jan"
    assert "Number 4 comes once only and stays as it is." in text_of(asked)
    await three.after(days=4, hours=8)
    assert len(three.said(three.general)) == 1
    assert len(three.said(three.strength)) == 1


async def test_a_season_that_ends_in_the_break_posts_nothing_in_it_and_comes_back_when_resumed(club: Club) -> None:
    await club.schedule(days="every day", until="20 jan")
    await pressed(club, "pause", "Pause 1 post", until="1 feb")
    await club.after(days=1)
    assert club.said(club.strength) == []
    await pressed(club, "resume", "Resume 1 post")
    await club.after(days=1)
    assert len(club.said(club.strength)) == 1


async def test_what_waits_for_something_to_be_put_right_is_not_resumed_with_the_others(three: Club) -> None:
    await three.store.pause_entry(2, TROUBLE)
    await pressed(three, "pause", "Pause 2 posts")
    asked = answer_of(await say(three, "resume"))
    waits = "Number 2 waits until something is put right and stays paused: see `/schedule status`."
    assert waits in text_of(asked)
    await three.sam.click(asked, label="Resume 2 posts")
    assert waits in text_of(asked)
    assert await paused(three) == [None, TROUBLE, None]


async def test_what_could_not_be_posted_now_stays_paused_and_says_why(three: Club) -> None:
    await three.schedule(channel=three.general)
    await pressed(three, "pause", "Pause 4 posts")
    await three.silence(three.general, "send_messages")
    text = await pressed(three, "resume", "Resume 4 posts")
    assert text.startswith("### 3 posts go on\n")
    assert (
        f"⚠️ Number 4 stays paused. I can't post in {three.general.mention}: my role lacks Send Messages there. "
        "Allow it, then resume again."
    ) in text
    assert await paused(three) == [None, None, None, BY_HAND]


async def test_left_alone_nothing_changes(three: Club) -> None:
    assert await pressed(three, "pause", "Leave them") == "Nothing is changed."
    assert await paused(three) == [None] * 3


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("pause", {"until": "today"}, "Thu 1 Jan is not to come: write a later day for until:, such as next monday."),
        ("pause", {"until": "1 apri"}, "I don't"),
        ("resume", {}, "No post was paused by hand here, so there is none to resume. See /schedule list."),
    ],
    ids=["today", "typo", "none paused"],
)
async def test_what_cannot_be_is_one_sentence(
    three: Club, command: str, options: dict[str, Any], sentence: str
) -> None:
    answer = (await say(three, command, **options)).response
    assert text_of(answer).startswith(sentence)
    assert buttons(answer) == []


async def test_with_nothing_to_pause_or_only_trouble_to_resume_it_says_so(club: Club) -> None:
    answer = (await say(club, "pause")).response
    assert text_of(answer) == "No post is running here, so there is none to pause. See /schedule list."
    await club.schedule()
    await club.store.pause_entry(1, TROUBLE)
    answer = (await say(club, "resume")).response
    assert text_of(answer) == (
        "No post was paused by hand here. What waits until something is put right is in /schedule status."
    )


async def test_a_question_that_is_out_of_date_pauses_only_what_still_runs(three: Club) -> None:
    asked = answer_of(await say(three, "pause"))
    await three.store.pause_entry(3, TROUBLE)
    await three.sam.click(asked, label="Pause 3 posts")
    assert title_of(asked) == "2 posts are paused"
    assert await paused(three) == [BY_HAND, BY_HAND, TROUBLE]
    again = answer_of(await say(three, "resume"))
    await say(three, "resume", entry=1)
    await say(three, "resume", entry=2)
    result = await three.sam.click(again, label="Resume 2 posts")
    assert "No post was paused by hand here." in text_of(result.followups[0])
