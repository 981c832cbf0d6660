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
    (
        {"days": "soon"},
        "I don't know the days “soon”: write days such as mon thu, weekdays, every other tuesday or first saturday.",
    ),
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
        ("every other tuesday", "7", "London", "every other Tuesday at 07:00 (Europe/London)"),
        ("1st sat of the month", "9am", "London", "the first Saturday of the month at 09:00 (Europe/London)"),
    ],
    ids=["daily", "weekdays", "weekends", "except", "fortnightly", "monthly"],
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
    monkeypatch.setattr("bot.discord_app.schedule_adding.MOST", 2)
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


async def test_every_other_week_counts_from_the_next_one_to_come(club: Club) -> None:
    result = await club.schedule(days="every other tuesday")
    dates = [line.partition(",")[0] for line in text_of(result.response).splitlines() if line.startswith("- ")]
    assert dates == ["- Tue 6 Jan", "- Tue 20 Jan", "- Tue 3 Feb"]


async def test_a_season_with_dates_left_out_is_kept_from_its_first_day_to_its_last(club: Club) -> None:
    season = {"from": "12 jan", "until": "2 feb", "skip": "19 jan"}
    result = await club.schedule(**season)
    dates = [line.partition(",")[0] for line in text_of(result.response).splitlines() if "<t:" in line]
    assert dates == ["- Mon 12 Jan", "- Mon 26 Jan", "- Mon 2 Feb"]


@pytest.mark.parametrize(
    ("season", "sentence"),
    [
        ({"from": "6 jan", "until": "11 jan"}, "Nothing would ever be posted: no date is left."),
        ({"from": "1 mar", "until": "1 feb"}, "That season ends on Sun 1 Feb, before it begins on Sun 1 Mar"),
        ({"from": "5 jan", "until": "5 jan", "skip": "5 jan"}, "Nothing would ever be posted"),
    ],
    ids=["no-monday", "backwards", "all-skipped"],
)
async def test_a_season_without_a_date_is_refused(club: Club, season: dict[str, str], sentence: str) -> None:
    result = await club.schedule(**season)
    assert text_of(result.response).startswith(sentence)
    assert await club.store.entries_of_guild(club.guild.id) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"program": "text"}, "Write the words to post in text:."),
        ({"text": "Hello"}, "text: goes with program: Own text. For a line above a workout use opening:."),
        ({"day": 9}, "The Beginner program has days 1 and 2. Choose one of those."),
        ({"program": "daily", "day": 1}, "day: goes with a program only. Leave it out, or choose a program."),
    ],
    ids=["no-words", "words-for-a-program", "no-such-day", "day-of-the-daily-mix"],
)
async def test_what_does_not_go_together_is_one_sentence(club: Club, options: dict[str, Any], sentence: str) -> None:
    assert text_of((await club.schedule(**options)).response) == sentence


async def test_one_day_a_digest_and_own_words_are_posted_with_their_opening_line(club: Club) -> None:
    await club.schedule(day=2, days="every day", opening="Up, up!")
    await club.schedule(program="digest", days="every day", time="7:10")
    await club.schedule(program="text", text="Club night is **moved**.", days="every day", time="7:20")
    await club.after(hours=8)
    day, digest, words = map(text_of, club.said(club.strength))
    assert day.startswith("Up, up!")
    assert "Beginner program · day 2 of 2" in day
    assert digest.startswith("### This week")
    assert words == "Club night is **moved**."


async def test_sessions_too_close_together_are_kept_and_warned_of(club: Club) -> None:
    await club.schedule()
    result = await club.schedule(program="gym", days="tue", channel=club.general)
    assert "⚠️ Number 1 has a strength session on Mon 5 Jan, less than 48 hours from this one on Tue 6 Jan." in (
        text_of(result.response)
    )
    assert len(await club.store.entries_of_guild(club.guild.id)) == 2


async def test_the_answer_shows_what_is_particular(club: Club) -> None:
    result = await club.schedule(opening="Up!", skip="12 jan", **{"from": "5 jan", "until": "2 feb"})
    assert text_of(result.response).splitlines()[2:5] == [
        "- Above each post: Up!",
        "- Season: from Mon 5 Jan until Mon 2 Feb",
        "- Skipped: Mon 12 Jan",
    ]
