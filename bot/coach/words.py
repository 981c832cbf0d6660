"""From what a member typed to words: one normal form for every door, other spellings folded into the usual one.

Pure text work; what the words mean is for `reading` and `safety`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

LONGEST = 4000
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[\w ]+:)\d+>|https?://\S+")
_ENDINGS = re.compile(r"[.!?;:,\n]+|\s[-–—]\s|\bbut\b")
_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset({"and", "or", "so", "but", "ok", "okay", "then", "actually", "also"})
# a braille pattern without dots and the fillers of Hangul are letters or signs by name, and nothing to the eye
_UNSEEN = dict.fromkeys(map(ord, "\u2800\u3164\u115f\u1160\uffa0"), " ")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ′＇"), None)


def visible(text: str) -> str:
    """The text without mentions, links and characters nobody sees (zero-width, control, private use, fillers)."""
    text = _MARKUP.sub(" ", text[:LONGEST]) if "<" in text or "://" in text else text[:LONGEST]
    if not text.isascii():
        text = text.translate(_UNSEEN)
    if not text.replace("\n", " ").isprintable():
        shown = (c for c in text if unicodedata.category(c) != "Cf")  # a soft hyphen does not end a word
        text = "".join(c if unicodedata.category(c)[0] != "C" or c in "\n\t" else " " for c in shown)
    return text.strip()


def is_blank(text: str) -> bool:
    """Whether nothing is left to read: empty, mentions only, invisible characters only."""
    shown = visible(text)
    return not any(unicodedata.category(c)[0] not in "ZCM" for c in shown)


def plain(text: str) -> str:
    """Lower case, accents and apostrophes gone, punctuation kept: "Can’t" becomes "cant"."""
    text = visible(text)
    if text.isascii():
        return text.replace("'", "").replace("`", "").lower()
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def clauses(text: str) -> list[list[str]]:
    """The words of a text, clause by clause; a comma, a full stop or "but" ends one."""
    parts = (_WORD.findall(part) for part in _ENDINGS.split(plain(text)))
    return [part for part in parts if part]


def tokens(text: str) -> list[str]:
    """All words of a text in order."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without the commonest English endings, the same for "thrusts" and "thrusting"; figures stay."""
    if len(word) < 4 or word.isdigit():
        return word
    for ending, least in (("ings", 3), ("ing", 3), ("ies", 2), ("ed", 3), ("es", 4), ("s", 3), ("ly", 4), ("e", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"  # squatting, but pulling
            return word[:-1] if doubled and ending in {"ing", "ings", "ed"} else word
    return word


def points_back(words: Sequence[str], pronouns: Collection[str]) -> bool:
    """Whether a message leans on what was said before: by a pronoun, or by a link at its beginning ("and …")."""
    return words[0] in _LINKS or any(word in pronouns for word in words)


class Spellings:
    """Folds other spellings (hammies, pls, ghr) into the usual words; the longest phrase wins."""

    def __init__(self, spellings: dict[str, tuple[str, ...]]) -> None:
        self._usual: dict[tuple[str, ...], list[str]] = {}
        for usual, variants in spellings.items():
            for variant in variants:
                self._usual[tuple(tokens(variant))] = tokens(usual)
        self._longest: dict[str, int] = {}
        for variant in self._usual:
            self._longest[variant[0]] = max(len(variant), self._longest.get(variant[0], 0))
        self.variants = {word for variant in self._usual for word in variant}

    def fold(self, words: Iterable[str]) -> list[str]:
        """The words with every known variant replaced."""
        words = list(words)
        folded: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1):
                usual = self._usual.get(tuple(words[at : at + size]))
                if usual is not None:
                    folded += usual
                    at += size
                    break
            else:
                folded.append(words[at])
                at += 1
        return folded
