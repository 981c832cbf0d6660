"""/remind: set, listed and stopped, in a server and in direct messages; the zone is asked once."""

import pytest
import simcord

from .seen import choices, custom_ids, text_of
from .server import Club


async def listed(club: Club) -> str:
    result = await club.alex.user.slash("remind list")
    assert result.ephemeral
    return text_of(result.response)


async def test_a_reminder_is_confirmed_in_private_with_its_next_dates(club: Club) -> None:
    result = await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    assert result.ephemeral
    lines = text_of(result.response).splitlines()
    assert lines[0] == "### Reminder set, number 1"
    assert lines[1] == "Every day at 07:00 (Europe/London), by direct message. The first is a strength day."
    assert lines[4] == "- Thu 1 Jan, 07:00 (Europe/London) · <t:1767250800:F> · <t:1767250800:R>"


@pytest.mark.parametrize("where", ["server", "direct"])
async def test_without_a_zone_it_is_asked_by_a_select_once(club: Club, where: str) -> None:
    alex = club.alex
    if where == "server":
        asked = await alex.slash(club.strength, "remind daily", time="7am")
    else:
        asked = await alex.user.slash("remind daily", time="7am")
    assert asked.response is not None
    assert asked.ephemeral
    assert text_of(asked.response) == "Every day at 07:00: in which time zone? I ask this once."
    assert len(choices(asked.response)) == 25
    picker = alex if where == "server" else alex.user
    await picker.select(asked.response, ["Europe/Paris"], custom_id=custom_ids(asked.response)[0])
    assert "Every day at 07:00 (Europe/Paris), by direct message." in text_of(asked.response)
    again = await alex.slash(club.strength, "remind daily", time="8pm")
    assert "Every day at 20:00 (Europe/Paris), by direct message." in text_of(again.response)
    assert "You have 2 reminders now." in text_of(again.response)


async def somewhere_else(club: Club, typed: str) -> simcord.InteractionResult:
    """Alex picks "Somewhere else …" and types a place."""
    asked = await club.alex.slash(club.strength, "remind daily", time="19:30")
    assert asked.response is not None
    assert choices(asked.response)["elsewhere"] == "Somewhere else …"
    shown = await club.alex.select(asked.response, ["elsewhere"], custom_id=custom_ids(asked.response)[0])
    assert shown.modal is not None
    assert shown.modal["title"] == "Your time zone"
    field = shown.modal["components"][0]["component"]["custom_id"]
    return await club.alex.submit_modal(shown, {field: typed})


async def test_somewhere_else_is_typed_into_a_form(club: Club) -> None:
    result = await somewhere_else(club, "Reykjavik")
    assert result.ephemeral
    assert "Every day at 19:30 (Atlantic/Reykjavik)" in text_of(result.response)


async def test_a_typo_in_the_form_gets_the_nearest_and_keeps_nothing(club: Club) -> None:
    result = await somewhere_else(club, "Reykjavk")
    assert result.ephemeral
    assert text_of(result.response) == "I don't know the time zone “Reykjavk”. Did you mean Atlantic/Reykjavik?"
    assert await club.store.member_timezone(club.alex.id) is None
    assert "None yet" in await listed(club)


async def test_the_select_of_one_member_is_not_anothers_and_survives_a_restart(club: Club) -> None:
    asked = await club.alex.slash(club.strength, "remind daily", time="7am")
    assert asked.response is not None
    await club.restart()
    await club.alex.select(asked.response, ["UTC"], custom_id=custom_ids(asked.response)[0])
    assert "Every day at 07:00 (UTC)" in text_of(asked.response)


async def test_the_clubs_zone_is_used_for_a_member_who_gave_none(club: Club) -> None:
    await club.schedule(timezone="Madrid")
    result = await club.alex.slash(club.strength, "remind daily", time="7am")
    assert "Every day at 07:00 (Europe/Madrid)" in text_of(result.response)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time": "25h"}, "I don't know the time “25h”: write a time such as 07:00, 7am or 7:30 pm."),
        (
            {"time": "7am", "timezone": "Pari"},
            "I don't know the time zone “Pari”. Did you mean Europe/Paris?",
        ),
    ],
    ids=["time", "zone"],
)
async def test_a_typo_gets_one_sentence(club: Club, options: dict[str, str], sentence: str) -> None:
    result = await club.alex.slash(club.strength, "remind daily", **options)
    assert result.ephemeral
    assert text_of(result.response).startswith(sentence.split("?")[0])
    assert "None yet" in await listed(club)


