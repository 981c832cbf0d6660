"""The decision: a message and a conversation in, a reply and the conversation's next state out.

normalise → read → safety → decide → voice. Pure and thread-safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from bot.coach.bank import OUTSIDE
from bot.coach.club import CLUB, ClubAnswer, ClubQuestions
from bot.coach.conversation import Conversation
from bot.coach.library import Found, Library
from bot.coach.model import Exercise
from bot.coach.parts import parts
from bot.coach.reading import Candidate, Reading, Reads
from bot.coach.reply import Option, Reply
from bot.coach.safety import Alarm, Gate
from bot.coach.voice import Voice, escaped
from bot.coach.wording import Wording
from bot.coach.words import is_blank, plain, tokens
from bot.coach.workouts import Workout

# by words alone; with the model confidence is a probability and `Thresholds` hold
TOO_WEAK, TOO_CLOSE = 0.33, 0.02
_VAGUE, _VAGUE_WORDS = 0.15, 2  # one or two words seldom say which of two things is meant
_FAIRLY_SURE = 0.5
_BEYOND_OUTSIDE = 0.15
_OPTIONS = 3
_WORTH_OFFERING = 0.6
_OFFERED, _NO_DOUBT = 0.01, 0.985
_MAYBE, _PLAIN = 0.08, 0.75
_BOTH = 0.7
_LASTING_TIERS = {"emergency", "same-day"}
# what is not given while an alarm stands
_TO_DO = ("action/", "exercise/", "program/", "training/", "muscle/", "compare/", "recovery/stretching")
_MORE = {
    "more",
    "tell me more",
    "say more",
    "more please",
    "more pls",
    "go on",
    "more about that",
    "details",
    "more detail",
}
_FIT_FOR_PAIN = (
    "injury/",
    "benefit/",
    "signs/",
    "cause/",
    "faq/",
    "safety/",
    "meta/",
    "action/remind",
    "action/schedule",
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to decline and when to ask back: the least share of the likeliest reading, and its least lead.

    Chosen on held-out questions by what each end costs (`training/thresholds.py`).
    """

    floor: float = 0.22
    margin: float = 0.04


