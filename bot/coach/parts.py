"""Two questions in one message, taken apart where a reader would draw breath."""

import re

_BREATH = re.compile(
    r"(?<=[?!])\s+(?:and\s+|also\s+|oh\s+and\s+)?"
    r"|\n+"
    r"|[.,;]?\s+(?:and\s+also|also|plus|another\s+(?:one|thing|question)|second\s+question|ps|p\.s\.)[:,]?\s+"
    r"|(?<=\.)\s+(?=(?:how|what|which|when|why|where|can|could|should|do|does|is|are)\b)"
    r"|,?\s+and\s+(?=(?:how|what|whats|which|when|why|where|can|should|do|does|is|are)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^(?:and |so |but |ok |also |hi |hey )*"
    r"(?:how|what|whats|which|when|why|where|who|can|could|should|do|does|did|is|are|am|will|any)\b",
    re.IGNORECASE,
)
_WORDS = 3
_LONGEST = 400


def parts(text: str) -> tuple[str, str] | None:
    """The two questions of a message, or None when there are not just two of a sensible length."""
    if len(text) > _LONGEST:
        return None
    found = [part.strip() for part in _BREATH.split(text) if part.strip()]
    if len(found) != 2 or not all(len(part.split()) >= _WORDS and _ASKS.search(part) for part in found):
        return None
    return found[0], found[1]
