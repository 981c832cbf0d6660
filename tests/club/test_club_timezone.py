"""/club timezone: the zone of posts and reminders that name none, and how a captain changes it."""

import pytest
import simcord

from .seen import text_of
from .server import Club


async def set_zone(club: Club, zone: str) -> simcord.InteractionResult:
    result = await club.sam.slash(club.general, "club timezone", timezone=zone)
    assert result.ephemeral
    return result


@pytest.mark.parametrize("typed", ["Madrid", "europe/madrid", "Madrid, Spain", " madrid "])
async def test_a_zone_is_set_as_people_write_it_and_confirmed(club: Club, typed: str) -> None:
    result = await set_zone(club, typed)
    assert text_of(result.response).startswith("Set: Europe/Madrid. ")
    assert await club.store.club_timezone(club.guild.id) == "Europe/Madrid"
    shown = await club.sam.slash(club.general, "club show")
    assert "- Time zone: Europe/Madrid" in text_of(shown.response).splitlines()


@pytest.mark.parametrize("typed", ["none", " None "])
async def test_it_is_forgotten_and_asked_for_again(club: Club, typed: str) -> None:
    await set_zone(club, "Madrid")
    assert text_of((await set_zone(club, typed)).response).startswith("Forgotten. ")
    assert await club.store.club_timezone(club.guild.id) is None
    shown = text_of((await club.sam.slash(club.general, "club show")).response)
    assert "- Time zone: not set; set it with `/club timezone`" in shown
    asked = text_of((await club.schedule(timezone=None)).response)
    assert asked.startswith("I don't know this club's time zone yet.")


async def test_it_replaces_the_zone_of_the_first_entry_and_what_is_scheduled_keeps_its_own(club: Club) -> None:
    await club.schedule(timezone="Berlin")
    await set_zone(club, "New York")
    second = await club.schedule(days="tue", timezone=None)
    assert "(America/New_York)" in text_of(second.response)
    rules = [entry.rule.zone for entry in await club.store.entries_of_guild(club.guild.id)]
    assert rules == ["Europe/Berlin", "America/New_York"]


async def test_set_beforehand_the_first_entry_needs_no_zone(club: Club) -> None:
    await set_zone(club, "Tokyo")
    assert "(Asia/Tokyo)" in text_of((await club.schedule(timezone=None)).response)


async def test_another_zone_given_for_one_entry_is_named_and_leaves_the_clubs_alone(club: Club) -> None:
    await set_zone(club, "London")
    result = await club.schedule(timezone="Tokyo")
    assert "Monday at 07:00 (Asia/Tokyo)." in text_of(result.response)
    assert await club.store.club_timezone(club.guild.id) == "Europe/London"


async def test_a_members_reminder_follows_it_where_they_gave_no_zone(club: Club) -> None:
    await set_zone(club, "Madrid")
    result = await club.alex.slash(club.strength, "remind daily", time="7am")
    assert "Every day at 07:00 (Europe/Madrid)" in text_of(result.response)


async def test_a_typo_gets_one_sentence_and_changes_nothing(club: Club) -> None:
    await set_zone(club, "London")
    result = await set_zone(club, "Lodnon")
    assert text_of(result.response) == "I don't know the time zone “Lodnon”. Did you mean Europe/London?"
    assert await club.store.club_timezone(club.guild.id) == "Europe/London"


@pytest.mark.parametrize(
    ("typed", "offered"), [("", "Europe/London"), ("new y", "America/New_York"), ("", "none"), ("no", "none")]
)
async def test_typing_offers_zones(club: Club, typed: str, offered: str) -> None:
    choices = await club.sam.autocomplete(club.general, "club timezone", "timezone", typed)
    assert offered in [choice["value"] for choice in choices]
    assert len(choices) <= 25
