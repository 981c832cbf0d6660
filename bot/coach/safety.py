"""The gate before every answer: signs that end the talk about training, whatever else was asked.

A sign is met when each of its groups stands in the conversation, at least one of them in the newest message, and none
of its exclusions does. A symptom that is denied ("no numbness") or long past does not count. The signs are data:
`knowledge/safety.yaml`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.coach.model import Safety, Sign
from bot.coach.words import clauses

_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Group:
    """The ways to say one thing, as one pattern over the words of a clause."""

    pattern: re.Pattern[str]
    letters: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Ready:
    sign: Sign
    groups: tuple[_Group, ...]
    none: re.Pattern[str] | None


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    def one(phrase: str) -> str:
        return r"\s".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())

    return re.compile(r"(?<!\w)(?:" + "|".join(map(one, phrases)) + r")(?!\w)")


def _letters(phrases: Iterable[str]) -> frozenset[tuple[str, str]]:
    """First letter and sorted letters of single words, so that swapped letters ("chets") are still read."""
    return frozenset((p[0], "".join(sorted(p))) for p in phrases if p.isalpha() and len(p) >= 5)


class Gate:
    """Reads a message, with what was said before it, for the signs of `safety.yaml`."""

    def __init__(self, safety: Safety) -> None:
        self._negations = _pattern(safety.negations)
        self._past = _pattern(safety.past)

        def phrases(group: Sequence[str]) -> list[str]:
            words: list[str] = []
            for word in group:
                words += safety.groups[word[1:]] if word.startswith("@") else [word]
            return words

        self._signs = [
            _Ready(
                sign,
                tuple(_Group(_pattern(phrases(g)), _letters(phrases(g))) for g in sign.all),
                _pattern(phrases(sign.none)) if sign.none else None,
            )
            for sign in safety.signs
        ]

    def check(self, text: str, earlier: Sequence[str] = ()) -> Sign | None:
        """The most urgent sign in the message, read together with the earlier messages of the conversation; or None."""
        now = [" ".join(words) for words in clauses(text)]
        before = [" ".join(words) for message in earlier for words in clauses(message)]
        for ready in self._signs:
            if ready.none and any(ready.none.search(clause) for clause in now):
                continue
            lasting = ready.sign.lasting
            fresh = [self._met(group, now, lasting) for group in ready.groups]
            pairs = zip(fresh, ready.groups, strict=True)
            if any(fresh) and all(hit or self._met(group, before, lasting) for hit, group in pairs):
                return ready.sign
        return None

    def _met(self, group: _Group, said: Sequence[str], lasting: bool) -> bool:
        return any(self._in_clause(group, clause, lasting) for clause in said)

    def _in_clause(self, group: _Group, clause: str, lasting: bool) -> bool:
        if not lasting and self._past.search(clause):
            return False
        for hit in group.pattern.finditer(clause):
            lead = " ".join(clause[: hit.start()].split()[-_NEAR:])
            if not self._negations.search(lead):
                return True
        return any((word[0], "".join(sorted(word))) in group.letters for word in clause.split() if len(word) >= 5)
