"""Discord waits three seconds for a first answer: commands that ask Discord something say first that one comes."""

from collections.abc import Awaitable
from typing import Any

import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from .seen import text_of
from .server import Club

_DEFERRED = 5


async def asked_of_discord(club: Club, doing: Awaitable[simcord.InteractionResult]) -> list[str]:
    """What Discord was asked before the answer; the first request must have been the acknowledgement, in private."""
    before = len(club.env.http_requests)
    result = await doing
    first, *others = club.env.http_requests[before:]
    assert (first.method, first.path.rpartition("/")[2]) == ("POST", "callback")
    assert isinstance(first.json, dict)
    assert first.json["type"] == _DEFERRED
    assert text_of(result.response)
    return [one.path for one in others if one.method == "GET"]


@pytest.fixture
async def paused(club: Club) -> Club:
    """A club whose one entry met a channel that was closed, which is open again."""
    await club.schedule(days="every day")
    await club.silence(club.strength, "send_messages")
    await club.after(days=1)
    club.env.backend.set_overwrite(club.strength.id, Overwrite(club.guild.id, OverwriteType.ROLE))
    await club.env.settle()
    return club


@pytest.mark.parametrize("command", ["resume", "status"])
async def test_commands_that_look_at_the_channel(paused: Club, command: str) -> None:
    doing = paused.sam.slash(paused.general, f"schedule {command}", entry=1)
    assert await asked_of_discord(paused, doing) == [f"/channels/{paused.strength.id}"]


async def test_the_button_that_lets_a_post_go_on(paused: Club) -> None:
    (told,) = paused.said(paused.sam.user.dm_channel)
    asked = await asked_of_discord(paused, paused.sam.user.click(told, label="Resume number 1"))
    assert asked == [f"/guilds/{paused.guild.id}/members/{paused.sam.id}", f"/channels/{paused.strength.id}"]


async def test_adding_and_editing_with_a_thread(club: Club) -> None:
    club.env.backend.create_thread(club.strength.id, "hill sprints", club.alex.id)
    await club.env.settle()
    thread: Any = next(iter(club.strength.threads))
    assert await asked_of_discord(club, club.schedule(channel=thread)) == [f"/channels/{thread.id}"]
    moved = club.sam.slash(club.general, "schedule edit", entry=1, channel=thread)
    assert await asked_of_discord(club, moved) == [f"/channels/{thread.id}"]
