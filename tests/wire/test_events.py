"""A server's scheduled events over the wire, with the recurrence that discord.py leaves out."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Any

import discord
import pytest
from discord.http import Route

from bot.discord_app.endpoint import ReachableBot
from bot.discord_app.mirror import LENGTH, recurrences
from bot.schedule.rule import Rule

from .payloads import GUILD_ID
from .stub import Stub

GUILD = int(GUILD_ID)
EVENTS = f"/guilds/{GUILD_ID}/scheduled-events"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RULES = {
    "weekly": Rule(frozenset({0, 2}), time(7), "Europe/London"),
    "every other": Rule(frozenset({0}), time(7), "Europe/London", every=2, anchor=date(2026, 1, 5)),
    "last of a month": Rule(frozenset({5}), time(7), "Europe/London", nth=frozenset({-1})),
    "once": Rule(frozenset({5}), time(7), "Europe/London", once=datetime(2026, 1, 3, 7, tzinfo=UTC)),
}


@pytest.fixture
async def bot(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ReachableBot]:
    """A bot that is signed in, and not connected."""
    monkeypatch.setattr(Route, "BASE", stub.api_url)
    async with ReachableBot(command_prefix=(), intents=discord.Intents.none()) as signed_in:
        await signed_in.http.static_login(stub.token)
        yield signed_in


def bodies(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": "Beginner program",
            "description": None,
            "entity_type": 3,
            "privacy_level": 2,
            "entity_metadata": {"location": "#training"},
            "scheduled_start_time": start.isoformat(),
            "scheduled_end_time": (start + LENGTH).isoformat(),
            "recurrence_rule": recurrence,
        }
        for start, recurrence in recurrences(rule, NOW)
    ]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
async def test_an_event_is_made_changed_and_ended_with_its_recurrence(
    stub: Stub, bot: ReachableBot, rule: Rule
) -> None:
    for body in bodies(rule):
        made = await bot.change_event("POST", GUILD, None, body)
        await bot.change_event("PATCH", GUILD, int(made["id"]), body)
        assert stub.world.events[made["id"]]["recurrence_rule"] == body["recurrence_rule"]
        await bot.change_event("DELETE", GUILD, int(made["id"]))
    assert stub.world.events == {}
    assert {one.method for one in stub.requests if one.path.startswith(EVENTS)} == {"POST", "PATCH", "DELETE"}


async def test_an_event_that_is_gone_is_not_found(bot: ReachableBot) -> None:
    with pytest.raises(discord.NotFound):
        await bot.change_event("DELETE", GUILD, 404)
