"""What knowledge files hold, as values: sources, passages, exercises, programs, topics, rules of safety and words.

Checked at the edge by pydantic: unknown fields are refused, nothing changes afterwards. Nothing here reads files.
"""

import datetime as dt
import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Aspect = Literal["what", "how-to", "dose", "muscles", "equipment", "benefits", "tips", "progression"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
Tier = Literal["emergency", "same-day", "within-days"]
Pattern = Literal[
    "hinge", "hip extension", "squat", "lunge", "knee flexion", "pull", "core", "hip abduction", "stretch", "mobility"
]
OWN = "backline"

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOPIC = re.compile(r"[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?")


def _line(value: Any) -> Any:
    """Text as one line; YAML's folded blocks end in a newline that nobody wants to see."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _block(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _matching(pattern: re.Pattern[str], example: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(f"“{value}” is not an id; write it like {example}")
        return value

    return BeforeValidator(check)


def _emergency_only(text: str) -> str:
    unknown = [mark for mark in _PLACEHOLDER.findall(text) if mark != "{emergency}"]
    if unknown:
        raise ValueError(f"“{unknown[0]}” stands for nothing; only {{emergency}} does")
    return text


Line = Annotated[str, BeforeValidator(_line), Field(min_length=1)]
Guidance = Annotated[Line, AfterValidator(_emergency_only)]
Block = Annotated[str, BeforeValidator(_block)]
Slug = Annotated[str, _matching(_ID, "hip-thrust")]
TopicId = Annotated[str, _matching(_TOPIC, "training/rest-days")]
CountryCode = Annotated[str, _matching(_COUNTRY, "GB")]


class Item(BaseModel):
    """Base of everything read from a knowledge file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Range(Item):
    """A figure or a span of figures: `12`, `12-15`. Both ends count."""

    low: float
    high: float

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError("must be a figure such as 12 or 12-15")
        if isinstance(value, int | float):
            return {"low": value, "high": value}
        if isinstance(value, str):
            found = _RANGE.fullmatch(value.strip())
            if not found:
                raise ValueError(f"“{value}” is not a figure such as 12 or 12-15")
            return {"low": found[1], "high": found[2] or found[1]}
        return value

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if self.low < 0 or self.high < self.low:
            raise ValueError(f"{self} runs backwards; write the smaller figure first")
        return self

    def __str__(self) -> str:
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"


class Prescription(Item):
    """How much of an exercise: sets of repetitions, of seconds held or of metres covered.

    `rest` is in seconds between sets; `tempo` is words ("3 s down"); `per` marks work for each leg, side and so on.
    """

    sets: Range | None = None
    reps: Range | None = None
    seconds: Range | None = None
    metres: Range | None = None
    per: Literal["leg", "side", "arm", "direction"] | None = None
    tempo: Line | None = None
    rest: Range | None = None
    note: Line | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "Prescription":
        measures = [name for name in ("reps", "seconds", "metres") if getattr(self, name) is not None]
        if len(measures) > 1:
            raise ValueError(f"{' and '.join(measures)} cannot stand together; keep one")
        if (self.sets is None) != (not measures):
            raise ValueError("sets and one of reps, seconds or metres belong together; give both or none")
        return self


class Source(Item):
    """Where a statement comes from: one of the guides, or the coach itself."""

    id: Slug
    title: Line
    name: Line
    focus: Line


class Passage(Item):
    """One thing the coach can say: a short answer first, then steps and detail, and where the guides differ."""

    short: Line
    steps: tuple[Line, ...] = ()
    detail: Block = ""
    differ: Line | None = None
    sources: tuple[Slug, ...] = Field(min_length=1)
    questions: tuple[Line, ...] = ()


class Substitute(Item):
    """What to do instead without one piece of equipment, or with `only` bands or nothing at hand.

    `use` may be the exercise itself when `how` says how.
    """

    without: Line | None = None
    only: Literal["bands", "nothing"] | None = None
    use: Slug
    how: Line | None = None

    @model_validator(mode="after")
    def _one_case(self) -> "Substitute":
        if (self.without is None) == (self.only is None):
            raise ValueError("a substitute is for one case: give “without” or “only”")
        return self


class Muscles(Item):
    """What an exercise works, in plain words, the main muscles first."""

    main: tuple[Line, ...] = Field(min_length=1)
    also: tuple[Line, ...] = ()


class Exercise(Item):
    """One exercise; its topic is `exercise/<id>` and each aspect is answered on its own."""

    id: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    pattern: Pattern
    equipment: tuple[Line, ...] = ()
    muscles: Muscles
    easier: tuple[Slug, ...] = ()
    harder: tuple[Slug, ...] = ()
    instead: tuple[Substitute, ...] = ()
    aspects: dict[Aspect, Passage]
    reviewed: dt.date

    @property
    def topic(self) -> str:
        return f"exercise/{self.id}"


class Topic(Item):
    """Anything else that can be asked; `see` names neighbours offered as buttons."""

    id: TopicId
    title: Line
    kind: Literal["answer", "caution", "smalltalk"] = "answer"
    passage: Passage
    see: tuple[TopicId, ...] = ()
    reviewed: dt.date


class Slot(Prescription):
    """One line of a workout; `or` names exercises that may take its place, `source` a figure from elsewhere."""

    exercise: Slug
    or_: tuple[Slug, ...] = Field(default=(), alias="or")
    source: Slug | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Day(Item):
    """One session of a program, in order."""

    title: Line
    warm_up: tuple[Slot, ...] = ()
    warm_up_minutes: Range | None = None
    work: tuple[Slot, ...] = Field(min_length=1)
    cool_down: tuple[Slot, ...] = ()


class Program(Item):
    """A program: its days, how often, how far apart (`gaps`, days from one session to the next, in rotation)."""

    id: Slug
    name: Line
    summary: Annotated[Line, Field(max_length=90)]
    audience: Line
    aliases: tuple[Line, ...] = ()
    per_week: Range
    gaps: tuple[Annotated[int, Field(ge=2, le=14)], ...] = Field(min_length=1)
    rest: Range | None = None
    days: tuple[Day, ...] = Field(min_length=1, max_length=7)
    notes: tuple[Line, ...] = ()
    progress: Line
    about: Passage
    sources: tuple[Slug, ...] = Field(min_length=1)
    reviewed: dt.date

    @property
    def topic(self) -> str:
        return f"program/{self.id}"


class Daily(Item):
    """What a daily reminder is made of: sessions of one program, and topics for the days between."""

    program: Slug
    between: tuple[TopicId, ...] = Field(min_length=1)


class Sign(Item):
    """Symptoms that end the conversation about training: every group of `all` must be met, none of `none`.

    Each entry of a group is a word or phrase after normalising; `word*` matches any ending. A `lasting` one, such as a
    heart condition, counts also when it began in the past; one that `stands` is minded for the rest of the talk. With
    `page` the whole topic is said. In a `Guidance`, `{emergency}` stands for the number of the reader's country.
    """

    id: Slug
    tier: Tier
    topic: TopicId
    advice: Guidance
    act: Guidance | None = None
    after: Line | None = None
    lasting: bool = False
    stands: bool = False
    page: bool = False
    all: tuple[tuple[Line, ...], ...] = Field(min_length=1)
    none: tuple[Line, ...] = ()


class Urgency(Item):
    """What a tier of caution says: its heading, what to do now and whom to see, and how it ends."""

    title: Line
    act: Guidance
    after: Line


class Numbers(Item):
    """Whom to call in a country: `emergency` as it is dialled, `advice` for what is urgent and no emergency.

    `also` holds other names that people give the country.
    """

    name: Line
    emergency: Line
    advice: Line | None = None
    also: tuple[Line, ...] = ()


class Safety(Item):
    """The signs in order of urgency, the words that deny a symptom or put it in the past, and whom to call.

    `denials`, the plainest of the denying words, and `look_alikes` excuse even what the model takes for an emergency;
    `neutral` phrases hold a "no" that denies nothing; `pains` say that something hurts. `numbers` go by country code.
    """

    tiers: dict[Tier, Urgency]
    signs: tuple[Sign, ...]
    groups: dict[Slug, tuple[Line, ...]]
    negations: tuple[Line, ...]
    denials: tuple[Line, ...]
    look_alikes: tuple[Line, ...]
    neutral: tuple[Line, ...]
    pains: tuple[Line, ...]
    past: tuple[Line, ...]
    numbers: dict[CountryCode, Numbers] = {}


class Words(Item):
    """The language of the trade as members type it: other spellings, cues for aspects and actions, words to skip."""

    spellings: dict[Line, tuple[Line, ...]]
    aspects: dict[Aspect, tuple[Line, ...]]
    actions: dict[Literal["workout", "remind", "schedule", "log", "progress", "session"], tuple[Line, ...]]
    fillers: tuple[Line, ...]
    pronouns: tuple[Line, ...]


class NearMiss(Item):
    """A theme close to the coach's own that it declines: what it is about, and what the coach can do instead."""

    id: Slug
    about: Line
    instead: Line
    questions: tuple[Line, ...] = Field(min_length=1)


class Outside(Item):
    """Questions the coach declines: far-off ones, and under `near` those close to what the guides answer."""

    questions: tuple[Line, ...]
    near: tuple[NearMiss, ...] = ()