@dataclass(frozen=True, slots=True)
class Coach:
    """Answers questions from one library; build it with `open_coach` or by hand in a test.

    `club` holds answers that are valid in every conversation of this process.
    """

    library: Library
    voice: Voice
    gate: Gate
    reader: Reads
    club: tuple[ClubAnswer, ...] = ()
    thresholds: Thresholds = Thresholds()
    _say: Wording = field(init=False, repr=False, compare=False)
    _club_questions: ClubQuestions = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_say", Wording(self.library, self.voice))
        object.__setattr__(self, "_club_questions", ClubQuestions(lambda: self.reader.examples))

    def reply(
        self,
        text: str,
        conversation: Conversation,
        now: datetime,
        extra: Sequence[ClubAnswer] = (),
        country: str | None = None,
    ) -> tuple[Reply, Conversation]:
        """The reply to one message, and the conversation after it; `now` decides whether the talk is still on.

        `extra` are the answers of the club where the message was written, `country` is the ISO code of its country.
        """
        talk = conversation.current(now)
        if is_blank(text):
            return self._say.unknown(blank=True), talk
        reading = self.reader.read(text, talk)
        alarm, reading = self.gate.weigh(text, talk.turns, reading, lambda rest: self.reader.read(rest, Conversation()))
        if alarm:
            reply = self._say.alarmed(alarm, country)
            return reply, talk.after(text, reply, now, alarm=alarm.sign.id if _lasts(alarm) and alarm.sign else None)
        if talk.topic and plain(text).strip(" .!?") in _MORE and self.library.find(talk.topic, talk.aspect):
            reply = self._say.open(talk.topic, talk.aspect, whole=True, country=country)
            return reply, talk.after(text, reply, now)
        told = None if self._is_worrying(reading.candidates) else self._club_answer(text, (*extra, *self.club))
        if told:
            # the club's answer is the subject now, and nothing of the knowledge base can follow it up
            return told, replace(talk.after(text, told, now), recent=(), topic=None, aspect=None, program=None)
        reply = self._both(text, reading, talk) or self._decide(text, reading, talk, country)
        return reply, talk.after(text, reply, now)

    def open(self, topic: str, aspect: str | None = None, *, whole: bool = False, country: str | None = None) -> Reply:
        """The reply for a topic chosen by button, `whole` with all its detail; raises `UserError` when it is gone."""
        return self._say.open(topic, aspect, whole=whole, country=country)

    def chosen(self, topic: str, aspect: str | None, talk: Conversation, country: str | None = None) -> Reply:
        """The reply for a button pressed in a talk; while an alarm stands no exercise is given. Raises as `open`."""
        if talk.alarm and topic.startswith(_TO_DO):
            return self._say.caution(self._say.sign(talk.alarm), country)
        return self._say.open(topic, aspect, country=country)

    def workout(self, program: str, day: int | None = None) -> tuple[Workout, str]:
        """One day of a program and its text; raises `UserError` for a program or day that does not exist."""
        return self._say.workout(program, day)

    def exercise(self, name: str) -> tuple[Exercise, str]:
        """An exercise on one card by id, name or nickname; raises `UserError` with the nearest name."""
        return self._say.exercise(name)

    def text_of(self, found: Found) -> str:
        """Everything the coach can say about a passage, worded as an answer."""
        return self._say.text_of(found)

    def _is_worrying(self, candidates: Sequence[Candidate]) -> bool:
        """Whether the likeliest reading is a caution: no club's answer may stand in its place."""
        first = next((c for c in candidates if c.topic != OUTSIDE), None)
        topic = self.library.topics.get(first.topic) if first and first.confidence >= _FAIRLY_SURE else None
        return topic is not None and topic.kind == "caution"

    def _club_answer(self, text: str, answers: tuple[ClubAnswer, ...]) -> Reply | None:
        match = self._club_questions.match(text, answers)
        if match is None:
            return None
        answer = match.answer
        source = self.library.sources.get(CLUB)
        worded = self.voice.say("club_answer", title=escaped(answer.question), answer=answer.answer, source=source)
        return Reply("answer", worded, answer.topic, confidence=min(1.0, match.likeness), sources=(CLUB,))

    def _decide(self, text: str, reading: Reading, talk: Conversation, country: str | None) -> Reply:
        outside = next((c for c in reading.candidates if c.topic == OUTSIDE), Candidate(OUTSIDE, 0.0))
        inside = [c for c in reading.candidates if c.topic != OUTSIDE]
        if talk.alarm:
            if inside and inside[0].topic.startswith(_TO_DO) and inside[0].confidence >= self.thresholds.floor:
                return self._say.caution(self._say.sign(talk.alarm), country)
            inside = [c for c in inside if not c.topic.startswith(_TO_DO)]
        if self.gate.hurts(text) and (not reading.learned or _is_exercise(inside)):
            inside = [c for c in inside if c.topic.startswith(_FIT_FOR_PAIN)]
            if not inside or inside[0].confidence < TOO_WEAK:
                return self._say.open("safety/sharp-pain", country=country)
        floor = self.thresholds.floor if reading.learned else max(TOO_WEAK, outside.confidence + _BEYOND_OUTSIDE)
        if not inside or inside[0].confidence < max(floor, outside.confidence):
            return self._say.unknown(theme=outside.aspect, nearest=[c for c in inside if c.confidence >= _MAYBE])
        first = inside[0]
        rivals = [c for c in inside[1:] if c.topic != first.topic]
        if close := self._too_close(text, first, rivals, talk, reading.learned):
            return self._say.clarify([first, *close[: _OPTIONS - 1]])
        if first.topic.startswith("action/"):
            return self._say.action(first, self._offers(first, rivals, reading.learned))
        found = cast(Found, self.library.find(first.topic, first.aspect))
        options = [*self._offers(first, rivals, reading.learned), *self._say.neighbours(found)]
        if talk.alarm:
            options = [option for option in options if not option.topic.startswith(_TO_DO)]
        offers = tuple(_each_once(options, found))[:_OPTIONS]
        return self._say.answer(found, first.confidence, offers, country=country)

    def _both(self, text: str, reading: Reading, talk: Conversation) -> Reply | None:
        """Two questions in one message, both answered in short with a button to the whole of each; else None."""
        apart = parts(text) if reading.learned and not talk.alarm and not self.gate.hurts(text) else None
        if not apart:
            return None
        one = self._certain(self.reader.read(apart[0], talk))
        if not one:
            return None
        first, sure = one
        spoken = replace(talk, recent=(apart[0],), topic=first.topic, aspect=first.aspect)
        other = self._certain(self.reader.read(apart[1], spoken))
        if not other or (other[0].topic, other[0].aspect) == (first.topic, first.aspect):
            return None
        second, sure = other[0], min(sure, other[1])
        both = [first, second]
        if reading.candidates and reading.candidates[0].topic == second.topic != first.topic:
            both.reverse()  # what the message is mostly about comes first
        sources = tuple(dict.fromkeys(source for found in both for source in found.passage.sources))
        shown = [(found.title, found.passage) for found in both]
        said = self.voice.say("two", both=shown, sources=self._say.named_sources(sources))
        options = tuple(Option(found.topic, found.aspect, found.title) for found in both)
        return Reply("answer", said, both[0].topic, both[0].aspect, None, None, sure, sources, options)

    def _certain(self, reading: Reading) -> tuple[Found, float] | None:
        """The answer to a part of a message, and how sure it is, when there is no doubt about it."""
        first = reading.candidates[0] if reading.candidates else None
        if first is None or first.confidence < _BOTH:
            return None
        found = self.library.find(first.topic, first.aspect)
        return (found, first.confidence) if found and found.kind == "answer" else None

    def _too_close(
        self, text: str, first: Candidate, rivals: Sequence[Candidate], talk: Conversation, learned: bool
    ) -> list[Candidate]:
        """The candidates between which only the person can choose."""
        vague = len(tokens(text)) <= _VAGUE_WORDS and first.confidence < 1.0 and talk.topic is None
        if vague and learned:
            return [c for c in rivals if c.confidence >= _MAYBE] if first.confidence < _PLAIN else []
        margin = _VAGUE if vague else self.thresholds.margin if learned else TOO_CLOSE
        close = [c for c in rivals if first.confidence - c.confidence < margin]
        return close if vague or first.confidence < _FAIRLY_SURE else []

    def _offers(self, first: Candidate, rivals: Sequence[Candidate], learned: bool) -> list[Option]:
        """What else may have been meant, as buttons."""
        least = _OFFERED if learned else max(TOO_WEAK, _WORTH_OFFERING * first.confidence)
        if learned and first.confidence >= _NO_DOUBT:
            return []
        likely = [c for c in rivals if c.confidence >= least and not c.topic.startswith("meta/")]
        return [self._say.option(candidate) for candidate in likely[:_OPTIONS]]


def _is_exercise(inside: Sequence[Candidate]) -> bool:
    """Whether a message would be answered with something to do."""
    return bool(inside) and inside[0].topic.startswith(("exercise/", "program/", "action/workout", "action/session"))


def _lasts(alarm: Alarm) -> bool:
    """Whether what was said stands for the rest of the talk."""
    sign = alarm.sign
    return sign is not None and (sign.page or sign.stands or sign.tier in _LASTING_TIERS)


def _each_once(options: Sequence[Option], shown: Found) -> list[Option]:
    seen = {(shown.topic, shown.aspect)}
    kept: list[Option] = []
    for option in options:
        if (option.topic, option.aspect) not in seen:
            seen.add((option.topic, option.aspect))
            kept.append(option)
    return kept
