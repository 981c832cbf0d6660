"""/schedule show, preview, post now and status: what comes, what it looks like, and how it went."""

import re
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord

from .seen import buttons, choices, text_of, title_of
from .server import Club

SEASON: dict[str, Any] = {"from": "5 jan", "until": "2 feb"}


async def say(club: Club, command: str, **options: int) -> simcord.InteractionResult:
    result = await club.sam.slash(club.general, f"schedule {command}", **options)
    assert result.ephemeral
    return result


async def test_the_page_about_an_entry_shows_all_of_it(club: Club) -> None:
    await club.schedule(program="text", text="Bring\nwater", opening="Hi", **SEASON)
    text = text_of((await say(club, "show", entry=1)).response)
    assert text.splitlines()[:9] == [
        "### Number 1: “Bring”",
        f"In {club.strength.mention}: Monday at 07:00 (Europe/London).",
        "- Text: Bring water",
        "- Above each post: Hi",
        "- Pings: nobody",
        "- Season: from Mon 5 Jan until Mon 2 Feb",
        "- After I was away: still posted up to 2 hours late",
        f"- Made by {club.sam.mention}",
        "",
    ]


async def test_the_preview_is_the_next_post_for_the_captain_alone(club: Club) -> None:
    await club.schedule(days="every day", opening="Up!")
    await club.after(days=1)
    result = await say(club, "preview", entry=1)
    shown = text_of(result.response)
    assert shown.startswith("Up!")
    assert "Beginner program · day 2 of 2" in shown
    assert "This is what number 1 posts next in" in shown
    assert choices(result.response)
    assert len(club.said(club.strength)) == 1
    await club.after(days=1)
    assert title_of(club.said(club.strength)[1]) == "Beginner program · day 2 of 2"


async def test_a_digest_is_previewed_for_the_week_it_will_be_about(club: Club) -> None:
    await club.schedule()
    await club.schedule(program="digest", days="sun")
    text = text_of((await say(club, "preview", entry=2)).response)
    assert f"- <t:1767596400:F>: Beginner program in {club.strength.mention}" in text


async def test_a_digest_keeps_what_goes_to_hidden_channels_to_itself(club: Club) -> None:
    hidden = club.guild.create_text_channel("captains-only")
    await club.schedule(days="tue", channel=club.general)
    await club.schedule(days="tue", channel=hidden)
    await club.schedule(program="digest", days="sun")
    await club.silence(hidden, "view_channel")
    text = text_of((await say(club, "preview", entry=3)).response)
    assert club.general.mention in text
    assert f"<#{hidden.id}>" not in text


async def test_a_digest_knows_what_goes_to_an_archived_thread(club: Club) -> None:
    channel = club.bot.get_channel(club.strength.id)
    assert isinstance(channel, discord.TextChannel)
    made = await channel.create_thread(name="long runs", type=discord.ChannelType.public_thread)
    (thread,) = club.strength.threads
    await club.schedule(days="tue", channel=thread)
    await club.schedule(program="digest", days="sun")
    await made.edit(archived=True)
    await club.env.settle()
    assert made.guild.get_channel_or_thread(made.id) is None
    assert f"Beginner program in <#{thread.id}>" in text_of((await say(club, "preview", entry=2)).response)


