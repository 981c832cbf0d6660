"""The Resume button under the message about a failed post: it looks whether it works, and goes on."""

import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from .conftest import Cut
from .seen import answer_of, text_of
from .server import Club

REFUSED = "Only a captain of that server can resume this: it needs the Manage Server permission there."


async def allow_again(club: Club) -> None:
    """Put the permissions in the channel back as they were."""
    club.env.backend.set_overwrite(club.strength.id, Overwrite(club.guild.id, OverwriteType.ROLE))
    await club.env.settle()


@pytest.fixture
async def silenced(club: Club) -> Club:
    """A club whose one entry is paused, because the bot lost Send Messages."""
    await club.schedule(days="every day")
    await club.silence(club.strength, "send_messages")
    await club.after(days=1)
    return club


async def test_in_the_captains_direct_messages_it_goes_on_when_the_permission_is_back(silenced: Club) -> None:
    (told,) = silenced.said(silenced.sam.user.dm_channel)
    await silenced.restart()
    still = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(still.response) == (
        f"I can't post in {silenced.strength.mention}: my role lacks Send Messages there. "
        "Allow it, then resume this again."
    )
    entry = await silenced.store.entry(1)
    assert entry
    assert entry.in_trouble
    await allow_again(silenced)
    done = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(done.response).startswith("### Number 1 goes on\n")
    assert text_of(done.response).count("<t:") == 6
    again = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(again.response).startswith("### Number 1 is not paused: it goes on\n")
    await silenced.after(days=1)
    assert len(silenced.said(silenced.strength)) == 1


@pytest.fixture
async def told_in_public(club: Club) -> tuple[Club, simcord.ChannelHandle]:
    """The same club, whose captain takes no direct messages, and the system channel where it was told."""
    system = await club.system_channel()
    await club.schedule(days="every day")
    await club.silence(club.strength, "send_messages")
    club.env.inject_error("POST", f"/channels/{club.sam.user.dm_channel.id}/messages", status=403, code=50007)
    await club.after(days=1)
    return club, system


async def test_in_the_system_channel_any_captain_may_press_and_members_may_not(
    told_in_public: tuple[Club, simcord.ChannelHandle],
) -> None:
    club, system = told_in_public
    (told,) = club.said(system)
    await allow_again(club)
    refused = await club.alex.click(told, label="Resume number 1")
    assert refused.ephemeral
    assert text_of(refused.response) == REFUSED
    second = club.guild.add_member(club.env.create_user("kim"), roles=[club.guild.roles["Captain"]])
    done = await second.click(told, label="Resume number 1")
    assert done.ephemeral
    assert text_of(done.response).startswith("### Number 1 goes on\n")


async def test_who_made_it_and_is_no_captain_any_more_resumes_nothing(silenced: Club) -> None:
    (told,) = silenced.said(silenced.sam.user.dm_channel)
    await allow_again(silenced)
    await silenced.demote(silenced.sam)
    refused = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(refused.response) == REFUSED
    silenced.guild.remove_member(silenced.sam)
    refused = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(refused.response) == REFUSED
    entry = await silenced.store.entry(1)
    assert entry
    assert entry.in_trouble


async def test_while_discord_cannot_say_who_is_a_captain_it_is_to_be_tried_again(silenced: Club, cut: Cut) -> None:
    (told,) = silenced.said(silenced.sam.user.dm_channel)
    await allow_again(silenced)
    cut("GET", f"/guilds/*/members/{silenced.sam.id}")
    tried = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(tried.response) == "Discord did not answer just now. Try again in a minute."
    done = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(done.response).startswith("### Number 1 goes on\n")


async def test_a_channel_that_is_gone_for_good_is_said(club: Club) -> None:
    await club.schedule(days="every day")
    await club.delete(club.strength)
    await club.after(days=1)
    (told,) = club.said(club.sam.user.dm_channel)
    result = await club.sam.user.click(told, label="Resume number 1")
    assert text_of(result.response) == (
        "The channel is gone. Choose another with /schedule edit, then resume this again."
    )


async def test_the_command_looks_as_well_and_a_removed_entry_is_said(silenced: Club) -> None:
    result = await silenced.sam.slash(silenced.general, "schedule resume", entry=1)
    assert "my role lacks Send Messages there" in text_of(result.response)
    (told,) = silenced.said(silenced.sam.user.dm_channel)
    asked = await silenced.sam.slash(silenced.general, "schedule remove", entry=1)
    await silenced.sam.click(answer_of(asked), label="Remove")
    result = await silenced.sam.user.click(told, label="Resume number 1")
    assert text_of(result.response) == "Number 1 was removed. Set it up again with /schedule add."
