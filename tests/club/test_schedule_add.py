"""/schedule add: days, time and zone in words, and one sentence for what cannot be read or done."""

from typing import Any

import pytest
import simcord
from simcord import SetupError

from .seen import text_of
from .server import Club

TYPOS = [
    ({"days": "wendsday"}, "I don't know the day “wendsday”. Did you mean Wednesday?"),
    ({"days": "t"}, "“t” can mean two days: write tue or thu."),
    ({"days": "soon"}, "I don't know the days “soon”: write days such as mon thu, weekdays or every day."),
    ({"time": "25:00"}, "I don't know the time “25:00”: write a time such as 07:00, 7am or 7:30 pm."),
    ({"time": "half 7"}, "“half 7” is 6:30 to some and 7:30 to others: write the one you mean."),
    ({"timezone": "Lodnon"}, "I don't know the time zone “Lodnon”. Did you mean Europe/London?"),
    ({"timezone": "+2"}, "“+2” does not follow clock changes: write a city, such as Europe/London."),
]


async def test_an_entry_is_confirmed_in_private_with_its_next_dates_in_both_clocks(club: Club) -> None:
    result = await club.schedule(days="mon thu", time="7am", timezone="london")
    assert result.ephemeral
    assert text_of(result.response).splitlines()[:6] == [
        "### Scheduled, number 1",
        f"Beginner program in {club.strength.mention}: Monday and Thursday at 07:00 (Europe/London).",
        "",
        "Next:",
        "- Thu 1 Jan, 07:00 (Europe/London) · <t:1767250800:F> · <t:1767250800:R>",
        "- Mon 5 Jan, 07:00 (Europe/London) · <t:1767596400:F> · <t:1767596400:R>",
    ]
    assert club.said(club.strength) == []


@pytest.mark.parametrize(
    ("days", "time", "zone", "read"),
    [
        ("every day", "19:30", "paris", "every day at 19:30 (Europe/Paris)"),
        ("weekdays", "noon", "New York", "weekdays at 12:00 (America/New_York)"),
        ("Sat, Sun", "0630", "europe/london", "weekends at 06:30 (Europe/London)"),
        ("every day except friday", "7:15 pm", "UTC", "Saturday and Sunday at 19:15 (UTC)"),
    ],
    ids=["daily", "weekdays", "weekends", "except"],
)
async def test_days_times_and_zones_are_read_as_people_write_them(
    club: Club, days: str, time: str, zone: str, read: str
) -> None:
    result = await club.schedule(days=days, time=time, timezone=zone)
    assert read in text_of(result.response)


@pytest.mark.parametrize(("wrong", "sentence"), TYPOS, ids=[next(iter(wrong.values())) for wrong, _ in TYPOS])
async def test_a_typo_gets_one_sentence_and_nothing_is_kept(club: Club, wrong: dict[str, Any], sentence: str) -> None:
    result = await club.schedule(**wrong)
    assert result.ephemeral
    assert text_of(result.response) == sentence
    assert await club.store.entries_of_guild(club.guild.id) == []
    assert await club.store.club_timezone(club.guild.id) is None


async def test_the_first_time_without_a_zone_the_zone_is_asked_for(club: Club) -> None:
    result = await club.schedule(timezone=None)
    assert result.ephemeral
    assert text_of(result.response) == (
        "I don't know this club's time zone yet. Add timezone: with a city, such as London."
    )


async def test_the_zone_of_the_first_entry_is_the_clubs_from_then_on(club: Club) -> None:
    await club.schedule(timezone="Berlin")
    second = await club.schedule(days="tue", timezone=None)
    other = await club.schedule(days="wed", timezone="Tokyo")
    third = await club.schedule(days="fri", timezone=None)
    assert "(Europe/Berlin)" in text_of(second.response)
    assert "(Asia/Tokyo)" in text_of(other.response)
    assert "(Europe/Berlin)" in text_of(third.response)


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        (["view_channel"], "View Channel, Send Messages and Read Message History"),
        (["send_messages"], "Send Messages"),
        (["read_message_history"], "Read Message History"),
        (["send_messages", "read_message_history"], "Send Messages and Read Message History"),
    ],
    ids=["view", "send", "history", "two"],
)
async def test_a_channel_the_bot_cannot_post_in_is_refused_at_once(club: Club, lacking: list[str], named: str) -> None:
    captains = club.guild.roles["Captain"]
    club.env.backend.guilds[club.guild.id].roles[captains.id].permissions |= 8  # administrators see every channel
    await club.silence(club.strength, *lacking)
    result = await club.schedule()
    assert result.ephemeral
    assert f"my role lacks {named} there" in text_of(result.response)
    assert await club.store.entries_of_guild(club.guild.id) == []


async def test_the_same_entry_twice_is_refused_with_its_number(club: Club) -> None:
    await club.schedule()
    result = await club.schedule(days="monday", time="07:00", timezone="Europe/London")
    assert text_of(result.response) == "That is scheduled already, as number 1. See /schedule list."
    assert "number 2" in text_of((await club.schedule(channel=club.general)).response)
    assert "number 3" in text_of((await club.schedule(program="gym")).response)


async def test_there_is_a_most_that_a_server_may_have(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_app.schedule_commands.MOST", 2)
    for time in ("7am", "8am"):
        await club.schedule(time=time)
    result = await club.schedule(time="9am")
    assert "This server has 2 scheduled posts, the most I keep." in text_of(result.response)


@pytest.mark.parametrize("command", ["schedule list", "schedule add", "schedule remove"])
async def test_discord_hides_the_commands_from_members_and_from_direct_messages(club: Club, command: str) -> None:
    assert command in club.sam.available_commands(club.strength)
    assert command not in club.alex.available_commands(club.strength)
    assert command not in club.sam.user.available_commands()
    with pytest.raises(SetupError, match="not visible"):
        await club.alex.slash(club.strength, command)


@pytest.mark.parametrize("command", ["schedule list", "schedule remove"])
async def test_a_member_whom_a_server_lets_see_the_command_is_told_who_may_use_it(club: Club, command: str) -> None:
    root = club.env.backend.find_command("schedule", club.guild.id)
    assert root is not None
    club.guild.set_command_permissions(int(root["id"]), {club.guild.default_role: True})
    options = {"entry": 1} if "remove" in command else {}
    result: simcord.InteractionResult = await club.alex.slash(club.strength, command, **options)
    assert result.ephemeral
    assert text_of(result.response) == "Only a captain can do this: it needs the Manage Server permission."


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("days", "", "every day"),
        ("days", "week", "weekdays"),
        ("time", "7", "7am"),
        ("timezone", "", "Europe/London"),
        ("timezone", "new y", "America/New_York"),
    ],
)
async def test_typing_offers_days_times_and_zones(club: Club, option: str, typed: str, offered: str) -> None:
    choices = await club.sam.autocomplete(club.strength, "schedule add", option, typed)
    assert offered in [choice["value"] for choice in choices]
    assert len(choices) <= 25