async def test_the_list_shows_ones_own_reminders_only(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    await club.robin.slash(club.strength, "remind daily", time="9pm", timezone="Tokyo")
    await club.schedule()
    assert (await listed(club)).splitlines() == [
        "### Your reminders",
        "**1 · every day at 07:00** (Europe/London)",
        "- <t:1767250800:F> · <t:1767250800:R>",
        "- <t:1767337200:F> · <t:1767337200:R>",
        "",
        "-# When you name no time zone I use yours, Europe/London; `/remind timezone` changes or forgets it.",
    ]


async def test_the_same_reminder_twice_is_refused_with_its_number(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    result = await club.alex.slash(club.strength, "remind daily", time="07:00")
    assert text_of(result.response) == "You have that reminder already, as number 1. See /remind list."


async def test_stop_ends_the_only_reminder(club: Club) -> None:
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    result = await club.alex.user.slash("remind stop")
    assert text_of(result.response) == "Stopped: every day at 07:00 (Europe/London)."
    assert "None yet" in await listed(club)
    await club.after(days=2)
    assert club.said(club.alex.user.dm_channel) == [
        message for message in club.said(club.alex.user.dm_channel) if "strength day" not in text_of(message)
    ]


async def test_stop_asks_which_of_two(club: Club) -> None:
    for time in ("7am", "8pm"):
        await club.alex.slash(club.strength, "remind daily", time=time, timezone="London")
    asked = await club.alex.slash(club.strength, "remind stop")
    assert text_of(asked.response) == "You have 2 reminders: numbers 1, 2. Choose one: /remind stop entry:1"
    offered = await club.alex.autocomplete(club.strength, "remind stop", "entry", "20")
    assert offered == [{"name": "2: every day at 20:00 (Europe/London)", "value": 2}]
    result = await club.alex.slash(club.strength, "remind stop", entry=2)
    assert text_of(result.response) == (
        "Stopped: every day at 20:00 (Europe/London). You have 1 left; see /remind list."
    )


async def test_stop_without_any_and_with_somebody_elses_number(club: Club) -> None:
    await club.robin.slash(club.strength, "remind daily", time="7am", timezone="London")
    result = await club.alex.slash(club.strength, "remind stop", entry=1)
    assert text_of(result.response) == "You have no reminders. Set one with /remind daily."
    await club.alex.slash(club.strength, "remind daily", time="7am", timezone="London")
    result = await club.alex.slash(club.strength, "remind stop", entry=1)
    assert text_of(result.response) == "You have no reminder number 1. See /remind list."
    assert len(await club.store.entries_of_member(club.robin.id)) == 1


async def test_there_is_a_most_that_a_person_may_have(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord_app.remind_setting.MOST", 2)
    for time in ("7am", "8am"):
        await club.alex.slash(club.strength, "remind daily", time=time, timezone="London")
    result = await club.alex.slash(club.strength, "remind daily", time="9am")
    assert "You have 2 reminders, the most I keep for one person." in text_of(result.response)


async def test_in_direct_messages_a_reminder_is_set_listed_and_stopped(club: Club) -> None:
    alex = club.alex.user
    await alex.slash("remind daily", time="7am", timezone="London")
    await alex.slash("remind daily", time="8pm")
    assert [line for line in (await listed(club)).splitlines() if line.startswith("**")] == [
        "**1 · every day at 07:00** (Europe/London)",
        "**2 · every day at 20:00** (Europe/London)",
    ]
    assert "Choose one: /remind stop entry:1" in text_of((await alex.slash("remind stop")).response)
    offered = await alex.autocomplete("remind stop", "entry", "07")
    assert [choice["value"] for choice in offered] == [1]
    assert "You have 1 left" in text_of((await alex.slash("remind stop", entry=1)).response)
    assert text_of((await alex.slash("remind stop")).response) == "Stopped: every day at 20:00 (Europe/London)."
    assert "None yet" in await listed(club)
