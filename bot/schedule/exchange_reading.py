"""Reading a schedule file (its shape stands in `exchange`): every fault is named, with what to write instead."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, NaiveDatetime, ValidationError

from bot.errors import UserError
from bot.schedule.echo import echo
from bot.schedule.entry import LONGEST_OPENING, LONGEST_TEXT, Progress
from bot.schedule.exchange import DAYS, FORMAT, LARGEST, VERSION, Draft
from bot.schedule.rotation import DAILY, DIGEST, TEXT, Menu
from bot.schedule.rule import LONGEST_EVERY, Move, Rule, zone_signature

MOST_FAULTS = 10
MOST_ENTRIES = 200
_YEARS = range(2000, 2101)
# no null and other control characters: PostgreSQL keeps none, and nobody sees them
_PLAIN = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
_LONGEST_PATIENCE = 7 * 24 * 60


def _in_our_time(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError("out of range")
    return day


def _known_zone(zone: str) -> str:
    if not zone_signature(zone):
        raise ValueError("unknown")
    return zone


Day = Annotated[date, AfterValidator(_in_our_time)]
Wall = Annotated[NaiveDatetime, AfterValidator(_in_our_time)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Part):
    id: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]
    name: str = ""


class _Move(_Part):
    day: Day
    to: Wall


class _When(_Part):
    days: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    timezone: Annotated[str, AfterValidator(_known_zone)]
    every_weeks: Annotated[int, Field(ge=1, le=LONGEST_EVERY)] = 1
    counted_from: Day | None = None
    in_month: list[Literal[-1, 1, 2, 3, 4, 5]] = []
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    quiet_until: Day | None = None
    skip: Annotated[list[Day], Field(max_length=400)] = []
    moves: Annotated[list[_Move], Field(max_length=400)] = []
    once: Moment | None = None


class _Progress(_Part):
    sessions: Count = 0
    tips: Count = 0
    last_session_at: Moment | None = None


class _Entry(_Part):
    program: str
    when: _When
    channel: _Named | None = None
    role: _Named | None = None
    text: Annotated[str, Field(max_length=LONGEST_TEXT, pattern=_PLAIN)] = ""
    opening: Annotated[str, Field(max_length=LONGEST_OPENING, pattern=_PLAIN)] = ""
    patience_minutes: Annotated[int, Field(ge=1, le=_LONGEST_PATIENCE)] = 120
    paused: bool = False
    server_events: bool = False
    progress: _Progress = _Progress()


_DATE = "write a date as “2026-03-30”, from 2000 to 2100"
_MOMENT = "write a moment in UTC as “2026-03-30T07:00:00Z”"
_MEND = {
    "program": "write a program's id, such as “beginner”, or “daily”, “digest” or “text”",
    "when": "write its days, time and timezone",
    "days": "write days as “mon”, “tue”, “wed”, “thu”, “fri”, “sat”, “sun”, at least one",
    "time": "write a time as “07:00”",
    "timezone": "write a zone as “Europe/London”",
    "every_weeks": f"write a number of weeks from 1 to {LONGEST_EVERY}",
    "in_month": "write places as 1 to 5, or -1 for the last",
    "moves": "write a move as its “day” and its new time “to”",
    "to": "write a local time as “2026-03-30T18:30”",
    "once": _MOMENT,
    "last_session_at": _MOMENT,
    "id": "write the id as digits in quotes",
    "channel": "write its “id” and “name”, or leave it out",
    "role": "write its “id” and “name”, or leave it out",
    "text": f"write at most {LONGEST_TEXT} characters, and no control characters",
    "opening": f"write at most {LONGEST_OPENING} characters, and no control characters",
    "patience_minutes": f"write a number of minutes from 1 to {_LONGEST_PATIENCE}",
    "paused": "write true or false",
    "server_events": "write true or false",
    "sessions": "write a number",
    "tips": "write a number",
} | dict.fromkeys(("counted_from", "from", "until", "quiet_until", "skip", "day"), _DATE)


def read(data: bytes, menu: Menu) -> tuple[Draft, ...]:
    """The entries of a schedule file; raises `UserError` that names what is wrong, all of it, and how to mend it."""
    found = [_entry(number, raw, menu) for number, raw in enumerate(_raw_entries(data), 1)]
    faults = [fault for one in found if isinstance(one, list) for fault in one]
    if faults:
        more = len(faults) - MOST_FAULTS
        lines = faults[:MOST_FAULTS] + ([f"and {more} more."] if more > 0 else [])
        raise UserError("\n- ".join(["I can't use this file yet. Put this right and import it again:", *lines]))
    return tuple(one for one in found if isinstance(one, Draft))


def _raw_entries(data: bytes) -> list[object]:
    if len(data) > LARGEST:
        raise UserError(f"This file is larger than {LARGEST // 1024} kB, the most I read. Split it into smaller ones.")
    try:
        whole: object = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UserError("This file is no JSON. Give me the backline-schedule.json of /schedule export.") from None
    fields = cast("dict[str, object]", whole) if isinstance(whole, dict) else {}
    if fields.get("format") != FORMAT:
        raise UserError("This file is no schedule of mine. Give me the backline-schedule.json of /schedule export.")
    if fields.get("version") != VERSION:
        said = echo(str(fields.get("version")))
        raise UserError(f"This file is of version {said}, and I read version {VERSION}. Export it again, or update me.")
    entries = fields.get("entries")
    if not isinstance(entries, list) or not entries:
        raise UserError("This file holds no entries. Export the schedule again where it stands.")
    several = cast("list[object]", entries)
    if len(several) > MOST_ENTRIES:
        raise UserError(f"This file holds {len(several)} entries, and I read {MOST_ENTRIES}. Take some out.")
    return several


def _entry(number: int, raw: object, menu: Menu) -> Draft | list[str]:
    """An entry, or what is wrong with it."""
    try:
        written = _Entry.model_validate(raw)
    except ValidationError as error:
        return list(dict.fromkeys(_in_words(number, fault) for fault in error.errors(include_url=False)))
    try:
        rule = _rule(written.when)
    except ValueError as error:
        return [f"entry {number}: {error}."]
    strange = _strange_content(written, menu)
    return [f"entry {number}: {strange}"] if strange else _draft(written, rule)


def _in_words(number: int, fault: Any) -> str:
    # what is inside a list or behind an alias is known by the last name on the way to it
    names = [str(part) for part in fault["loc"] if isinstance(part, str)] or ["when"]
    name = names[-1]
    where = f"entry {number}: “{echo(name)}”" if fault["loc"] else f"entry {number}"
    if fault["type"] == "extra_forbidden":
        return f"{where} is no field of an entry: correct its spelling, or take it out."
    mend = _MEND.get(name, "write it as /schedule export does")
    if fault["type"] == "missing":
        return f"{where} is missing: {mend}."
    given = fault.get("input")
    shown = f" is “{echo(str(given))}”" if isinstance(given, str | int | float) and given != "" else " is not right"
    return f"{where}{shown}: {mend}."


def _strange_content(written: _Entry, menu: Menu) -> str:
    """What is wrong with what an entry posts, or nothing."""
    if written.program == TEXT:
        return "" if written.text.strip() else "its own words are missing: write them as “text”."
    if written.program in {DAILY, DIGEST}:
        return ""
    name, slash, day = written.program.partition("/")
    days = menu.sessions(name)
    if days < 1:
        return f"I don't know the program “{echo(name)}”: write one that /schedule add offers."
    if slash and not (day.isascii() and day.isdigit() and len(day) < 4 and 1 <= int(day) <= days):
        return f"“{echo(written.program)}” has no such day: write a day from 1 to {days}."
    return ""


def _rule(when: _When) -> Rule:
    return Rule(
        days=frozenset(map(DAYS.index, when.days)),
        at=time.fromisoformat(when.time),
        zone=when.timezone,
        every=when.every_weeks,
        nth=frozenset(when.in_month),
        anchor=when.counted_from,
        first=when.from_,
        last=when.until,
        quiet_until=when.quiet_until,
        skips=frozenset(when.skip),
        moves=tuple(Move(move.day, move.to) for move in when.moves),
        once=_utc(when.once),
    )


def _draft(written: _Entry, rule: Rule) -> Draft:
    progress = written.progress
    return Draft(
        program=written.program,
        rule=rule,
        channel_id=int(written.channel.id) if written.channel else None,
        channel_name=written.channel.name if written.channel else "",
        role_id=int(written.role.id) if written.role else None,
        role_name=written.role.name if written.role else "",
        text=written.text,
        opening=written.opening,
        patience=timedelta(minutes=written.patience_minutes),
        paused=written.paused,
        mirrored=written.server_events,
        progress=Progress(progress.sessions, progress.tips, _utc(progress.last_session_at)),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
