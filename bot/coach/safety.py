"""The gate before every answer: signs that end the talk about training, whatever else was asked.

A sign is met when each of its groups stands in the conversation, at least one of them in the newest message, and none
of its exclusions does. A symptom that is denied ("no numbness") or long past does not count. The signs are data:
`knowledge/safety.yaml`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.coach.model import Safety, Sign
from bot.coach.reading import Reading
from bot.coach.words import clauses

_NEAR = 4
_SPELT = 5
# two ways to write one thing, made one before reading; the words are already without apostrophes
_FOLDED = (
    (re.compile(r"\bcan ?not\b|\bcant not\b"), "cant"),
    (re.compile(r"\b(do|does|did|is|are|was|will|would|could|have|has) not\b"), r"\1nt"),
    (re.compile(r"\bwillnt\b"), "wont"),
    (re.compile(r"\bany more\b"), "anymore"),
)
# a pronoun alone says nothing new about a body
_PRONOUNS = frozenset({"i", "my", "mine", "it", "he", "she", "his", "her"})


RED, PAIN, PROFESSIONAL, NERVE = "safety/red-flags", "safety/sharp-pain", "safety/see-a-professional", "faq/sciatica"
# the least share of all cautions together at which the model alone raises an alarm
_ENOUGH = 0.5
# below this share of the urgent ones a milder caution wins that is so many times as likely
_SURELY_RED, _CLEARLY = 0.35, 2.0
# with a sign found by its words the model need only not be sure of the contrary
_NOT_CALM, _CALM = {"emergency": 0.03, "same-day": 0.03, "within-days": 0.1}, 0.9
# where a clause may turn from what was to what is
_BREATHS = re.compile(r"\b(?:and|so|now|today|this morning|this week|tonight|then|since then|but)\b")
# a message about a pain keeps the caution that its words call for, however sure the model is of an answer; so does one
# that names what has a page of its own
_OF_PAIN = ("injury/",)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What ends the talk about training: the page to be said, or a sign that speaks for itself."""

    topic: str
    sign: Sign | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Group:
    """The ways to say one thing: a pattern over the words of a clause, and single words by their letters."""

    pattern: re.Pattern[str]
    letters: frozenset[tuple[str, str]]
    tells: bool


@dataclass(frozen=True, slots=True)
class _Ready:
    sign: Sign
    groups: tuple[_Group, ...]
    none: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Said:
    """Messages taken apart: their clauses, all of them in one line, and the letters of their longer words."""

    clauses: tuple[str, ...]
    line: str
    letters: frozenset[tuple[str, str]]


def _taken_apart(messages: Iterable[str]) -> _Said:
    said: list[str] = []
    for message in messages:
        for words in clauses(message):
            clause = " ".join(words)
            for pattern, usual in _FOLDED:
                clause = pattern.sub(usual, clause)
            said.append(clause)
    line = " | ".join(said)
    return _Said(tuple(said), line, frozenset(_swapped(word) for word in line.split() if len(word) >= _SPELT))


def _parts(text: str) -> list[str]:
    """The clauses of a message, and within them what was and what is."""
    clauses = _taken_apart([text]).clauses
    return [part for clause in clauses for part in _BREATHS.split(clause) if part.strip()]


def _swapped(word: str) -> tuple[str, str]:
    """First letter and sorted letters: the same for a word and its slip of two swapped letters ("chets")."""
    return word[0], "".join(sorted(word))


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    def one(phrase: str) -> str:
        return r"\s".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())

    return re.compile(r"(?<!\w)(?:" + "|".join(map(one, phrases)) + r")(?!\w)")


def _group(phrases: Sequence[str]) -> _Group:
    letters = frozenset(_swapped(phrase) for phrase in phrases if phrase.isalpha() and len(phrase) >= _SPELT)
    return _Group(_pattern(phrases), letters, tells=not _PRONOUNS & set(phrases))


