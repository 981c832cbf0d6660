"""/schedule export and import: a captain carries the schedule to files and back, and sees first what would happen."""

import json
from typing import Any

import discord
import pytest
import simcord
from icalendar import Calendar

from bot.schedule.entry import BY_HAND, Entry

from .seen import buttons, text_of, title_of
from .server import Club

JSON_FILE, CALENDAR_FILE = "backline-schedule.json", "backline-schedule.ics"
RUN_OUT = "This import has run out or is done. Run /schedule import again with the file."
HILLS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a
SUMMARY:Hill repeats
DTSTART;TZID=Europe/London:20260106T183000
RRULE:FREQ=WEEKLY;BYDAY=TU
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Club birthday
DTSTART;VALUE=DATE:20260501
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


async def exported(club: Club, **options: Any) -> simcord.InteractionResult:
    return await club.sam.slash(club.general, "schedule export", **options)


async def files_of(result: simcord.InteractionResult) -> dict[str, bytes]:
    assert result.response is not None
    return {one.filename: await one.read() for one in result.response.attachments}


async def imported(club: Club, data: bytes, name: str = JSON_FILE, **options: Any) -> simcord.InteractionResult:
    return await club.sam.slash(club.general, "schedule import", file=(name, data), **options)


def seen(result: simcord.InteractionResult) -> str:
    """What the captain reads: the message that comes after the bot has said that it is thinking."""
    return text_of(result.response)


async def pressed(club: Club, shown: simcord.InteractionResult, label: str) -> simcord.InteractionResult:
    """The captain presses the button under what an import showed."""
    assert shown.response is not None
    return await club.sam.click(shown.response, label=label)


async def entries(club: Club) -> list[Entry]:
    return await club.store.entries_of_guild(club.guild.id)


def entry(club: Club, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "program": "beginner",
        "channel": {"id": str(club.strength.id), "name": "strength"},
        "when": {"days": ["mon"], "time": "07:00", "timezone": "Europe/London"},
    }
    return usual | more


def file(*several: dict[str, Any]) -> bytes:
    return json.dumps({"format": "backline-schedule", "version": 1, "entries": several}).encode()


async def test_an_export_is_two_files_for_the_captain_alone(club: Club) -> None:
    await club.schedule(days="mon thu")
    result = await exported(club)
    assert result.ephemeral
    files = await files_of(result)
    assert list(files) == [JSON_FILE, CALENDAR_FILE]
    assert json.loads(files[JSON_FILE])["entries"][0]["channel"]["name"] == "strength"
    assert str(club.sam.id) not in files[JSON_FILE].decode()
    (event,) = Calendar.from_ical(files[CALENDAR_FILE]).events
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Beginner program", "#strength")


async def test_nothing_scheduled_is_nothing_to_export(club: Club) -> None:
    assert "nothing to export" in text_of((await exported(club)).response)


async def test_members_reminders_are_not_exported(club: Club) -> None:
    await club.schedule()
    await club.alex.slash(club.general, "remind daily", time="6am", timezone="London")
    files = await files_of(await exported(club))
    assert len(json.loads(files[JSON_FILE])["entries"]) == 1


async def test_a_public_export_posts_the_calendar_for_everybody(club: Club) -> None:
    await club.schedule()
    result = await exported(club, public=True)
    assert not result.ephemeral
    assert list(await files_of(result)) == [CALENDAR_FILE]


async def test_a_public_export_keeps_hidden_channels_to_itself(club: Club) -> None:
    await club.schedule(days="tue")
    hidden = club.guild.create_text_channel("captains-only")
    await club.schedule(channel=hidden)
    await club.silence(hidden, "view_channel")
    (data,) = (await files_of(await exported(club, public=True))).values()
    assert b"#strength" in data
    assert b"captains-only" not in data


async def test_paused_posts_are_in_the_json_and_not_in_the_calendar(club: Club) -> None:
    await club.schedule(days="tue")
    await club.schedule()
    await club.store.pause_entry(2, BY_HAND)
    files = await files_of(await exported(club))
    assert [one["paused"] for one in json.loads(files[JSON_FILE])["entries"]] == [False, True]
    assert len(Calendar.from_ical(files[CALENDAR_FILE]).events) == 1


async def test_what_was_exported_comes_back_as_it_was(club: Club) -> None:
    await club.schedule(days="mon thu")
    await club.schedule(program="daily", days="weekdays", time="6am", channel=club.general)
    await club.store.pause_entry(2, BY_HAND)
    before = await entries(club)
    data = (await files_of(await exported(club)))[JSON_FILE]
    for one in before:
        await club.store.remove_entry(one.id, club.env.now())
    shown = await imported(club, data)
    assert shown.ephemeral
    assert await entries(club) == []
    assert title_of(shown.response) == "2 posts to add"
    assert buttons(shown.response) == ["Add 2 posts"]
    await pressed(club, shown, "Add 2 posts")
    after = await entries(club)
    assert [(e.program, e.channel_id, e.rule, e.paused) for e in after] == [
        (e.program, e.channel_id, e.rule, e.paused) for e in before
    ]


