"""/schedule remove: it asks first, and can be undone for ten minutes, also after a restart."""

import pytest

from .seen import answer_of, buttons, text_of
from .server import Club


@pytest.fixture
async def two(club: Club) -> Club:
    """A club with two entries."""
    await club.schedule(days="every day")
    await club.schedule(program="text", text="Hello", days="every day", channel=club.general)
    return club


async def test_it_asks_before_anything_is_removed(two: Club) -> None:
    asked = await two.sam.slash(two.general, "schedule remove", entry=1)
    assert asked.ephemeral
    assert text_of(asked.response).startswith("### Remove number 1?\nBeginner program in ")
    assert buttons(asked.response) == ["Remove", "Keep it"]
    kept = await two.sam.click(answer_of(asked), label="Keep it")
    assert text_of(kept.response).startswith("### Number 1 stays\n")
    await two.after(days=1)
    assert len(two.said(two.strength)) == 1


async def test_removing_ends_an_entry_and_leaves_the_others(two: Club) -> None:
    asked = await two.sam.slash(two.general, "schedule remove", entry=1)
    result = await two.sam.click(answer_of(asked), label="Remove")
    assert text_of(result.response) == (
        f"Removed number 1: Beginner program in {two.strength.mention}, every day at 07:00. "
        "Nothing more is posted for it. For ten minutes Undo brings it back."
    )
    await two.after(days=2)
    assert two.said(two.strength) == []
    assert len(two.said(two.general)) == 2


async def test_undo_brings_it_back_with_its_next_dates_also_after_a_restart(two: Club) -> None:
    asked = await two.sam.slash(two.general, "schedule remove", entry=1)
    removed = await two.sam.click(answer_of(asked), label="Remove")
    await two.restart()
    back = await two.sam.click(answer_of(removed), label="Undo")
    assert text_of(back.response).startswith("### Number 1 is back\n")
    assert text_of(back.response).count("<t:") == 6
    await two.after(days=1)
    assert len(two.said(two.strength)) == 1


async def test_after_eleven_minutes_undo_says_that_it_is_too_late(two: Club) -> None:
    asked = await two.sam.slash(two.general, "schedule remove", entry=1)
    removed = await two.sam.click(answer_of(asked), label="Remove")
    await two.after(minutes=11)
    late = await two.sam.click(answer_of(removed), label="Undo")
    assert text_of(late.response) == (
        "That was more than ten minutes ago, so it is gone. Set it up again with /schedule add."
    )


async def test_two_captains_who_remove_the_same_one_get_one_sentence(two: Club) -> None:
    first = await two.sam.slash(two.general, "schedule remove", entry=1)
    second = await two.sam.slash(two.general, "schedule remove", entry=1)
    await two.sam.click(answer_of(first), label="Remove")
    result = await two.sam.click(answer_of(second), label="Remove")
    assert text_of(result.response) == "There is no scheduled post number 1 here. See /schedule list."