class Gate:
    """Reads a message, with what was said before it, for the signs of `safety.yaml`."""

    def __init__(self, safety: Safety, urgent: float = 0.1) -> None:
        """`urgent` is the least share of urgent symptoms at which the model alone raises an alarm."""
        self._urgent = urgent
        self._by_id = {sign.id: sign for sign in safety.signs}
        self._tiers = list(safety.tiers)  # the most urgent first
        self._negations = _pattern(safety.negations)
        self._neutral = _pattern(safety.neutral)
        self._past = _pattern(safety.past)
        self._denials = _pattern(safety.denials)
        self._look_alikes = _pattern(safety.look_alikes)
        self._pains = _group(safety.pains)
        self._body = _group(safety.groups["body"])

        def phrases(group: Sequence[str]) -> list[str]:
            words: list[str] = []
            for word in group:
                words += safety.groups[word[1:]] if word.startswith("@") else [word]
            return words

        self._signs = [
            _Ready(
                sign,
                tuple(_group(phrases(g)) for g in sign.all),
                _pattern(phrases(sign.none)) if sign.none else None,
            )
            for sign in safety.signs
        ]

    def weigh(
        self, text: str, earlier: Sequence[str], reading: Reading, again: Callable[[str], Reading]
    ) -> tuple[Alarm | None, Reading]:
        """The caution that a message calls for, or None; and the reading that an answer is to rest on.

        The model leads: it alone can raise an alarm, and where it is sure that the talk is of something else, words
        that sound like a sign raise none. But what is denied or past by its words is no emergency for sounding like
        one: then the message is what `again` reads of the rest of it. Without a model the words decide.
        """
        sign = self.check(text, earlier)
        if not reading.learned:
            return (Alarm(sign.topic, sign, 1.0) if sign else None), reading
        if not sign and reading.share(RED) >= self._urgent:
            if self._look_alikes.search(_taken_apart([text]).line):
                reading = reading.without(RED)
            else:
                reading = self._without_what_is_over(text, earlier, again) or reading
        return self._alarm(sign, reading), reading

    def _alarm(self, sign: Sign | None, reading: Reading) -> Alarm | None:
        urgent, worrying = reading.share(RED), reading.share(RED, PAIN, PROFESSIONAL, NERVE)
        first = reading.candidates[0] if reading.candidates else None
        if sign:
            named = sign.page or (first and sign.topic == PAIN and first.topic.startswith(_OF_PAIN))
            sure = first is not None and first.confidence > _CALM and not named
            if not (sure and worrying < _NOT_CALM[sign.tier]):
                return self._likelier(sign, reading)
        likelier = worrying - urgent > _CLEARLY * urgent and urgent < _SURELY_RED
        if urgent >= self._urgent and not likelier:
            return self._as_read(RED, reading)
        if worrying >= _ENOUGH:
            best = max((PAIN, PROFESSIONAL, NERVE, RED), key=reading.share)
            return self._as_read(best, reading)
        return None

    def _without_what_is_over(
        self, text: str, earlier: Sequence[str], again: Callable[[str], Reading]
    ) -> Reading | None:
        """The reading of a message without what it denies or puts in the past, when that is no emergency; else None.

        "No chest pain, but I can't feel my legs" is no less urgent for its first half, and a message that is nothing
        but denial is left to the model. Where an earlier message told of the past, this one is read without it.
        """
        parts, before = _parts(text), [part for turn in earlier for part in _parts(turn)]
        left = [part for part in parts if not self._is_over(part)]
        cut = len(left) < len(parts) or any(map(self._is_over, before))
        if not cut or not any(len(part.split()) > 1 for part in left):
            return None
        rest = again(". ".join(left))
        calm = rest.share(RED) < self._urgent and rest.share(RED, PAIN, PROFESSIONAL, NERVE) < _ENOUGH
        return rest if calm else None

    def _is_over(self, part: str) -> bool:
        return bool(self._past.search(part) or self._denials.search(self._neutral.sub(" ", part)))

    def _likelier(self, sign: Sign, reading: Reading) -> Alarm:
        """The sign found by words, unless the model is sure of a more urgent one."""
        read = self._by_id.get(reading.sign(RED) or "")
        sooner = read is not None and self._tiers.index(read.tier) < self._tiers.index(sign.tier)
        if reading.share(RED) >= _SURELY_RED and (sooner or sign.topic != RED):
            return self._as_read(RED, reading)
        return Alarm(sign.topic, sign, max(_ENOUGH, reading.share(sign.topic)))

    def _as_read(self, topic: str, reading: Reading) -> Alarm:
        return Alarm(topic, self._by_id.get(reading.sign(topic) or ""), reading.share(topic))

    def check(self, text: str, earlier: Sequence[str] = ()) -> Sign | None:
        """The most urgent sign in the message, read together with the earlier messages of the conversation; or None."""
        now, before = _taken_apart([text]), _taken_apart(earlier)
        for ready in self._signs:
            if ready.none and ready.none.search(now.line):
                continue
            lasting = ready.sign.lasting
            fresh = [self._met(group, now, lasting) for group in ready.groups]
            pairs = list(zip(fresh, ready.groups, strict=True))
            news = any(hit and group.tells for hit, group in pairs)
            if news and all(hit or self._met(group, before, lasting) for hit, group in pairs):
                return ready.sign
        return None

    def hurts(self, text: str) -> bool:
        """Whether the message says that a part of the body hurts, is injured or is "bad": no exercise for an answer."""
        said = _taken_apart([text])
        return self._met(self._pains, said, False) and self._met(self._body, said, False)

    def _met(self, group: _Group, said: _Said, lasting: bool) -> bool:
        swapped = bool(group.letters & said.letters)
        if not swapped and not group.pattern.search(said.line):
            return False
        return any(self._in_clause(group, clause, lasting, swapped) for clause in said.clauses)

    def _in_clause(self, group: _Group, clause: str, lasting: bool, swapped: bool) -> bool:
        if not lasting and self._past.search(clause):
            return False
        if any(not self._denied(clause[: hit.start()]) for hit in group.pattern.finditer(clause)):
            return True
        words = clause.split() if swapped else []
        return any(
            len(word) >= _SPELT and _swapped(word) in group.letters and not self._denied(" ".join(words[:at]))
            for at, word in enumerate(words)
        )

    def _denied(self, lead: str) -> bool:
        """Whether the words just before a symptom deny it; "not sure why" and "no feeling" deny nothing."""
        near = " ".join(self._neutral.sub(" ", lead).split()[-_NEAR:])
        return bool(self._negations.search(near))
