"""/club: the country whose emergency number a caution names, and what the club has set."""

import pytest
import simcord
from simcord import SetupError

from .seen import text_of
from .server import Club

CHEST = "my chest hurts when I run"


async def set_country(club: Club, country: str) -> simcord.InteractionResult:
    result = await club.sam.slash(club.general, "club country", country=country)
    assert result.ephemeral
    return result


async def shown(club: Club) -> str:
    result = await club.sam.slash(club.general, "club show")
    assert result.ephemeral
    return text_of(result.response)


@pytest.mark.parametrize("typed", ["GB", "united kingdom", "UK", " the United Kingdom "])
async def test_a_country_is_set_by_code_or_name_and_confirmed_with_its_number(club: Club, typed: str) -> None:
    assert text_of((await set_country(club, typed)).response) == (
        "Set: United Kingdom. When somebody here describes an emergency, I say to call 999; "
        "for what is urgent and no emergency, NHS 111."
    )
    assert await club.store.club_country(club.guild.id) == "GB"


async def test_a_caution_by_mention_and_by_command_names_the_number(club: Club) -> None:
    assert "your local emergency number" in text_of(await club.ask(club.robin, CHEST))
    await set_country(club, "Ireland")
    assert "Call 112 or 999 or go" in text_of(await club.ask(club.alex, CHEST))
    result = await club.sam.slash(club.general, "ask", question=CHEST)
    assert result.ephemeral
    assert "Call 112 or 999 or go" in text_of(result.response)


async def test_what_is_urgent_and_no_emergency_names_the_number_for_advice(club: Club) -> None:
    await set_country(club, "GB")
    text = text_of(await club.ask(club.alex, "sharp pain in my knee when I squat"))
    assert "For advice by phone: NHS 111." in text
    assert "call 999 for chest pain" in text


async def test_in_direct_messages_the_local_number_is_meant(club: Club) -> None:
    await set_country(club, "GB")
    await club.alex.user.send_dm(CHEST)
    (answer,) = club.said(club.alex.user.dm_channel)
    assert "your local emergency number" in text_of(answer)


async def test_none_forgets_the_country(club: Club) -> None:
    await set_country(club, "US")
    assert "911" in text_of(await club.ask(club.alex, CHEST))
    result = await set_country(club, "None")
    assert text_of(result.response) == (
        "Forgotten. When somebody here describes an emergency, I say to call the local emergency number."
    )
    assert await club.store.club_country(club.guild.id) is None
    assert "your local emergency number" in text_of(await club.ask(club.robin, CHEST))


async def test_a_country_that_is_not_known_gets_one_sentence_and_nothing_is_kept(club: Club) -> None:
    result = await set_country(club, "Irland")
    assert text_of(result.response) == "I don't know the emergency number of “Irland”. Did you mean Ireland?"
    assert await club.store.club_country(club.guild.id) is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", "none"),
        ("no", "none"),
        ("no", "NO"),
        ("unit", "GB"),
        ("engl", "GB"),
        ("us", "US"),
    ],
)
async def test_typing_offers_countries(club: Club, typed: str, offered: str) -> None:
    choices = await club.sam.autocomplete(club.general, "club country", "country", typed)
    assert offered in [choice["value"] for choice in choices]
    assert len(choices) <= 25


async def test_what_the_club_has_set_is_shown(club: Club) -> None:
    assert (await shown(club)).splitlines() == [
        "### This club",
        "- Country: not set; set it with `/club country`",
        "- Time zone: not set; set it with `/club timezone`, or the first `/schedule add` does",
        "- Long run: not set; set it with `/club long-run`",
        "- Own answers: none yet; add one with `/faq add`",
    ]
    await set_country(club, "Australia")
    await club.schedule(timezone="Sydney")
    await club.store.add_club_answer(guild_id=club.guild.id, question="W?", answer="a", other_ways=(), created_by=1)
    assert (await shown(club)).splitlines()[1:] == [
        "- Country: Australia (emergency: 000; advice: Healthdirect on 1800 022 222)",
        "- Time zone: Australia/Sydney",
        "- Long run: not set; set it with `/club long-run`",
        "- Own answers: 1",
    ]


@pytest.mark.parametrize("command", ["club country", "club timezone", "club show"])
async def test_the_commands_are_for_captains_in_servers(club: Club, command: str) -> None:
    assert command in club.sam.available_commands(club.strength)
    assert command not in club.sam.user.available_commands()
    with pytest.raises(SetupError, match="not visible"):
        await club.alex.slash(club.strength, command)


@pytest.mark.parametrize("carried", ["bl:open:{owner}:{topic}:-", "bl:full:{owner}:{topic}:-", "bl:more:{topic}:-"])
async def test_a_caution_opened_by_a_button_names_the_number(club: Club, carried: str) -> None:
    await set_country(club, "GB")
    shown = await club.ask(club.alex, "can I train every day?")
    wanted = carried.format(owner=club.alex.id, topic="safety/red-flags")
    stored = club.env.backend.get_message(club.strength.id, shown.id)
    stored.components[0]["components"][-1]["components"][-1]["custom_id"] = wanted
    result = await club.alex.click(shown, custom_id=wanted)
    opened = result.response if "more" in wanted else club.said(club.strength)[0]
    assert "Emergency number in United Kingdom: 999." in text_of(opened)
