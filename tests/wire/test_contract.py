"""The check against Discord's own description does find what is wrong."""

from typing import Any

import pytest

from . import contract
from .payloads import APP_ID, CHANNEL_ID
from .stub import Request

MESSAGES = f"/channels/{CHANNEL_ID}/messages"

pytestmark = pytest.mark.usefixtures("description")


def _asked(method: str, path: str, json: Any = None, **query: str) -> Request:
    return Request(method, path, query, json, {})


@pytest.mark.parametrize(
    "asked",
    [
        _asked("POST", MESSAGES, {"content": "Glute bridge", "nonce": "d1", "enforce_nonce": True}),
        _asked("POST", MESSAGES, {"flags": 32768, "components": [{"type": 10, "content": "Glute bridge"}]}),
        _asked("GET", MESSAGES, limit="50"),
        _asked("GET", "/users/@me"),
        _asked("PUT", f"/applications/{APP_ID}/commands", [{"name": "ask", "description": "Ask", "type": 1}]),
        _asked("POST", "/interactions/1/token/callback", {"type": 4, "data": {"content": "hello"}}, with_response="1"),
    ],
    ids=lambda asked: asked.route,
)
def test_what_discord_takes_is_no_breach(asked):
    assert contract.breaches([asked]) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (_asked("POST", MESSAGES, {"content": "x" * 4001}), "content"),
        (_asked("POST", MESSAGES, {"content": "hello", "nonce": "n" * 26}), "nonce"),
        (_asked("POST", MESSAGES, {"components": [{"type": 99}]}), "components"),
        (_asked("POST", MESSAGES), "body is missing"),
        (_asked("GET", MESSAGES, wrong="1"), "wrong"),
        (_asked("GET", "/nowhere"), "no such route"),
        (_asked("DELETE", "/users/@me"), "no such route"),
        (_asked("PUT", f"/applications/{APP_ID}/commands", [{"name": "n" * 33, "description": "Ask"}]), "name"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.route,
)
def test_what_discord_would_not_take_is_told(asked, why):
    assert why in " ".join(contract.breaches([asked]))
