"""/remind timezone, and the zone that /remind list shows: what is kept of where a member lives, and how it goes."""

import pytest

from .seen import text_of
from .server import Club


async def remind(club: Club, command: str, **options: str) -> str:
    result = await club.alex.slash(club.strength, f"remind {command}", **options)
    assert result.ephemeral
    return text_of(result.response)


async def test_the_list_names_the_zone_that_is_used_when_none_is_named(club: Club) -> None:
    assert "time zone" not in await remind(club, "list")
    await club.store.set_club_timezone(club.guild.id, "Europe/Madrid")
    assert (await remind(club, "list")).endswith(
        "-# When you name no time zone I use the club's, Europe/Madrid; `/remind timezone` sets your own."
    )
    await remind(club, "daily", time="7am", timezone="Tokyo")
    listed = await remind(club, "list")
    assert listed.endswith(
        "-# When you name no time zone I use yours, Asia/Tokyo; `/remind timezone` changes or forgets it."
    )
    assert listed.count("time zone I use") == 1


async def test_it_is_set_by_itself_and_the_next_reminder_uses_it(club: Club) -> None:
    text = await remind(club, "timezone", timezone="Berlin")
    assert text == (
        "Set: Europe/Berlin. Your next reminders use it when you name no other; those you have keep their own zone."
    )
    assert "(Europe/Berlin)" in await remind(club, "daily", time="7am")


@pytest.mark.parametrize("club_has_one", [True, False])
async def test_it_is_forgotten_and_reminders_stay(club: Club, club_has_one: bool) -> None:
    if club_has_one:
        await club.store.set_club_timezone(club.guild.id, "Europe/Madrid")
    await remind(club, "daily", time="7am", timezone="Tokyo")
    text = await remind(club, "timezone", timezone="None")
    instead = "I use the club's, Europe/Madrid" if club_has_one else "I ask for it again"
    assert text == f"Forgotten. When you name no time zone, {instead}; the reminders you have keep their own zone."
    assert await club.store.member_timezone(club.alex.id) is None
    (entry,) = await club.store.entries_of_member(club.alex.id)
    assert entry.rule.zone == "Asia/Tokyo"


async def test_a_typo_changes_nothing_and_typing_offers_zones_and_none(club: Club) -> None:
    await remind(club, "timezone", timezone="Berlin")
    assert "Did you mean Europe/London?" in await remind(club, "timezone", timezone="Lodnon")
    assert await club.store.member_timezone(club.alex.id) == "Europe/Berlin"
    offered = await club.alex.autocomplete(club.strength, "remind timezone", "timezone", "")
    assert offered[0] == {"name": "None: forget it", "value": "none"}
    offered = await club.alex.autocomplete(club.strength, "remind timezone", "timezone", "tok")
    assert "none" not in [choice["value"] for choice in offered]


async def test_in_direct_messages_it_works_too(club: Club) -> None:
    result = await club.alex.user.slash("remind timezone", timezone="Berlin")
    assert text_of(result.response).startswith("Set: Europe/Berlin.")
