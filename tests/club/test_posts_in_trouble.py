"""When a post cannot go out: a stumbling Discord is tried again, a closed channel pauses the entry and is told once."""

from typing import Any

import pytest
from simcord.backend.errors import BackendError
from simcord.backend.models import Message

from .seen import answer_of, buttons, text_of, title_of
from .server import Club


async def listed(club: Club) -> str:
    return text_of((await club.sam.slash(club.general, "schedule list")).response)


@pytest.fixture
async def due(club: Club) -> Club:
    """A club whose first post is due in a minute."""
    await club.schedule(days="every day")
    await club.after(hours=6, minutes=59)
    return club


@pytest.mark.parametrize("status", [500, 502, 503], ids=["500", "502", "503"])
async def test_after_a_server_error_the_post_goes_out_a_little_later_once(due: Club, status: int) -> None:
    due.env.inject_error("POST", f"/channels/{due.strength.id}/messages", status=status, times=2)
    await due.after(seconds=60.5)
    assert due.said(due.strength) == []
    await due.after(minutes=1)
    assert len(due.said(due.strength)) == 1
    tries = due.requests("POST", f"/channels/{due.strength.id}/messages")
    assert len(tries) == 3
    assert len({one["nonce"] for one in tries}) == 1
    assert due.said(due.sam.user.dm_channel) == []


async def test_a_post_interrupted_by_a_restart_goes_out_once(due: Club) -> None:
    due.env.inject_error("POST", f"/channels/{due.strength.id}/messages", status=503)
    await due.after(seconds=60.5)
    assert due.said(due.strength) == []
    await due.restart()
    await due.after(minutes=5)
    assert [title_of(post) for post in due.said(due.strength)] == ["Beginner program · day 1 of 2"]


async def test_a_post_whose_acknowledgement_was_lost_is_found_and_not_repeated(
    due: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = due.env.backend.commit_message
    arrived: list[Message] = []

    def keep_and_fail(message: Message, **options: Any) -> Message:
        kept = keep(message, **options)
        if arrived:
            return kept
        arrived.append(kept)
        raise BackendError(503, 0, "the answer was lost")

    monkeypatch.setattr(due.env.backend, "commit_message", keep_and_fail)
    await due.after(minutes=5)
    assert len(arrived) == 1
    assert len(due.said(due.strength)) == 1
    (delivery,) = await due.store.last_deliveries(1, 5)
    assert delivery.state == "sent"


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("deleted", "The channel is gone. Remove this entry, or add it again for another channel."),
        ("send_messages", "Give my role the permission Send Messages there."),
        ("view_channel", "Give my role the permission View Channel there."),
    ],
)
async def test_a_lost_channel_pauses_the_entry_and_the_captain_is_told_once(
    due: Club, trouble: str, reason: str
) -> None:
    if trouble == "deleted":
        await due.delete(due.strength)
    else:
        await due.silence(due.strength, trouble)
    await due.after(days=3)
    (told,) = due.said(due.sam.user.dm_channel)
    assert "A post did not go out" in text_of(told)
    assert f"Beginner program in {due.strength.mention}, due <t:1767250800:F>." in text_of(told)
    assert reason in text_of(told)
    assert "Number 1 in /schedule list." in text_of(told)
    assert buttons(told) == ["Resume number 1"]
    assert f"Paused: {'' if trouble == 'deleted' else 'I may not post in ' + due.strength.mention + '. '}{reason}" in (
        await listed(due)
    )


async def test_the_other_entries_go_on_when_one_is_paused(due: Club) -> None:
    await due.schedule(channel=due.general, days="every day", time="7:30am")
    await due.delete(due.strength)
    await due.after(days=2)
    assert len([post for post in due.said(due.general) if "strength day" in text_of(post)]) == 2


async def test_a_paused_entry_can_be_removed(due: Club) -> None:
    await due.delete(due.strength)
    await due.after(days=1)
    asked = await due.sam.slash(due.general, "schedule remove", entry=1)
    result = await due.sam.click(answer_of(asked), label="Remove")
    assert text_of(result.response).startswith("Removed number 1")
    assert "Nothing yet" in await listed(due)


async def test_a_captain_who_takes_no_direct_messages_does_not_stop_the_bot(due: Club) -> None:
    await due.delete(due.strength)
    due.env.inject_error("POST", f"/channels/{due.sam.user.dm_channel.id}/messages", status=403, code=50007, times=None)
    await due.schedule(channel=due.general, days="every day", time="7:30am")
    await due.after(days=1)
    assert "Paused: The channel is gone." in await listed(due)
    assert any("strength day" in text_of(post) for post in due.said(due.general))
