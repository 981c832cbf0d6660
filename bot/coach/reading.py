"""What a message is about: which exercise, which side of it, which action, which topic; and how sure that is.

Reads one message with the subject of the conversation. It decides nothing: candidates go to `coach` with a confidence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.conversation import Conversation
from bot.coach.library import Library
from bot.coach.model import ASPECTS, Aspect
from bot.coach.similar import Examples, Label
from bot.coach.words import Spellings, stem, tokens

OUTSIDE = "outside"
_DAY = re.compile(r"\bday (?:number )?(\d|one|two|three|a|b)\b")
_DAYS = {"one": 1, "two": 2, "three": 3, "a": 1, "b": 2}
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a message: an id of the knowledge, an action or `outside`, with a confidence from 0 to 1."""

    topic: str
    confidence: float
    aspect: str | None = None
    program: str | None = None
    day: int | None = None


class _Names:
    """Names and nicknames found in a text, longest first, so that "single-leg RDL" is not read as "RDL"."""

    def __init__(self, names: dict[str, Sequence[str]], spellings: Spellings) -> None:
        self._spellings = spellings
        self._known: dict[tuple[str, ...], str] = {}
        for item, spoken in names.items():
            for name in spoken:
                self._known.setdefault(self._key(tokens(name)), item)
        self._longest = max(map(len, self._known), default=1)

    def _key(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(stem(word) for word in self._spellings.fold(words))

    def found(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The items named, in order, each once; and the words that are left."""
        keys = self._key(words)
        items: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(keys):
            for size in range(min(self._longest, len(keys) - at), 0, -1):
                if item := self._known.get(keys[at : at + size]):
                    items.append(item)
                    at += size
                    break
            else:
                rest.append(keys[at])
                at += 1
        return list(dict.fromkeys(items)), rest


def _cue(phrases: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(r"\s".join(map(re.escape, p.split())) for p in ordered) + r")\b")


class Reader:
    """Reads messages against one library; building it indexes every example question once."""

    def __init__(self, library: Library) -> None:
        words = library.words
        self._library = library
        self._spellings = Spellings(words.spellings)
        self._exercises = _Names({e.topic: (e.name, *e.aliases) for e in library.exercises.values()}, self._spellings)
        self._programs = _Names(
            {p.id: (p.name, p.id, *p.aliases, *(f"{p.id} {n}" for n in ("workout", "program", "session", "exercise")))
             for p in library.programs.values()},
            self._spellings,
        )  # fmt: skip
        self._aspects = {aspect: _cue(words.aspects[aspect]) for aspect in ASPECTS if aspect in words.aspects}
        self._actions = {action: _cue(cues) for action, cues in words.actions.items()}
        self._pronouns = {*words.pronouns}
        self._examples = Examples(_bank(library), self._spellings, words.fillers)

    def read(self, text: str, conversation: Conversation) -> list[Candidate]:
        """Candidates, the surest first; empty when nothing at all is recognised."""
        words = tokens(text)
        folded = " ".join(self._spellings.fold(words))
        exercises, _ = self._exercises.found(words)
        aspects = self._ranked_aspects(folded)
        found = [Candidate(topic, score, aspect) for (topic, aspect), score in self._likeness(text, conversation)]
        found += self._action(words, folded)
        found += self._named(exercises, aspects, found)
        if not exercises:
            found += self._follow_up(words, aspects, conversation, found)
        best: dict[tuple[str, str | None], Candidate] = {}
        for candidate in found:
            key = (candidate.topic, candidate.aspect)
            if key not in best or candidate.confidence > best[key].confidence:
                best[key] = candidate
        return sorted(best.values(), key=lambda c: (-c.confidence, c.topic, c.aspect or ""))

    def _likeness(self, text: str, conversation: Conversation) -> list[tuple[Label, float]]:
        return [(found.label, found.score) for found in self._examples.like(text)[:12]]

    def _ranked_aspects(self, folded: str) -> list[Aspect]:
        """Aspects whose cues stand in the text, the one with the most words of cue first."""
        weights: dict[Aspect, int] = {
            a: sum(len(hit.split()) for hit in cue.findall(folded)) for a, cue in self._aspects.items()
        }
        return sorted((a for a, weight in weights.items() if weight), key=lambda a: (-weights[a], ASPECTS.index(a)))

    def _action(self, words: Sequence[str], folded: str) -> list[Candidate]:
        programs, _ = self._programs.found(words)
        program = programs[0] if programs else None
        for action, cue in self._actions.items():
            if not cue.search(folded):
                continue
            if action != "workout":
                return [Candidate(f"action/{action}", 0.9, program=program)]
            if program or re.search(r"\b(?:workout|program|session|training)\b", folded):
                return [Candidate("action/workout", 0.9 if program else 0.75, program=program, day=_day(folded))]
        if program and len(words) <= 5:
            return [Candidate("action/workout", 0.8, program=program, day=_day(folded))]
        return []

    def _named(self, exercises: list[str], aspects: list[Aspect], found: Sequence[Candidate]) -> list[Candidate]:
        """The exercise that is named, in the aspect its cues or the examples point to."""
        if not exercises:
            return []
        topic = exercises[0]
        liked = next((c for c in found if c.topic == topic and c.aspect), None)
        aspect = aspects[0] if aspects else liked.aspect if liked and liked.confidence > 0.3 else "what"
        sure = 0.82 if aspects else 0.6
        if len(exercises) > 1:
            sure -= 0.15
        return [Candidate(topic, sure, aspect)]

    def _follow_up(
        self, words: Sequence[str], aspects: list[Aspect], talk: Conversation, found: Sequence[Candidate]
    ) -> list[Candidate]:
        """A short message or one that points back ("and without a bench?") is about the subject of before."""
        if talk.topic is None or len(words) > 2 * _SHORT:
            return []
        points_back = bool(self._pronouns & set(words)) or words[:1] in (["and"], ["or"], ["so"], ["but"], ["ok"])
        if not (points_back or len(words) <= _SHORT):
            return []
        if talk.topic.startswith("exercise/") and aspects:
            return [Candidate(talk.topic, 0.84 if points_back or len(words) <= 5 else 0.66, aspects[0])]
        if points_back and len(words) <= 3 and not (found and found[0].confidence > 0.5):
            return [Candidate(talk.topic, 0.55, talk.aspect)]
        return []


def _day(folded: str) -> int | None:
    found = _DAY.search(folded)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else _DAYS[found[1]]


def _bank(library: Library) -> list[tuple[Label, str]]:
    """Every example question with its label; titles count as questions too."""
    rows: list[tuple[Label, str]] = []
    for found in library.everything():
        label = (found.topic, found.aspect)
        rows += [(label, question) for question in (found.title, *found.passage.questions)]
    rows += [((OUTSIDE, None), question) for question in library.outside.questions]
    return rows
