"""Taking pieces out of a sentence: what was understood leaves a mark, and the rest stays as it was written.

A mark says what stood there, so that a bare “7” beside a day can be told from the “7” of seven squats.
"""

import re
import unicodedata

DAY, PART, TIME = "\x01", "\x02", "\x03"
MARK = "[\x01-\x03]"
_FILLER = re.compile(rf"{MARK}|[\s,.;:!?]|\b(?:on|at|the|of|by|for|from|around|about|sharp|please|o'?clock)\b", re.I)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")


def tidy(text: str) -> str:
    """The text on one line, with straight apostrophes and nothing that cannot be seen."""
    shown = (c for c in text.translate(_APOSTROPHES) if unicodedata.category(c) != "Cf")
    return " ".join("".join(c if c.isprintable() else " " for c in shown).split())


def take(pattern: re.Pattern[str], text: str, mark: str) -> tuple[re.Match[str] | None, str]:
    """The first match, and the text with a mark in its place; the text as it is when there is none."""
    match = pattern.search(text)
    return match, text if match is None else f"{text[: match.start()]} {mark} {text[match.end() :]}"


def left_over(text: str) -> str:
    """The words that nothing has understood: without marks, punctuation and words that only link others."""
    return " ".join(_FILLER.sub(" ", text).split())
