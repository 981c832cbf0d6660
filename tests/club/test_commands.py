"""What the bot tells Discord about itself: its commands by name, its intents, and what it keeps in memory."""

from typing import Any

import discord

from .server import Club

PROGRAMS = ("beginner", "gym", "home", "intermediate", "runner", "starter", "weekly")
EDITED = (
    "time", "days", "timezone", "channel", "role", "no_role", "text", "opening", "program", "day", "from", "until",
    "patience", "events",
)  # fmt: skip
REMINDER = {"timezone": False, "program": False, "about": False, "channel": False}
CONTRACT = {f"workout {program}": {"day": False} for program in PROGRAMS} | {
    "ask": {"question": True},
    "exercise": {"name": True},
    "schedule add": {"program": True, "channel": True, "days": True, "time": True, "timezone": False}
    | dict.fromkeys(("day", "text", "role", "from", "until", "skip", "opening", "events"), False),
    "schedule list": {},
    "schedule show": {"entry": True},
    "schedule edit": {"entry": True} | dict.fromkeys(EDITED, False),
    "schedule pause": {"entry": False, "until": False},
    "schedule resume": {"entry": False},
    "schedule skip": {"entry": True, "date": False},
    "schedule unskip": {"entry": True, "date": False},
    "schedule move": {"entry": True, "to": False, "time": False, "date": False},
    "schedule remove": {"entry": True},
    "schedule preview": {"entry": True},
    "schedule status": {"entry": False},
    "schedule post now": {"entry": True},
    "schedule export": {"public": False},
    "schedule import": {"file": True, "channel": False},
    "remind daily": {"time": True, **REMINDER},
    "remind days": {"days": True, "time": True, **REMINDER},
    "remind once": {"when": True, **REMINDER},
    "remind list": {},
    "remind edit": {
        "entry": True,
        **dict.fromkeys(("time", "days", "when", "about", "program", "timezone", "channel", "direct"), False),
    },
    "remind pause": {"until": False, "entry": False},
    "remind resume": {"entry": False},
    "remind timezone": {"timezone": True},
    "remind stop": {"entry": False, "all": False},
    "faq add": {},
    "faq edit": {"entry": True},
    "faq remove": {"entry": True},
    "faq list": {},
    "club country": {"country": True},
    "club timezone": {"timezone": True},
    "club long-run": {"day": True},
    "club show": {},
}


def registered(club: Club) -> list[dict[str, Any]]:
    """The commands as they were sent at the start."""
    (sent,) = [one.json for one in club.env.http_requests if one.path.endswith("/commands") and one.method == "PUT"]
    assert isinstance(sent, list)
    return sent


def leaves(commands: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every command or subcommand by its whole name."""
    found: dict[str, dict[str, Any]] = {}
    for command in commands:
        below = [option for option in command.get("options", ()) if option["type"] in (1, 2)]
        inside = leaves(below)
        found |= {f"{command['name']} {name}": leaf for name, leaf in inside.items()} or {command["name"]: command}
    return found


def test_every_command_of_the_contract_is_there_with_its_options(club: Club) -> None:
    found = leaves(registered(club))
    options = {name: {o["name"]: o.get("required", False) for o in leaf["options"]} for name, leaf in found.items()}
    assert options == CONTRACT


def test_commands_are_registered_globally_and_once(club: Club) -> None:
    writes = [one.path for one in club.env.http_requests if "/commands" in one.path and one.method != "GET"]
    assert writes == [f"/applications/{club.env.backend.application_id}/commands"]


def test_some_commands_are_for_captains_in_servers_and_the_rest_for_anyone_anywhere(club: Club) -> None:
    for command in registered(club):
        captains = command["name"] in {"schedule", "faq", "club"}
        manage = discord.Permissions(manage_guild=True).value if captains else None
        wanted = command["default_member_permissions"]
        assert (wanted and int(wanted)) == manage
        assert command["contexts"] == ([0] if captains else [0, 1])
        assert command["integration_types"] == [0]


def test_everything_people_read_about_the_commands_is_there_and_short_enough(club: Club) -> None:
    for name, leaf in leaves(registered(club)).items():
        assert 5 <= len(leaf["description"]) <= 100, name
        for option in leaf["options"]:
            assert option["description"] not in ("", "…"), (name, option["name"])
            assert len(option.get("choices") or []) <= 25


def test_the_day_is_a_choice_by_name_and_the_rest_is_offered_while_typing(club: Club) -> None:
    found = leaves(registered(club))
    (day,) = found["workout beginner"]["options"]
    assert [(choice["name"], choice["value"]) for choice in day["choices"]] == [("Day 1", 1), ("Day 2", 2)]
    offered = {f"{n} {o['name']}" for n, leaf in found.items() for o in leaf["options"] if o.get("autocomplete")}
    assert offered == {
        "exercise name",
        "schedule add days",
        "schedule add time",
        "schedule add timezone",
        "schedule show entry",
        "schedule edit entry",
        "schedule edit days",
        "schedule edit time",
        "schedule edit timezone",
        "schedule pause entry",
        "schedule resume entry",
        "schedule skip entry",
        "schedule skip date",
        "schedule unskip entry",
        "schedule unskip date",
        "schedule move entry",
        "schedule move date",
        "schedule move time",
        "schedule remove entry",
        "schedule preview entry",
        "schedule status entry",
        "schedule post now entry",
        "remind daily time",
        "remind daily timezone",
        "remind days days",
        "remind days time",
        "remind days timezone",
        "remind once when",
        "remind once timezone",
        "remind edit entry",
        "remind edit time",
        "remind edit days",
        "remind edit when",
        "remind edit timezone",
        "remind pause entry",
        "remind resume entry",
        "remind stop entry",
        "remind timezone timezone",
        "faq edit entry",
        "faq remove entry",
        "club country country",
        "club timezone timezone",
    }


def test_what_can_be_scheduled_is_every_program_a_daily_mix_a_digest_and_own_words(club: Club) -> None:
    program = next(o for o in leaves(registered(club))["schedule add"]["options"] if o["name"] == "program")
    offered = {choice["value"]: choice["name"] for choice in program["choices"]}
    assert offered == {
        "daily": "Daily reminder",
        "digest": "Weekly digest",
        "text": "Own text",
        **{p.id: p.name for p in club.coach.library.programs.values()},
    }


def test_the_intents_are_servers_messages_and_direct_messages_none_of_them_privileged(club: Club) -> None:
    asked = {name for name, wanted in club.bot.intents if wanted}
    assert asked == {"guilds", "guild_messages", "dm_messages"}
    assert not asked & {"message_content", "members", "presences"}


async def test_the_text_of_messages_that_are_not_for_the_bot_never_reaches_it(club: Club) -> None:
    await club.alex.send(club.strength, "my knee is a private matter")
    assert "CENSORED" in club.env.transcript()


async def test_no_message_is_kept_in_memory(club: Club) -> None:
    await club.ask(club.alex, "can I train every day?")
    await club.alex.send(club.strength, "thanks all")
    assert list(club.bot.cached_messages) == []
