"""A club's schedule as a JSON file: written to be kept or carried to another server, and read back with every fault.

    {"format": "backline-schedule", "version": 1, "entries": [
      {"program": "beginner",                     a program, "beginner/2" for one day of it, daily, digest or text
       "channel": {"id": "123…", "name": "strength"},
       "when": {"days": ["mon", "thu"], "time": "07:00", "timezone": "Europe/London",
                "every_weeks": 2, "counted_from": "2026-01-05",      every other week, from the week of that day
                "in_month": [1, -1],                                  or: the first and the last of a month
                "from": "2026-01-01", "until": "2026-06-30", "quiet_until": null,
                "skip": ["2026-02-09"], "moves": [{"day": "2026-02-12", "to": "2026-02-13T18:30"}],
                "once": null},                                        or: one moment, "2026-01-05T07:00:00Z"
       "role": {"id": "456…", "name": "Runners"}, "text": "", "opening": "", "patience_minutes": 120,
       "paused": false, "server_events": false,
       "progress": {"sessions": 3, "tips": 0, "last_session_at": "2026-01-08T07:00:00Z"}}]}

Only `program` and `when` with `days`, `time` and `timezone` must be there. No member is named in it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.schedule.entry import BY_HAND, PATIENCE, Entry, Progress
from bot.schedule.rule import Rule, local_day, without_the_past

FORMAT = "backline-schedule"
VERSION = 1
LARGEST = 256 * 1024
"""The largest file that is read, in bytes."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that stands in a file: all of it but who made it and for which server.

    `channel_id` None leaves the channel to whoever reads it; `paused` is by hand; `mirrored` asks for the server's
    scheduled events.
    """

    program: str
    rule: Rule
    channel_id: int | None = None
    channel_name: str = ""
    role_id: int | None = None
    role_name: str = ""
    text: str = ""
    opening: str = ""
    patience: timedelta = PATIENCE
    paused: bool = False
    mirrored: bool = False
    progress: Progress = field(default_factory=Progress)


def draft_of(entry: Entry, channel_name: str, role_name: str = "") -> Draft:
    """An entry as it is written to a file."""
    return Draft(
        program=entry.program,
        rule=entry.rule,
        channel_id=entry.channel_id,
        channel_name=channel_name,
        role_id=entry.role_id,
        role_name=role_name,
        text=entry.text,
        opening=entry.opening,
        patience=entry.patience,
        paused=entry.paused == BY_HAND,
        mirrored=entry.events is not None,
        progress=entry.progress,
    )


def same_post(draft: Draft, channel_id: int, entry: Entry, now: datetime) -> bool:
    """Whether a draft for that channel is what the entry posts already, at the same times from `now` on."""
    alike = (draft.program, draft.text, channel_id) == (entry.program, entry.text, entry.channel_id)
    return alike and _from_now_on(draft.rule, now) == _from_now_on(entry.rule, now)


def _from_now_on(rule: Rule, now: datetime) -> tuple[object, ...]:
    ahead = without_the_past(rule, now)
    first = ahead.first if ahead.first and ahead.first > local_day(now, rule.zone) else None
    week = (ahead.anchor.toordinal() - ahead.anchor.weekday()) // 7 % ahead.every if ahead.anchor else 0
    times = (ahead.days, ahead.at, ahead.zone, ahead.every, ahead.nth, week, ahead.once)
    return (*times, first, ahead.last, ahead.quiet_until, ahead.skips, frozenset(ahead.moves))


def write(drafts: Sequence[Draft]) -> str:
    """The file with these entries, as `read` takes it."""
    entries = [_entry_json(draft) for draft in drafts]
    return json.dumps({"format": FORMAT, "version": VERSION, "entries": entries}, ensure_ascii=False, indent=2) + "\n"


def _entry_json(draft: Draft) -> dict[str, object]:
    progress = draft.progress
    last = progress.last_session_at
    return {
        "program": draft.program,
        "channel": _named(draft.channel_id, draft.channel_name),
        "when": _when_json(draft.rule),
        "role": _named(draft.role_id, draft.role_name),
        "text": draft.text,
        "opening": draft.opening,
        "patience_minutes": int(draft.patience.total_seconds() // 60),
        "paused": draft.paused,
        "server_events": draft.mirrored,
        "progress": {
            "sessions": progress.sessions,
            "tips": progress.between,
            "last_session_at": last.isoformat() if last else None,
        },
    }


def _when_json(rule: Rule) -> dict[str, object]:
    return {
        "days": [DAYS[day] for day in sorted(rule.days)],
        "time": rule.at.strftime("%H:%M"),
        "timezone": rule.zone,
        "every_weeks": rule.every,
        "counted_from": _day(rule.anchor),
        "in_month": sorted(rule.nth),
        "from": _day(rule.first),
        "until": _day(rule.last),
        "quiet_until": _day(rule.quiet_until),
        "skip": [day.isoformat() for day in sorted(rule.skips)],
        "moves": [{"day": move.day.isoformat(), "to": move.to.isoformat(timespec="minutes")} for move in rule.moves],
        "once": rule.once.isoformat() if rule.once else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _named(number: int | None, name: str) -> dict[str, str] | None:
    return None if number is None else {"id": str(number), "name": name}
