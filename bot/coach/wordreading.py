"""Reading by words alone: example questions by TF-IDF, cues for aspects and actions. It needs no trained model.

The coach reads this way when the model is missing or broken; `reading` is how it reads otherwise.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.coach.bank import OUTSIDE
from bot.coach.conversation import Conversation
from bot.coach.entities import called, day_named, symptoms
from bot.coach.lexicon import Lexicon
from bot.coach.library import Library
from bot.coach.model import ASPECTS, Aspect
from bot.coach.names import Names
from bot.coach.reading import Candidate, Reading, by_words
from bot.coach.similar import Examples, Label
from bot.coach.words import Spellings, points_back

_SHORT = 8
_COMMANDS = {"log": "log", "record": "log", "post": "schedule"}
_PLACES = {"in", "every", "channel", "server", "weekly"}
_CERTAIN = 0.95
_SAME_THEME = 0.5
_NOT_NAMED = 0.7
_ONE_OF_TWO = 0.7
_BESIDE_A_NAME = 0.8
_FAINTER = 0.75
_FOLLOWS, _MAY_FOLLOW = 0.9, 0.6
_NAMED, _NAMED_SIDE = 0.6, 0.82
_CUE = 0.4
_SIDE = 0.6
_HINT = 0.2
_GREETING, _GREETED = "exercise/good-morning", 3  # "good morning everyone" is no question about the exercise


def _cue(phrases: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(r"\s".join(map(re.escape, p.split())) for p in ordered) + r")\b")


class WordReader:
    """Reads messages against one library; building it indexes the example questions beside its texts once."""

    def __init__(self, library: Library) -> None:
        words = library.words
        bank, texts = _bank(library), _texts(library)
        cues = [cue for group in (words.aspects, words.actions) for cues in group.values() for cue in cues]
        told = [phrase.replace("*", "") for group in symptoms(library) for phrase in group]
        known = [*cues, *told, *words.fillers, *words.pronouns, *(text for _, text in (*bank, *texts))]
        lexicon = Lexicon(Spellings(words.spellings), known)
        exercises = {e.topic: (e.name, *e.aliases) for e in library.exercises.values()}
        programs = library.programs.values()
        self._lexicon = lexicon
        self._exercises = Names(exercises, lexicon)
        self._programs = Names({p.id: (p.name, *p.aliases, *called(p.id)) for p in programs}, lexicon)
        self._aspects: dict[Aspect, re.Pattern[str]] = {a: _cue(cues) for a, cues in words.aspects.items()}
        self._actions = {action: _cue(cues) for action, cues in words.actions.items()}
        self._pronouns = {*words.pronouns}
        self._fillers = {*words.fillers}
        worded = {text: lexicon.words(text) for _, text in (*bank, *texts)}

        def read(text: str) -> list[str]:
            return worded.get(text) or lexicon.words(text)

        self._word_for_word = {tuple(worded[text]): label for label, text in bank}
        self.examples = Examples(bank, texts, read, words.fillers)
        self._sides = Examples(self._side_bank(bank, worded), (), read, ())
        worded.clear()  # only the building needs it

    def read(self, text: str, talk: Conversation) -> Reading:
        """What the message may mean; without a model nothing is known of cautions, which are the gate's."""
        return by_words(self._candidates(text, talk))

    def _candidates(self, text: str, conversation: Conversation) -> list[Candidate]:
        words = self._lexicon.words(text)
        if not any(len(word) > 1 and word.isalpha() for word in words):
            return []
        folded = " ".join(words)
        exercises, rest = self._exercises.found(words)
        if (
            words[:2] == ["good", "morning"]
            and exercises == [_GREETING]
            and len(rest) <= _GREETED
            and not self._cued(folded)
        ):
            return [Candidate("meta/greeting", 1.0)]
        aspects = self._ranked_aspects(" ".join(rest))
        found = self._liked(text, exercises, aspects, self._cued(" ".join(rest)))
        if not exercises and (borrowed := self._follow_up(words, aspects, conversation)):
            found = [borrowed, *(_fainter(candidate) for candidate in found)]
        found += self._action(words, folded)
        found += self._named(exercises, aspects)
        if label := self._word_for_word.get(tuple(words)):
            found.append(Candidate(label[0], 1.0, label[1]))
        best: dict[tuple[str, str | None], Candidate] = {}
        for candidate in found:
            key = (candidate.topic, candidate.aspect)
            if key not in best or candidate.confidence > best[key].confidence:
                best[key] = candidate
        return sorted(best.values(), key=lambda c: (-c.confidence, c.topic, c.aspect or ""))

    def _cued(self, text: str) -> set[Aspect]:
        """Sides of an exercise whose cues stand in the text."""
        return {aspect for aspect, cue in self._aspects.items() if cue.search(text)}

    def _liked(
        self, text: str, exercises: Sequence[str], aspects: Sequence[Aspect], cued: set[Aspect]
    ) -> list[Candidate]:
        """What the examples say; for an exercise the side asked about, and less when others are named."""
        found: list[Candidate] = []
        for like in self.examples.like(text)[:12]:
            score, aspect = like.score, like.aspect
            if like.topic == OUTSIDE:
                aspect = aspect if like.nearest > _SAME_THEME else None
            elif like.nearest > _CERTAIN and (aspect is None or not cued or aspect in cued):
                score = 1.0
            elif like.topic.startswith("compare/") and len(exercises) < 2:
                score *= _ONE_OF_TWO
            elif aspect is not None:
                score *= _NOT_NAMED if exercises and like.topic not in exercises else 1
                aspect = aspects[0] if aspects else aspect
            elif exercises and cued:
                score *= _BESIDE_A_NAME
            found.append(Candidate(like.topic, score, aspect))
        return found

    def _ranked_aspects(self, rest: str) -> list[Aspect]:
        """Sides of an exercise that a text without its name asks about: by cue and by likeness, the strongest first."""
        weights: dict[Aspect, float] = dict.fromkeys(self._aspects, 0.0)
        for aspect, cue in self._aspects.items():
            weights[aspect] += _CUE * sum(len(hit.split()) for hit in cue.findall(rest))
        for like in self._sides.like(rest):
            if like.aspect in weights:
                weights[like.aspect] += _SIDE * like.score
        ranked = sorted(weights, key=lambda a: (-weights[a], ASPECTS.index(a)))
        return [aspect for aspect in ranked if weights[aspect] >= _HINT]

    def _side_bank(self, bank: Sequence[tuple[Label, str]], worded: Mapping[str, list[str]]) -> list[tuple[Label, str]]:
        """Questions about exercises without the exercises' names, by aspect."""
        rows: list[tuple[Label, str]] = []
        for (topic, aspect), question in bank:
            if topic.startswith("exercise/") and aspect:
                _, rest = self._exercises.found(worded[question])
                rows.append(((aspect, aspect), " ".join(rest)))
        return rows

    def _action(self, words: Sequence[str], folded: str) -> list[Candidate]:
        programs, _ = self._programs.found(words)
        program = programs[0] if programs else None
        if words[0] in _COMMANDS and (words[0] != "post" or _PLACES & set(words)):
            return [Candidate(f"action/{_COMMANDS[words[0]]}", 1.0, program=program)]
        for action, cue in self._actions.items():
            if not cue.search(folded):
                continue
            if action != "workout":
                return [Candidate(f"action/{action}", 0.9, program=program)]
            if program:
                return [Candidate("action/workout", 1.0, program=program, day=day_named(folded))]
            if re.search(r"\b(?:workout|program|session|training)\b", folded):
                return [Candidate("action/workout", 0.75, day=day_named(folded))]
        if program and len(words) <= 5:
            return [Candidate("action/workout", 0.8, program=program, day=day_named(folded))]
        return []

    def _named(self, exercises: list[str], aspects: list[Aspect]) -> list[Candidate]:
        """The exercise that is named, in the aspect that is asked about."""
        if not exercises:
            return []
        sure = (_NAMED_SIDE if aspects else _NAMED) - (0.15 if len(exercises) > 1 else 0.0)
        return [Candidate(exercises[0], sure, aspects[0] if aspects else "what")]

    def _follow_up(self, words: Sequence[str], aspects: Sequence[Aspect], talk: Conversation) -> Candidate | None:
        """A short message, or one that points back ("and without a bench?"), is taken to be about what was before."""
        if talk.topic is None or len(words) > 2 * _SHORT:
            return None
        text = " ".join(words)
        leans = points_back(words, self._pronouns)
        turns = talk.topic == "action/workout" and day_named(text) is not None
        if not turns and not leans and (len(words) > _SHORT or self._has_subject(text)):
            return None
        if talk.topic.startswith("exercise/") and aspects:
            return Candidate(talk.topic, _FOLLOWS if self._cued(text) else _MAY_FOLLOW, aspects[0])
        if talk.topic == "action/workout" and (day := day_named(text)):
            return Candidate(talk.topic, 1.0, program=talk.program, day=day)
        if talk.topic.startswith("action/") and leans:
            return Candidate(talk.topic, _MAY_FOLLOW, program=talk.program)
        return Candidate(talk.topic, 0.4, talk.aspect) if leans and len(words) <= _SHORT else None

    def _has_subject(self, text: str) -> bool:
        """Whether anything but a question about a side of an exercise is left: "the capital of Portugal" is."""
        for cue in self._aspects.values():
            text = cue.sub(" ", text)
        return any(len(word) > 1 and word not in self._fillers for word in text.split())


def _fainter(candidate: Candidate) -> Candidate:
    """The same reading, less sure: a message in a conversation is first about its subject."""
    return replace(candidate, confidence=candidate.confidence * _FAINTER)


def _texts(library: Library) -> list[tuple[str, str]]:
    """What the coach says on each topic; its words tell what the topic is about."""
    return [(f.topic, " ".join((f.passage.short, *f.passage.steps, f.passage.detail))) for f in library.everything()]


def _bank(library: Library) -> list[tuple[Label, str]]:
    """Every example question with its label; the titles of topics count too, those of exercises are names only."""
    rows: list[tuple[Label, str]] = []
    for found in library.everything():
        label = (found.topic, found.aspect)
        rows += [(label, question) for question in found.passage.questions]
        if found.aspect is None:
            rows.append((label, found.title))
    rows += [((OUTSIDE, None), question) for question in library.outside.questions]
    rows += [((OUTSIDE, near.id), question) for near in library.outside.near for question in near.questions]
    return rows
