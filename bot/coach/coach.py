"""The decision: a message and a conversation in, a reply and the conversation's next state out.

normalise → safety → read → decide → voice. Pure and thread-safe: everything is built once and only read afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from bot.coach import workouts
from bot.coach.club import CLUB, ClubAnswer, ClubQuestions
from bot.coach.conversation import Conversation
from bot.coach.library import Found, Library
from bot.coach.model import OWN, Exercise, Sign, Source
from bot.coach.reading import OUTSIDE, Candidate, Reader
from bot.coach.reply import Option, Reply
from bot.coach.safety import Gate
from bot.coach.voice import Voice, escaped
from bot.coach.words import is_blank, plain, tokens
from bot.coach.workouts import Workout
from bot.errors import UserError

TOO_WEAK = 0.33
TOO_CLOSE = 0.02
_VAGUE, _VAGUE_WORDS = 0.15, 2  # one or two words seldom say which of two things is meant
_FAIRLY_SURE = 0.5
_BEYOND_OUTSIDE = 0.15
_OPTIONS = 3
_EXAMPLES = ("How do I do a hip thrust?", "Can I train every day?", "Show me the beginner workout")
_WORTH_OFFERING = 0.6
_CAUTIONS = {"emergency", "same-day"}
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
class Coach:
    """Answers questions from one library; build it with `open_coach` or by hand in a test.

    `club` holds answers that are valid in every conversation of this process.
    """

    library: Library
    voice: Voice
    gate: Gate
    reader: Reader
    club: tuple[ClubAnswer, ...] = ()
    _club_questions: ClubQuestions = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_club_questions", ClubQuestions(self.reader.examples))

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
            return self._unknown(blank=True), talk
        if sign := self.gate.check(text, talk.turns):
            reply = self._caution(sign, country)
            return reply, talk.after(text, reply, now, alarm=sign.id if sign.page or sign.tier in _CAUTIONS else None)
        if talk.topic and plain(text).strip(" .!?") in _MORE and self.library.find(talk.topic, talk.aspect):
            reply = self.open(talk.topic, talk.aspect, whole=True, country=country)
            return reply, talk.after(text, reply, now)
        candidates = self.reader.read(text, talk)
        told = None if self._is_worrying(candidates) else self._club_answer(text, (*extra, *self.club))
        if told:
            # the club's answer is the subject now, and nothing of the knowledge base can follow it up
            return told, replace(talk.after(text, told, now), topic=None, aspect=None, program=None)
        reply = self._decide(text, candidates, talk, country)
        return reply, talk.after(text, reply, now)

    def _is_worrying(self, candidates: Sequence[Candidate]) -> bool:
        """Whether the likeliest reading is a caution: no club's answer may stand in its place."""
        first = next((c for c in candidates if c.topic != OUTSIDE), None)
        topic = self.library.topics.get(first.topic) if first and first.confidence >= _FAIRLY_SURE else None
        return topic is not None and topic.kind == "caution"

    def open(self, topic: str, aspect: str | None = None, *, whole: bool = False, country: str | None = None) -> Reply:
        """The reply for a topic chosen by button, `whole` with all its detail; raises `UserError` when it is gone."""
        if topic.startswith("action/"):
            return self._action(Candidate(topic, 1.0))
        found = self.library.find(topic, aspect)
        if found is None:
            raise UserError("That answer has moved since this message was written. Ask me again with /ask.")
        return self._answer(found, 1.0, self._neighbours(found), whole=whole, country=country)

    def workout(self, program: str, day: int | None = None) -> tuple[Workout, str]:
        """One day of a program and its text; raises `UserError` for a program or day that does not exist."""
        workout = workouts.build(self.library, program, day)
        sources = dict.fromkeys(workout.program.sources)
        slots = [line.slot for section in workout.sections for line in section.lines]
        sources |= dict.fromkeys(slot.source for slot in slots if slot.source)
        return workout, self.voice.say("workout", workout=workout, sources=self._sources([s for s in sources if s]))

    def exercise(self, name: str) -> tuple[Exercise, str]:
        """An exercise on one card by id, name or nickname; raises `UserError` with the nearest name."""
        exercise = self.library.exercises.get(name) or self._exercise_named(name)
        used = dict.fromkeys(
            s for a in ("what", "how-to", "dose", "tips", "equipment") for s in exercise.aspects[a].sources
        )
        return exercise, self.voice.say("exercise", exercise=exercise, sources=self._sources(list(used)))

    def text_of(self, found: Found) -> str:
        """Everything the coach can say about a passage, worded as an answer."""
        return self._answer(found, 1.0, (), whole=True).text

    def _exercise_named(self, name: str) -> Exercise:
        spoken = {
            n.lower(): e for e in self.library.exercises.values() for n in (*e.aliases, e.id.replace("-", " "), e.name)
        }
        wanted = " ".join(name.lower().replace("-", " ").split())
        spoken |= {key.replace("-", " "): exercise for key, exercise in spoken.items()}
        if exercise := spoken.get(wanted):
            return exercise
        guess = workouts.nearest(wanted, list(spoken))
        hint = f"Did you mean “{spoken[guess].name}”?" if guess else "Type a few letters and pick one from the list."
        raise UserError(f"I don't know an exercise called “{name.strip()[:60]}”. {hint}")

    def _club_answer(self, text: str, answers: tuple[ClubAnswer, ...]) -> Reply | None:
        match = self._club_questions.match(text, answers)
        if match is None:
            return None
        answer = match.answer
        source = self.library.sources.get(CLUB)
        worded = self.voice.say("club_answer", title=escaped(answer.question), answer=answer.answer, source=source)
        return Reply("answer", worded, answer.topic, confidence=min(1.0, match.likeness), sources=(CLUB,))

    def _decide(self, text: str, candidates: Sequence[Candidate], talk: Conversation, country: str | None) -> Reply:
        outside = next((c for c in candidates if c.topic == OUTSIDE), Candidate(OUTSIDE, 0.0))
        inside = [c for c in candidates if c.topic != OUTSIDE]
        if self.gate.hurts(text):
            inside = [c for c in inside if c.topic.startswith(_FIT_FOR_PAIN)]
            if not inside or inside[0].confidence < TOO_WEAK:
                return self.open("safety/sharp-pain", country=country)
        if not inside or inside[0].confidence < max(TOO_WEAK, outside.confidence + _BEYOND_OUTSIDE):
            return self._unknown(theme=outside.aspect)
        first = inside[0]
        rivals = [c for c in inside[1:] if c.topic != first.topic]
        vague = len(tokens(text)) <= _VAGUE_WORDS and first.confidence < 1.0 and talk.topic is None
        close = [c for c in rivals if first.confidence - c.confidence < (_VAGUE if vague else TOO_CLOSE)]
        if close and (vague or first.confidence < _FAIRLY_SURE):
            return self._clarify([first, *close[: _OPTIONS - 1]])
        if talk.alarm and first.topic.startswith(("action/", "exercise/", "program/", "training/")):
            sign = next(s for s in self.library.safety.signs if s.id == talk.alarm)
            return self._caution(sign, country)
        if first.topic.startswith("action/"):
            return self._action(first)
        found = cast(Found, self.library.find(first.topic, first.aspect))
        offered = [
            c
            for c in rivals
            if c.confidence >= max(TOO_WEAK, _WORTH_OFFERING * first.confidence) and not c.topic.startswith("meta/")
        ]
        options = [*map(self._option, offered[:2]), *self._neighbours(found)]
        offers = tuple(_each_once(options, found))[:_OPTIONS]
        return self._answer(found, first.confidence, offers, country=country)

    def _answer(
        self,
        found: Found,
        confidence: float,
        options: tuple[Option, ...],
        *,
        whole: bool = False,
        country: str | None = None,
    ) -> Reply:
        passage = found.passage
        shown = {"title": found.title, "passage": passage, "sources": self._sources(passage.sources)}
        if found.kind == "caution":
            text = self.voice.say("caution", **shown, numbers=self.library.safety.numbers.get(country or ""))
            return Reply("caution", text, found.topic, None, None, None, confidence, passage.sources)
        if found.kind == "smalltalk":
            text = self.voice.say("smalltalk", passage=passage)
            return Reply("smalltalk", text, found.topic, found.aspect, None, None, confidence, passage.sources, options)
        text = self.voice.say("answer", **shown, whole=whole, instead=self._instead(found))
        more = bool(passage.detail) and not whole
        return Reply("answer", text, found.topic, found.aspect, None, None, confidence, passage.sources, options, more)

    def _instead(self, found: Found) -> list[tuple[str, str, str | None]]:
        """For the equipment of an exercise: what is missing, what to do instead, and how that relates to it."""
        if found.aspect != "equipment":
            return []
        exercise = self.library.exercises[found.topic.removeprefix("exercise/")]
        return [(s.without, self.library.exercises[s.use].name, s.how) for s in exercise.instead]

    def _caution(self, sign: Sign, country: str | None) -> Reply:
        if sign.page and (found := self.library.find(sign.topic)):
            return self._answer(found, 1.0, (), country=country)
        safety = self.library.safety
        numbers = safety.numbers.get(country or "")
        text = self.voice.say("caution_sign", sign=sign, tier=safety.tiers[sign.tier], numbers=numbers)
        return Reply("caution", text, sign.topic, sources=(OWN,))

    def _action(self, wanted: Candidate) -> Reply:
        action = wanted.topic.removeprefix("action/")
        if action == "workout" and wanted.program:
            try:
                workout, text = self.workout(wanted.program, wanted.day)
            except UserError:
                workout, text = self.workout(wanted.program)
            sources = workout.program.sources
            return Reply(
                "action", text, wanted.topic, None, workout.program.id, workout.day, wanted.confidence, sources
            )
        program = self.library.programs.get(wanted.program or "")
        text = self.voice.say("action", action=action, program=None, programs=list(self.library.programs))
        return Reply("action", text, wanted.topic, None, program.id if program else None, None, wanted.confidence)

    def _clarify(self, candidates: Sequence[Candidate]) -> Reply:
        options = tuple(map(self._option, candidates))
        text = self.voice.say("clarify", options=options, buttons=True)
        return Reply("clarify", text, confidence=candidates[0].confidence, options=options)

    def _unknown(self, *, theme: str | None = None, blank: bool = False) -> Reply:
        """A decline, or for an empty message a welcome; `theme` names the near miss whose line is said."""
        near = next((near for near in self.library.outside.near if near.id == theme), None)
        return Reply("unknown", self.voice.say("unknown", blank=blank, near=near, examples=_EXAMPLES), confidence=0.0)

    def _option(self, candidate: Candidate) -> Option:
        if candidate.topic.startswith("action/"):
            return Option(candidate.topic, None, f"/{candidate.topic.removeprefix('action/')}")
        found = cast(Found, self.library.find(candidate.topic, candidate.aspect))
        return Option(found.topic, found.aspect, found.title)

    def _neighbours(self, found: Found) -> tuple[Option, ...]:
        topic = self.library.topics.get(found.topic)
        places: list[tuple[str, str | None]] = [(other, None) for other in topic.see] if topic else []
        if found.topic.startswith("exercise/"):
            nexts = {"how-to": "dose", "dose": "progression", "what": "how-to", "equipment": "how-to", "tips": "how-to"}
            places = [(found.topic, nexts.get(found.aspect or "", "how-to"))]
        kept = [near for place in places if (near := self.library.find(*place))]
        return tuple(Option(near.topic, near.aspect, near.title) for near in kept)

    def _sources(self, ids: Sequence[str]) -> list[Source]:
        """Sources in the order given, the coach's own last."""
        return [self.library.sources[i] for i in sorted(ids, key=lambda i: i == OWN)]


def _each_once(options: Sequence[Option], shown: Found) -> list[Option]:
    seen = {(shown.topic, shown.aspect)}
    kept: list[Option] = []
    for option in options:
        if (option.topic, option.aspect) not in seen:
            seen.add((option.topic, option.aspect))
            kept.append(option)
    return kept
