"""What a member asks to be reminded of, before it is known on whose clock; short enough for a `custom_id`.

    <when>.<program>.<channel or ->

`when` is days, every so many weeks, places in the month and a time (`d1e2t0700`, `d5nLt0900`), a moment in seconds
(`m1767290400`), or words that stand above on the card and were said at a moment (`w…`, and `s…` for a whole
sentence, with the time that was chosen for it, `s…t0700`): what “tomorrow” is depends on the zone. The words of a
reminder stand on the card and nowhere else.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from bot.coach.voice import escaped
from bot.errors import UserError
from bot.schedule.moments import parse_moment
from bot.schedule.phrases import DayPattern, pattern_in_words, time_in_words
from bot.schedule.requests import read_request
from bot.schedule.rotation import DAILY, TEXT
from bot.schedule.rule import LAST, Rule, anchored, local_day, moment_of, on_the_clock, once_at

LONGEST_ABOUT = 200
CODE = r"[A-Za-z0-9]+\.[a-z0-9/-]+\.(?:\d+|-)"
EVERY_DAY = DayPattern(frozenset(range(7)))
_OVER = "That moment is over: say when again, such as in 2h or tomorrow 6pm."
_PATTERN = re.compile(r"d(?P<days>[0-6]+)(?:e(?P<every>\d+))?(?:n(?P<nth>[1-5L]+))?t(?P<at>\d{4})")
_ESCAPED = re.compile(r"\\([\\`*_~|>\[\]#@:<+.-])")
_ABOUT = re.compile(r"^\*\*.+?\*\*: (.+)$", re.MULTILINE)
_SAID = re.compile(r"^> (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Days:
    """Again and again: on these days, at this wall-clock time."""

    pattern: DayPattern
    at: time


@dataclass(frozen=True, slots=True)
class Moment:
    """Once, at a moment that is known whatever the zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """Once, at what `words` meant at the moment `asked`, on a clock still to be named.

    `whole` says that they are a sentence; `at` is the wall-clock time it lacks.
    """

    words: str
    asked: datetime
    whole: bool = False
    at: time | None = None


When = Days | Moment | Said


@dataclass(frozen=True, slots=True)
class Wish:
    """A reminder as it was asked for: when, what (a program, the daily mix or `about`) and where."""

    when: When
    program: str = DAILY
    about: str = ""
    channel: int | None = None

    @property
    def code(self) -> str:
        """The wish without its words."""
        return f"{_when_code(self.when)}.{self.program}.{self.channel or '-'}"

    @property
    def said(self) -> str:
        """The words that say when, for the card; empty when they are not needed any more."""
        return escaped(self.when.words) if isinstance(self.when, Said) else ""


def wish_for(when: When, about: str | None, program: str | None, channel: int | None) -> Wish:
    """The wish of a command's options; raises `UserError` when it is to say two things."""
    words = " ".join((about or "").split())
    if words and program:
        raise UserError("Choose one of about: and program:, so that I know what to remind you of.")
    return Wish(when, TEXT if words else program or DAILY, words[:LONGEST_ABOUT], channel)


def wish_on(card: str, code: str) -> Wish:
    """The wish behind a button: its code, and its words as they stand on the card."""
    when, program, channel = code.split(".")
    about = _ABOUT.search(card) if program == TEXT else None
    if program == TEXT and about is None:
        raise UserError("I cannot read on this message any more what it was about. Set it with /remind.")
    said = _SAID.search(card)
    return Wish(
        _when_of(when, _plain(said[1]) if said else ""),
        program,
        _plain(about[1]) if about else "",
        None if channel == "-" else int(channel),
    )


def rule_in(when: When, zone: str, now: datetime) -> Rule:
    """The rule of a wish on the clocks of `zone`; raises `UserError` for a moment that is over."""
    if isinstance(when, Days):
        days, every, nth = when.pattern.days, when.pattern.every, when.pattern.nth
        return anchored(Rule(days, when.at, zone, every, nth, local_day(now, zone) if every > 1 else None), now)
    moment = when.at if isinstance(when, Moment) else _meant(when, zone)
    if moment <= now:
        raise UserError(_OVER)
    return once_at(moment, zone)


def moment_or_words(words: str, now: datetime, zone: str | None) -> When:
    """When “in 2h” or “tomorrow 6pm” is; its words, while the zone is not known and matters. Raises `UserError`."""
    if zone:
        return Moment(parse_moment(words, now, zone))
    found: list[datetime] = []
    problem: UserError | None = None
    for far in ("Etc/GMT+12", "Pacific/Kiritimati"):  # nowhere on earth is the time of day more apart
        try:
            found.append(parse_moment(words, now, far))
        except UserError as error:
            problem = error
    if problem and not found:
        raise problem
    return Moment(found[0]) if len(set(found)) == 1 and not problem else Said(words, now)


def wish_in_words(wish: Wish, zone: str | None) -> str:
    """When a wish is, such as “every day at 07:00”; “once” alone while its words must still be read."""
    if isinstance(wish.when, Days):
        pattern = wish.when.pattern
        return f"{pattern_in_words(pattern.days, pattern.every, pattern.nth)} at {time_in_words(wish.when.at)}"
    if isinstance(wish.when, Said):
        return "once"
    return f"once, {on_the_clock(wish.when.at, zone)}" if zone else f"once, <t:{int(wish.when.at.timestamp())}:F>"


def zone_enough_for(wish: Wish) -> str | None:
    """A zone for what comes at the same moment whatever the zone, such as “in 2h”; None where it matters."""
    return "UTC" if isinstance(wish.when, Moment) else None


def settled(wish: Wish, zone: str) -> Wish:
    """The same wish with its words read on the clocks of `zone`."""
    return replace(wish, when=Moment(_meant(wish.when, zone))) if isinstance(wish.when, Said) else wish


def _meant(said: Said, zone: str) -> datetime:
    if not said.whole:
        return parse_moment(said.words, said.asked, zone)
    request = read_request(said.words, said.asked, zone)
    if request and request.day and said.at:
        return moment_of(datetime.combine(request.day, said.at), zone)
    if request is None or request.once is None:
        raise UserError(_OVER)
    return request.once


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _when_code(when: When) -> str:
    if isinstance(when, Moment):
        return f"m{int(when.at.timestamp())}"
    if isinstance(when, Said):
        at = f"t{when.at:%H%M}" if when.at else ""
        return f"{'s' if when.whole else 'w'}{int(when.asked.timestamp())}{at}"
    pattern = when.pattern
    days = "".join(map(str, sorted(pattern.days)))
    every = f"e{pattern.every}" if pattern.every > 1 else ""
    nth = "n" + "".join("L" if n == LAST else str(n) for n in sorted(pattern.nth)) if pattern.nth else ""
    return f"d{days}{every}{nth}t{when.at:%H%M}"


def _when_of(code: str, said: str) -> When:
    if match := _PATTERN.fullmatch(code):
        nth = frozenset(LAST if n == "L" else int(n) for n in match["nth"] or "")
        pattern = DayPattern(frozenset(map(int, match["days"])), int(match["every"] or 1), nth)
        return Days(pattern, _clock_time(match["at"]))
    seconds, _, at = code[1:].partition("t")
    moment = datetime.fromtimestamp(int(seconds), UTC)
    if code[0] == "m":
        return Moment(moment)
    return Said(said, moment, code[0] == "s", _clock_time(at) if at else None)


def _clock_time(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))
