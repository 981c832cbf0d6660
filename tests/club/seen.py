"""What a person sees of a message made of components: its text, its buttons, its choices."""

from collections.abc import Iterator
from typing import Any

import discord
from simcord import InteractionResult, ResponseMessage

Seen = discord.Message | ResponseMessage
SNOOZE = "\n\n-# Not now? I can remind you again later:"
"""What stands above the snooze buttons of a reminder."""


def answer_of(result: InteractionResult) -> ResponseMessage:
    """The message that answered an interaction."""
    assert result.response is not None
    return result.response


def text_of(message: Seen | None) -> str:
    """All the text of a message, one part a line."""
    return "\n".join(part["content"] for part in _parts(message) if part.get("content"))


def title_of(message: Seen | None) -> str:
    """The first heading."""
    return next((line[4:] for line in text_of(message).splitlines() if line.startswith("### ")), "")


def buttons(message: Seen | None) -> list[str]:
    """The labels of the buttons, in order."""
    return [part["label"] for part in _parts(message) if part["type"] == discord.ComponentType.button.value]


def choices(message: Seen | None) -> dict[str, str]:
    """The values of the one select and the labels people read for them."""
    selects = [part for part in _parts(message) if part["type"] == discord.ComponentType.select.value]
    return {option["value"]: option["label"] for select in selects for option in select["options"]}


def custom_ids(message: Seen | None) -> list[str]:
    """What the buttons and selects carry."""
    return [part["custom_id"] for part in _parts(message) if part.get("custom_id")]


def _parts(message: Seen | None) -> Iterator[dict[str, Any]]:
    assert message is not None, "there is no message"
    for component in message.components:
        yield from _walk(component if isinstance(component, dict) else dict(component.to_dict()))


def _walk(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield component
    for child in component.get("components") or []:
        yield from _walk(child)