async def test_a_digest_waits_until_the_server_is_known(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    await club.schedule(days="tue", channel=club.general)
    await club.schedule(program="digest", days="every day")
    with monkeypatch.context() as starting:
        starting.setattr(club.bot, "get_guild", lambda _: None)
        starting.setattr(club.bot, "is_ready", lambda: False)
        await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
        assert club.said(club.strength) == []
    await club.after(minutes=2)
    (digest,) = club.said(club.strength)
    assert f"in {club.general.mention}" in text_of(digest)


async def test_posted_now_it_stands_there_and_the_rotation_goes_on(club: Club) -> None:
    await club.schedule()
    text = text_of((await say(club, "post now", entry=1)).response)
    (post,) = club.said(club.strength)
    assert text.startswith("### Posted\n")
    assert f"/{club.strength.id}/{post.id})" in text
    assert "the next post carries on after this one." in text
    assert text.count("<t:") == 6
    await club.after(days=5)
    assert [title_of(one)[-10:] for one in club.said(club.strength)] == ["day 1 of 2", "day 2 of 2"]


async def test_posted_now_twice_in_a_row_says_to_wait(club: Club) -> None:
    await club.schedule()
    await say(club, "post now", entry=1)
    again = await say(club, "post now", entry=1)
    assert text_of(again.response) == "Number 1 was posted this minute already. Wait a minute to post it once more."
    assert len(club.said(club.strength)) == 1
    await club.after(minutes=1)
    await say(club, "post now", entry=1)
    assert len(club.said(club.strength)) == 2


async def test_posted_now_without_permission_says_why_not(club: Club) -> None:
    await club.schedule()
    await club.silence(club.strength, "send_messages")
    text = text_of((await say(club, "post now", entry=1)).response)
    assert text.startswith("### Not posted\n")
    assert "Send Messages" in text


async def test_the_status_of_what_went_well(club: Club) -> None:
    await club.schedule(days="every day")
    await club.after(days=2)
    text = text_of((await say(club, "status", entry=1)).response)
    assert len(re.findall(r"^- <t:\d+:F>: \[posted\]\(https://discord.com/channels/", text, re.MULTILINE)) == 2
    assert "✓ I have the permissions I need there." in text
    assert text.count(":R>") == 3


async def test_the_status_leads_to_a_post_in_the_channel_where_it_stands(club: Club) -> None:
    await club.schedule(days="every day")
    await club.after(days=1)
    await club.sam.slash(club.general, "schedule edit", entry=1, channel=club.general)
    text = text_of((await say(club, "status", entry=1)).response)
    (post,) = club.said(club.strength)
    assert f"[posted](https://discord.com/channels/{club.guild.id}/{club.strength.id}/{post.id})" in text


async def test_the_status_tells_late_and_skipped_with_reasons(club: Club) -> None:
    await club.schedule(days="every day")
    await club.bot.runner.stop()
    await club.after(hours=8)
    await club.restart()
    await club.bot.runner.stop()
    await club.after(days=1, hours=6)
    await club.restart()
    text = text_of((await say(club, "status", entry=1)).response)
    assert re.search(r"\[posted\]\(\S+\), 60 minutes late", text)
    assert re.search(r"- <t:\d+:F>: skipped\. \S", text)


async def test_the_status_of_what_is_in_trouble_says_what_to_switch_on_and_offers_to_resume(club: Club) -> None:
    await club.schedule(days="every day")
    await club.schedule(program="daily", days="every day", channel=club.general)
    await club.silence(club.strength, "send_messages")
    await club.after(days=1)
    alone = await say(club, "status", entry=1)
    text = text_of(alone.response)
    assert "failed. I may not post in" in text
    assert f"⚠️ I can't post in {club.strength.mention}: my role lacks Send Messages there. Allow it." in text
    assert buttons(alone.response) == ["Resume number 1"]
    everything = await say(club, "status")
    assert "**1 · Beginner program**" in text_of(everything.response)
    assert "**2 · Daily reminder**" in text_of(everything.response)
    assert buttons(everything.response) == ["Resume number 1"]


async def test_the_status_of_many_comes_in_pages_that_cut_nothing_with_what_is_in_trouble_first(club: Club) -> None:
    await club.schedule_many(30, days="every day")
    await club.after(days=1)
    troubled = [4, *range(22, 31)]
    for number in troubled:
        await club.store.pause_entry(number, "I may not post there. Give my role the permission Send Messages there.")
    result = await say(club, "status")
    pages = [result.response, *result.followups]
    texts = [text_of(page) for page in pages]
    numbers = [int(number) for text in texts for number in re.findall(r"^\*\*(\d+) ·", text, re.MULTILINE)]
    assert numbers == [*troubled, *(number for number in range(1, 31) if number not in troubled)]
    assert "".join(texts).count("[posted](") == 30
    assert [label for page in pages for label in buttons(page)] == [f"Resume number {number}" for number in troubled]
    assert all(len(text) < 4000 and "…" not in text for text in texts)
    assert [title_of(page) for page in pages[:2]] == ["How it goes", "How it goes (continued)"]


async def test_the_status_before_anything_was_due_and_with_nothing_at_all(club: Club) -> None:
    assert "Nothing is scheduled yet." in text_of((await say(club, "status")).response)
    await club.schedule()
    assert "- Nothing was due yet." in text_of((await say(club, "status", entry=1)).response)


async def test_a_season_that_is_over_is_shown_as_finished(club: Club) -> None:
    await club.schedule(until="6 jan")
    await club.after(days=7)
    for command in ("list", "status"):
        assert "Finished: no date is left." in text_of((await say(club, command)).response)


@pytest.mark.parametrize("command", ["show", "preview", "post now", "status"])
async def test_a_number_that_is_not_there_is_one_sentence(club: Club, command: str) -> None:
    result = await say(club, command, entry=7)
    assert text_of(result.response) == "There is no scheduled post number 7 here. See /schedule list."
