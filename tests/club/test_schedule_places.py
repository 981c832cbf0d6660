"""Where posts go: announcement channels, threads and forum posts, and the roles that may be pinged there."""

import discord
import pytest
import simcord

from .seen import text_of
from .server import Club


async def thread_in(club: Club, parent: simcord.ChannelHandle) -> simcord.ChannelHandle:
    """A thread that alex opened."""
    club.env.backend.create_thread(parent.id, "hill sprints", club.alex.id)
    await club.env.settle()
    return next(iter(parent.threads))


async def test_a_post_goes_into_a_thread_a_forum_post_and_an_announcement_channel(club: Club) -> None:
    thread = await thread_in(club, club.strength)
    forum = await thread_in(club, club.guild.create_forum_channel("forum"))
    news = club.guild.create_news_channel("news")
    for place in (thread, forum, news):
        text = text_of((await club.schedule(channel=place, days="every day")).response)
        assert f"in {place.mention}: every day at 07:00" in text
    await club.after(days=1)
    assert [len(club.said(place)) for place in (thread, forum, news)] == [1, 1, 1]
    offered = await club.sam.autocomplete(club.general, "schedule show", "entry", "hill")
    assert offered[0]["name"] == "1: Beginner program in #hill sprints, every day 07:00"


async def test_in_a_thread_it_is_the_permission_for_threads_that_counts(club: Club) -> None:
    thread = await thread_in(club, club.strength)
    await club.silence(club.strength, "send_messages")
    assert "number 1" in text_of((await club.schedule(channel=thread)).response)
    await club.silence(club.strength, "send_messages_in_threads")
    text = text_of((await club.schedule(channel=thread, days="tue")).response)
    assert text == (
        f"I can't post in {thread.mention}: my role lacks Send Messages in Threads there. "
        "Allow it, then add this again."
    )


@pytest.mark.parametrize(
    ("lost", "named"), [("send_messages_in_threads", "Send Messages in Threads"), ("view_channel", "View Channel")]
)
async def test_what_a_thread_lacks_later_is_named_as_captains_find_it(club: Club, lost: str, named: str) -> None:
    thread = await thread_in(club, club.strength)
    await club.schedule(channel=thread, days="every day")
    await club.silence(club.strength, lost)
    await club.after(days=1)
    (told,) = club.said(club.sam.user.dm_channel)
    assert f"I may not post in {thread.mention}. Give my role the permission {named} there." in text_of(told)


async def test_a_locked_thread_is_refused_and_an_archived_one_is_said(club: Club) -> None:
    thread = await thread_in(club, club.strength)
    club.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await club.env.settle()
    text = text_of((await club.schedule(channel=thread)).response)
    assert f"⚠️ {thread.mention} is archived: my post opens it again." in text
    await club.silence(club.strength, "manage_threads")
    club.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, "locked": True})
    await club.env.settle()
    text = text_of((await club.schedule(channel=thread, days="tue")).response)
    assert text == (
        f"I can't post in {thread.mention}: the thread is locked. Unlock it, or let me Manage Threads, "
        "then add this again."
    )


async def test_a_thread_that_is_locked_later_pauses_the_entry(club: Club) -> None:
    thread = await thread_in(club, club.strength)
    await club.schedule(channel=thread, days="every day")
    club.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=50083)
    await club.after(days=1)
    (told,) = club.said(club.sam.user.dm_channel)
    assert f"The thread {thread.mention} is locked. Unlock it, or choose another place." in text_of(told)


def role(club: Club, name: str, *, mentionable: bool) -> simcord.RoleHandle:
    return club.guild.create_role(name, mentionable=mentionable)


