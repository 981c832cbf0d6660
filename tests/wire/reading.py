"""Reading what the bot wrote."""

from typing import Any


def texts(body: dict[str, Any]) -> str:
    """All text of a Components V2 message."""
    found = [body["content"]] if body.get("content") else []
    for component in body.get("components", ()):
        found.append(texts(component))
    return "\n".join(filter(None, found))
