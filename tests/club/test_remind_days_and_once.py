"""/remind days and once: patterns and moments in plain words, one's own words or a program, the zone asked once."""

from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot.schedule.entry import Entry

from .seen import SNOOZE, choices, custom_ids, text_of, title_of
from .server import Club

HARD = "1. to *do* my bridges #x **: <@1> \\o/"


async def own(club: Club) -> list[Entry]:
    return await club.store.entries_of_member(club.alex.id)


async def remind(club: Club, command: str, **options: Any) -> str:
    result = await club.alex.slash(club.strength, f"remind {command}", **options)
    assert result.ephemeral
    return text_of(result.response)


async def test_every_other_tuesday_for_ones_own_words(club: Club) -> None:
    text = await remind(club, "days", days="every other tuesday", time="7", timezone="London", about="calf raises")
    assert text.splitlines()[1] == "Every other Tuesday at 07:00 (Europe/London), by direct message: calf raises."
    assert [line[:13] for line in text.splitlines() if line.startswith("- ")] == [
        "- Tue 6 Jan, ",
        "- Tue 20 Jan,",
        "- Tue 3 Feb, ",
    ]
    await club.until(datetime(2026, 1, 6, 7, 0, 2, tzinfo=UTC))
    (reminder,) = club.said(club.alex.user.dm_channel)
    assert text_of(reminder) == f"**Reminder**\ncalf raises{SNOOZE}"


async def test_a_programs_days_come_in_turn(club: Club) -> None:
    text = await remind(club, "days", days="thu fri", time="7am", timezone="London", program="beginner")
    assert "Thursday and Friday at 07:00 (Europe/London), by direct message: Beginner program." in text
    await club.after(days=2)
    titles = [title_of(message) for message in club.said(club.alex.user.dm_channel)]
    assert titles == ["Beginner program · day 1 of 2", "Beginner program · day 2 of 2"]


async def test_once_comes_once(club: Club) -> None:
    text = await remind(club, "once", when="tomorrow 6pm", timezone="Paris", about="pack the spikes")
    assert "Once, Fri 2 Jan, 18:00 (Europe/Paris), by direct message: pack the spikes." in text
    await club.after(days=3)
    said = [text_of(message) for message in club.said(club.alex.user.dm_channel)]
    assert said == [f"**Reminder**\npack the spikes{SNOOZE}"]
    assert await own(club) == []


async def test_in_two_hours_is_the_same_everywhere_and_asks_for_no_zone(club: Club) -> None:
    text = await remind(club, "once", when="in 2h", about="drink")
    assert "- Thu 1 Jan, 02:00 (UTC) · <t:1767232800:F>" in text
    assert await club.store.member_timezone(club.alex.id) is None


@pytest.mark.parametrize(
    ("command", "options", "confirmed"),
    [
        ("daily", {"time": "7am", "about": HARD}, "Every day at 07:00 (America/New_York), by direct message: "),
        (
            "days",
            {"days": "last fri", "time": "7am", "about": HARD},
            "The last Friday of the month at 07:00 (America/New_York), by direct message: ",
        ),
        # it is 31 December in New York
        (
            "once",
            {"when": "tomorrow 6pm", "about": HARD},
            "Once, Thu 1 Jan, 18:00 (America/New_York), by direct message: ",
        ),
    ],
    ids=["daily", "days", "once"],
)
async def test_the_zone_is_asked_and_nothing_is_lost_over_a_restart(
    club: Club, command: str, options: dict[str, str], confirmed: str
) -> None:
    asked = await club.alex.slash(club.strength, f"remind {command}", **options)
    assert asked.response is not None
    assert "In which time zone? I ask this once." in text_of(asked.response)
    assert "America/New_York" in choices(asked.response)
    await club.restart()
    await club.after(hours=3)
    await club.alex.select(asked.response, ["America/New_York"], custom_id=custom_ids(asked.response)[0])
    assert confirmed in text_of(asked.response)
    (entry,) = await own(club)
    assert (entry.text, entry.program) == (HARD, "text")