async def test_a_role_that_anyone_may_mention_is_pinged_and_nobody_else(club: Club) -> None:
    runners = role(club, "Runners", mentionable=True)
    await club.schedule(role=runners, days="every day", opening="Up!")
    await club.after(days=1)
    (post,) = club.said(club.strength)
    assert text_of(post).startswith(f"<@&{runners.id}> Up!")
    (sent,) = club.requests("POST", f"/channels/{club.strength.id}/messages")
    assert sent["allowed_mentions"] == {"parse": [], "roles": [runners.id]}
    shown = await club.sam.slash(club.general, "schedule show", entry=1)
    assert f"- Pings: <@&{runners.id}>" in text_of(shown.response)
    await club.sam.slash(club.general, "schedule edit", entry=1, no_role=True)
    await club.after(days=1)
    assert "<@&" not in text_of(club.said(club.strength)[1])


async def test_a_role_taken_away_with_a_new_channel_is_gone(club: Club) -> None:
    await club.schedule(role=role(club, "Runners", mentionable=True))
    await club.sam.slash(club.general, "schedule edit", entry=1, no_role=True, channel=club.general)
    (entry,) = await club.store.entries_of_guild(club.guild.id)
    assert (entry.channel_id, entry.role_id) == (club.general.id, None)


async def test_a_preview_names_the_role_and_pings_nobody(club: Club) -> None:
    runners = role(club, "Runners", mentionable=True)
    await club.schedule(role=runners)
    result = await club.sam.slash(club.general, "schedule preview", entry=1)
    assert f", pinging <@&{runners.id}>. Only you see it now." in text_of(result.response)
    (answer,) = [one for one in club.requests("POST", "/callback") if "pinging" in str(one)]
    assert answer["data"]["allowed_mentions"]["parse"] == []


async def test_everyone_is_named_so_wherever_it_is_pinged(club: Club) -> None:
    owner = club.guild.create_role("Owner", permissions=discord.Permissions(administrator=True))
    kim = club.guild.add_member(club.env.create_user("kim"), roles=[owner])
    everyone = club.guild.default_role
    refused = text_of((await club.schedule(role=everyone)).response)
    assert refused.startswith(f"You may not ping @everyone in {club.strength.mention}")
    assert "- Pings: @everyone" in text_of((await club.schedule(who=kim, role=everyone)).response)
    result = await club.sam.slash(club.general, "schedule preview", entry=1)
    assert ", pinging @everyone. Only you see it now." in text_of(result.response)


async def test_a_role_that_the_captain_may_not_mention_is_refused(club: Club) -> None:
    closed = role(club, "Committee", mentionable=False)
    for wanted in (closed, club.guild.default_role):
        text = text_of((await club.schedule(role=wanted)).response)
        assert text.startswith("You may not ping ")
    assert await club.store.entries_of_guild(club.guild.id) == []
    await club.schedule()
    text = text_of((await club.sam.slash(club.general, "schedule edit", entry=1, role=closed)).response)
    assert text.startswith("You may not ping ")


async def test_a_role_that_the_bot_may_not_mention_is_refused_with_what_to_allow(club: Club) -> None:
    closed = role(club, "Committee", mentionable=False)
    owner = club.guild.create_role("Owner", permissions=discord.Permissions(administrator=True))
    kim = club.guild.add_member(club.env.create_user("kim"), roles=[owner])
    await club.silence(club.strength, "mention_everyone")
    text = text_of((await club.schedule(who=kim, role=closed)).response)
    assert text == (
        f"I can't ping <@&{closed.id}> in {club.strength.mention}. Let anyone mention that role, "
        "or allow my role Mention Everyone there, then add this again."
    )


@pytest.mark.parametrize("kind", ["voice", "forum"])
async def test_other_kinds_of_channels_are_not_offered(club: Club, kind: str) -> None:
    command = next(one for one in club.bot.tree.get_commands() if one.name == "schedule")
    assert isinstance(command, discord.app_commands.Group)
    add = command.get_command("add")
    assert isinstance(add, discord.app_commands.Command)
    (channel,) = [one for one in add.parameters if one.name == "channel"]
    assert kind not in {one.name for one in channel.channel_types}
