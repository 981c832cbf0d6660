"""Decisions as replies: which text, which sources, which buttons. What is decided stands in `coach`, how it reads in
`templates/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from bot.coach import workouts
from bot.coach.library import Found, Library
from bot.coach.model import OWN, Exercise, Sign, Source
from bot.coach.reading import Candidate
from bot.coach.reply import Option, Reply
from bot.coach.safety import Alarm
from bot.coach.voice import Voice
from bot.coach.workouts import Workout
from bot.errors import UserError

_EXAMPLES = ("How do I do a hip thrust?", "Can I train every day?", "Show me the beginner workout")


@dataclass(frozen=True, slots=True)
class Wording:
    """Makes the replies of one library in one voice."""

    library: Library
    voice: Voice

    def open(self, topic: str, aspect: str | None = None, *, whole: bool = False, country: str | None = None) -> Reply:
        """The reply for a topic chosen by button, `whole` with all its detail; raises `UserError` when it is gone."""
        if topic.startswith("action/"):
            return self.action(Candidate(topic, 1.0))
        found = self.library.find(topic, aspect)
        if found is None:
            raise UserError("That answer has moved since this message was written. Ask me again with /ask.")
        return self.answer(found, 1.0, self.neighbours(found), whole=whole, country=country)

    def workout(self, program: str, day: int | None = None) -> tuple[Workout, str]:
        """One day of a program and its text; raises `UserError` for a program or day that does not exist."""
        workout = workouts.build(self.library, program, day)
        sources = dict.fromkeys(workout.program.sources)
        slots = [line.slot for section in workout.sections for line in section.lines]
        sources |= dict.fromkeys(slot.source for slot in slots if slot.source)
        named = self.named_sources([source for source in sources if source])
        return workout, self.voice.say("workout", workout=workout, sources=named)

    def exercise(self, name: str) -> tuple[Exercise, str]:
        """An exercise on one card by id, name or nickname; raises `UserError` with the nearest name."""
        exercise = self.library.exercises.get(name) or self._exercise_named(name)
        used = dict.fromkeys(
            s for a in ("what", "how-to", "dose", "tips", "equipment") for s in exercise.aspects[a].sources
        )
        return exercise, self.voice.say("exercise", exercise=exercise, sources=self.named_sources(list(used)))

    def text_of(self, found: Found) -> str:
        """Everything the coach can say about a passage, worded as an answer."""
        return self.answer(found, 1.0, (), whole=True).text

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

    def answer(
        self,
        found: Found,
        confidence: float,
        options: tuple[Option, ...],
        *,
        whole: bool = False,
        country: str | None = None,
    ) -> Reply:
        passage = found.passage
        shown = {"title": found.title, "passage": passage, "sources": self.named_sources(passage.sources)}
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
        """For the equipment of an exercise: the case ("No bench"), what to do instead, and how that relates to it."""
        if found.aspect != "equipment":
            return []
        exercise = self.library.exercises[found.topic.removeprefix("exercise/")]
        cases = {"bands": "Bands only", "nothing": "Nothing at all"}
        return [
            (cases[s.only] if s.only else f"No {s.without}", self.library.exercises[s.use].name, s.how)
            for s in exercise.instead
        ]

    def alarmed(self, alarm: Alarm, country: str | None) -> Reply:
        if alarm.sign:
            return self.caution(alarm.sign, country, alarm.confidence)
        return self.answer(cast(Found, self.library.find(alarm.topic)), alarm.confidence, (), country=country)

    def caution(self, sign: Sign, country: str | None, confidence: float = 1.0) -> Reply:
        if sign.page and (found := self.library.find(sign.topic)):
            return self.answer(found, confidence, (), country=country)
        safety = self.library.safety
        numbers = safety.numbers.get(country or "")
        text = self.voice.say("caution_sign", sign=sign, tier=safety.tiers[sign.tier], numbers=numbers)
        return Reply("caution", text, sign.topic, confidence=confidence, sources=(OWN,))

    def action(self, wanted: Candidate, options: Sequence[Option] = ()) -> Reply:
        action = wanted.topic.removeprefix("action/")
        if action == "workout" and wanted.program:
            try:
                workout, text = self.workout(wanted.program, wanted.day)
            except UserError:
                workout, text = self.workout(wanted.program)
            sources = workout.program.sources
            shown, day = workout.program.id, workout.day
            return Reply("action", text, wanted.topic, None, shown, day, wanted.confidence, sources, tuple(options))
        program = self.library.programs.get(wanted.program or "")
        text = self.voice.say("action", action=action, program=None, programs=list(self.library.programs))
        named = program.id if program else None
        return Reply("action", text, wanted.topic, None, named, None, wanted.confidence, options=tuple(options))

    def clarify(self, candidates: Sequence[Candidate]) -> Reply:
        options = tuple(map(self.option, candidates))
        text = self.voice.say("clarify", options=options, buttons=True)
        return Reply("clarify", text, confidence=candidates[0].confidence, options=options)

    def unknown(self, *, theme: str | None = None, blank: bool = False, nearest: Sequence[Candidate] = ()) -> Reply:
        """A decline, or for an empty message a welcome; `theme` names the near miss whose line is said.

        `nearest` is what the coach knows that comes nearest to the subject, offered as buttons.
        """
        near = next((near for near in self.library.outside.near if near.id == theme), None)
        options = tuple(self.option(c) for c in nearest if not c.topic.startswith(("meta/", "safety/")))[:2]
        text = self.voice.say("unknown", blank=blank, near=near, examples=_EXAMPLES, options=options)
        return Reply("unknown", text, confidence=0.0, options=options)

    def option(self, candidate: Candidate) -> Option:
        if candidate.topic.startswith("action/"):
            return Option(candidate.topic, None, f"/{candidate.topic.removeprefix('action/')}")
        found = cast(Found, self.library.find(candidate.topic, candidate.aspect))
        return Option(found.topic, found.aspect, found.title)

    def neighbours(self, found: Found) -> tuple[Option, ...]:
        topic = self.library.topics.get(found.topic)
        places: list[tuple[str, str | None]] = [(other, None) for other in topic.see] if topic else []
        if found.topic.startswith("exercise/"):
            nexts = {"how-to": "dose", "dose": "progression", "what": "how-to", "equipment": "how-to", "tips": "how-to"}
            places = [(found.topic, nexts.get(found.aspect or "", "how-to"))]
        kept = [near for place in places if (near := self.library.find(*place))]
        return tuple(Option(near.topic, near.aspect, near.title) for near in kept)

    def named_sources(self, ids: Sequence[str]) -> list[Source]:
        """Sources in the order given, the coach's own last."""
        return [self.library.sources[i] for i in sorted(ids, key=lambda i: i == OWN)]

    def sign(self, name: str) -> Sign:
        return next(sign for sign in self.library.safety.signs if sign.id == name)