async def test_what_is_here_already_is_left_out_also_the_second_time(club: Club) -> None:
    await club.schedule()
    data = file(entry(club), entry(club, program="gym"), entry(club, program="gym"))
    shown = await imported(club, data)
    assert title_of(shown.response) == "1 post to add"
    assert "Here already: 1 (Beginner program)" in seen(shown)
    await pressed(club, shown, "Add 1 post")
    assert len(await entries(club)) == 2
    again = await imported(club, data)
    assert title_of(again.response) == "Nothing to add"
    assert buttons(again.response) == []


async def test_the_button_adds_once_and_only_what_is_not_here_meanwhile(club: Club) -> None:
    first, second = await imported(club, file(entry(club))), await imported(club, file(entry(club)))
    await pressed(club, first, "Add 1 post")
    result = await pressed(club, second, "Add 1 post")
    assert len(await entries(club)) == 1
    assert "All of it is here already." in text_of(result.response)


async def test_after_a_quarter_of_an_hour_the_import_must_be_run_again(club: Club) -> None:
    shown = await imported(club, file(entry(club)))
    await club.after(minutes=16)
    result = await pressed(club, shown, "Add 1 post")
    assert text_of(result.response) == RUN_OUT
    assert await entries(club) == []


async def test_after_a_restart_the_import_must_be_run_again(club: Club) -> None:
    shown = await imported(club, file(entry(club)))
    await club.restart()
    result = await pressed(club, shown, "Add 1 post")
    assert text_of(result.response) == RUN_OUT


async def test_a_failure_in_the_middle_leaves_nothing_behind(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await imported(club, file(entry(club), entry(club, program="gym")))
    add, calls = club.store.add_entry, 0

    async def breaks(**values: Any) -> Entry:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError("no room on the disk")
        return await add(**values)

    monkeypatch.setattr(club.store, "add_entry", breaks)
    await pressed(club, shown, "Add 2 posts")
    assert await entries(club) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"channel": {"id": "99", "name": "gone"}}, "entry 1: its channel “#gone” is not here. Name one with channel:"),
        ({"program": "chess"}, "entry 1: I don't know the program “chess”"),
    ],
    ids=["channel", "program"],
)
async def test_what_is_wrong_is_named_and_nothing_waits(club: Club, change: dict[str, Any], sentence: str) -> None:
    shown = await imported(club, file(entry(club, **change)))
    assert sentence in seen(shown)
    assert buttons(shown.response) == []


async def test_a_channel_that_is_gone_is_stood_in_for(club: Club) -> None:
    gone = entry(club, channel={"id": "99", "name": "gone"})
    shown = await imported(club, file(gone), channel=club.general)
    await pressed(club, shown, "Add 1 post")
    assert [one.channel_id for one in await entries(club)] == [club.general.id]


async def test_a_channel_the_bot_may_not_post_in_is_named(club: Club) -> None:
    await club.silence(club.strength, "send_messages")
    shown = await imported(club, file(entry(club)))
    assert f"entry 1: I can't post in {club.strength.mention}: my role lacks Send Messages there. Allow it." in seen(
        shown
    )


async def test_a_role_that_is_gone_or_not_to_be_mentioned_is_left_out(club: Club) -> None:
    captains = club.guild.roles["Captain"]
    several = [
        entry(club, role={"id": "99", "name": "Runners"}),
        entry(club, program="gym", role={"id": str(captains.id), "name": "Captain"}),
    ]
    shown = await imported(club, file(*several))
    assert "- the role “Runners” of entry 1: it is not here" in seen(shown)
    assert "- the role “Captain” of entry 2: you or I may not mention it" in seen(shown)
    await pressed(club, shown, "Add 2 posts")
    assert [one.role_id for one in await entries(club)] == [None, None]


async def test_more_than_fit_are_refused(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_app.importing.MOST", 2)
    await club.schedule(days="tue")
    shown = await imported(club, file(entry(club), entry(club, program="gym")))
    assert "A server keeps 2 scheduled posts: 1 are here, and this file brings more than fit." in seen(shown)


async def test_a_large_file_is_refused_unread(club: Club) -> None:
    shown = await imported(club, b" " * (256 * 1024 + 1))
    assert "This file is larger than 256 kB" in text_of(shown.response)


async def test_a_calendar_becomes_own_words_in_the_channel(club: Club) -> None:
    shown = await imported(club, HILLS, "club.ics", channel=club.general)
    assert title_of(shown.response) == "1 post to add"
    assert "- “Club birthday”: it has no time of day" in seen(shown)
    await pressed(club, shown, "Add 1 post")
    (one,) = await entries(club)
    assert (one.program, one.text, one.channel_id, one.rule.days) == ("text", "Hill repeats", club.general.id, {1})


async def test_a_calendar_without_a_channel_is_asked_for_one(club: Club) -> None:
    assert "add channel: to the command" in seen(await imported(club, HILLS, "club.ics"))


async def test_only_captains_see_the_commands(club: Club) -> None:
    for command in ("schedule export", "schedule import"):
        assert command in club.sam.available_commands(club.strength)
        assert command not in club.alex.available_commands(club.strength)


async def test_a_captain_who_is_one_no_more_adds_nothing(club: Club) -> None:
    shown = await imported(club, file(entry(club)))
    captains = club.guild.roles["Captain"]
    club.env.backend.guilds[club.guild.id].roles[captains.id].permissions = discord.Permissions.none().value
    result = await pressed(club, shown, "Add 1 post")
    assert text_of(result.response) == "Only a captain can do this: it needs the Manage Server permission."
    assert await entries(club) == []