async def test_a_longest_wish_fits_its_select(club: Club) -> None:
    options = {"days": "first, second, third and last monday", "time": "7am", "program": "intermediate"}
    asked = await club.alex.slash(club.strength, "remind days", channel=club.strength, **options)
    assert asked.response is not None
    (custom_id,) = custom_ids(asked.response)
    assert len(custom_id) <= 100
    await club.alex.select(asked.response, ["UTC"], custom_id=custom_id)
    (entry,) = await own(club)
    assert (entry.rule.nth, entry.program) == ({1, 2, 3, -1}, "intermediate")
    assert (entry.channel_id, entry.guild_id, entry.personal) == (club.strength.id, club.guild.id, True)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("once", {"when": "sometime 6pmm"}),
        ("once", {"when": "yesterday"}),
        ("days", {"days": "every othr tuesday", "time": "7"}),
        ("days", {"days": "every other day", "time": "7"}),
        ("daily", {"time": "7am", "about": "bridges", "program": "runner"}),
    ],
    ids=["slip", "past", "pattern", "every other day", "two things"],
)
async def test_a_typo_gets_one_sentence_and_keeps_nothing(club: Club, command: str, options: dict[str, str]) -> None:
    text = await remind(club, command, timezone="London", **options)
    assert len(text.splitlines()) == 1
    assert text.endswith((".", "?"))
    assert await own(club) == []


async def test_the_same_twice_in_a_row_is_refused_but_other_words_are_another_reminder(club: Club) -> None:
    once = {"when": "tomorrow 6pm", "timezone": "London"}
    await remind(club, "once", **once, about="pack")
    assert await remind(club, "once", **once, about=" pack ") == (
        "You have that reminder already, as number 1. See /remind list."
    )
    assert "number 2" in await remind(club, "once", **once, about="sleep")


async def test_in_a_channel_it_pings_its_member_and_nobody_else(club: Club) -> None:
    text = await remind(club, "daily", time="7am", timezone="London", channel=club.general, about="go @everyone")
    assert f"Every day at 07:00 (Europe/London), in <#{club.general.id}>: go \\@everyone." in text
    assert "direct messages" not in text
    await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
    (post,) = club.said(club.general)
    assert text_of(post).startswith(f"<@{club.alex.id}>")
    assert [user.id for user in post.mentions] == [club.alex.id]
    assert not post.mention_everyone


async def test_a_channel_the_member_cannot_write_in_is_refused(club: Club) -> None:
    await club.silence(club.strength, "send_messages")
    assert await remind(club, "daily", time="7am", timezone="London", channel=club.strength) == (
        f"You can't write in <#{club.strength.id}> yourself. Choose a channel you can write in, or leave it out."
    )


async def test_a_channel_the_bot_cannot_write_in_is_refused(club: Club) -> None:
    assert club.guild.me is not None
    hidden = club.guild.create_text_channel(
        "members", overwrites={club.guild.me: discord.PermissionOverwrite(send_messages=False)}
    )
    assert await remind(club, "daily", time="7am", timezone="London", channel=hidden) == (
        f"I can't post in <#{hidden.id}>: my role lacks Send Messages there. Ask a captain to put that right, "
        "or choose another channel."
    )


@pytest.mark.parametrize("kind", ["open", "locked", "own private"])
async def test_a_thread_is_a_place_for_those_who_can_write_in_it(club: Club, kind: str) -> None:
    channel = club.bot.get_channel(club.strength.id)
    assert isinstance(channel, discord.TextChannel)
    secret = kind.endswith("private")
    form = discord.ChannelType.private_thread if secret else discord.ChannelType.public_thread
    made = await channel.create_thread(name="injuries", type=form)
    if kind == "locked":
        await made.edit(locked=True)
    if kind == "own private":
        await made.add_user(discord.Object(club.alex.id))
    (thread,) = club.strength.threads
    text = await remind(club, "daily", time="7am", timezone="London", channel=thread)
    if kind == "locked":
        assert text.startswith(f"You can't write in <#{thread.id}> yourself.")
        return
    assert f"in <#{thread.id}>" in text
    await club.until(datetime(2026, 1, 1, 7, 0, 2, tzinfo=UTC))
    assert len(club.said(thread)) == 1


async def test_from_direct_messages_a_reminder_goes_to_direct_messages(club: Club) -> None:
    result = await club.alex.user.slash("remind days", days="weekdays", time="6:30", timezone="Berlin")
    assert "Weekdays at 06:30 (Europe/Berlin), by direct message." in text_of(result.response)


async def test_what_is_offered_while_typing_begins_with_what_was_typed(club: Club) -> None:
    offered = await club.alex.autocomplete(club.strength, "remind once", "when", "tom")
    assert [choice["value"] for choice in offered] == ["tom", "tomorrow 7am", "tomorrow 6pm"]


async def test_a_long_list_comes_in_pages(club: Club) -> None:
    for hour in range(14):
        await remind(club, "daily", time=f"{hour}:00", timezone="London", about="stretch " * 20)
    result = await club.alex.slash(club.strength, "remind list")
    pages = [text_of(result.response), *(text_of(page) for page in result.followups)]
    assert [page.count("every day at") for page in pages] == [12, 2]
    assert "…\n" not in pages[0][-3:]
