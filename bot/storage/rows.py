"""Rows into the dataclasses of the schedule and of the club, and back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.coach.club import ClubAnswer
from bot.schedule.entry import Delivery, Entry, Progress
from bot.schedule.rule import Move, Rule
from bot.storage.tables import NEVER, club_answer, delivery, entry

_KEPT = ("id", "entry_id", "due_at", "content", "state", "message_id", "detail", "channel_id")
# By place: looking up thirty columns by what they are costs more than making an entry of them.
_COLUMNS = [column.name for column in entry.c]
DELIVERY_COLUMNS = [delivery.c[name].label(f"delivery_{name}") for name in _KEPT]
_MIRRORED = "-"


def entry_of(row: sa.Row[Any]) -> Entry:
    """The entry in a row that begins with all columns of the entry table, in their order."""
    at = dict(zip(_COLUMNS, row, strict=False))
    next_at = at["next_at"]
    return Entry(
        id=at["id"],
        guild_id=at["guild_id"],
        channel_id=at["channel_id"],
        user_id=at["user_id"],
        program=at["program"],
        rule=_rule_of(at),
        next_at=None if next_at >= NEVER else next_at,
        paused=at["paused"],
        progress=Progress(at["sessions"], at["tips"], at["last_session_at"]),
        personal=at["personal"],
        role_id=at["role_id"],
        text=at["text"],
        opening=at["opening"],
        patience=timedelta(minutes=at["patience"]),
        origin=at["origin"],
        events=_events_of(at["events"]),
    )


def _rule_of(at: Mapping[str, Any]) -> Rule:
    return Rule(
        days=frozenset(map(int, at["days"])),
        at=at["at"],
        zone=at["zone"],
        every=at["every"],
        nth=frozenset(map(int, at["nth"].split())),
        anchor=at["anchor"],
        first=at["first_day"],
        last=at["last_day"],
        quiet_until=at["quiet_until"],
        skips=frozenset(map(date.fromisoformat, at["skips"].split())),
        moves=tuple(map(_move_of, at["moves"].split())),
        once=at["once"],
    )


def _move_of(text: str) -> Move:
    day, _, to = text.partition("=")
    return Move(date.fromisoformat(day), datetime.fromisoformat(to))


def _events_of(text: str) -> tuple[int, ...] | None:
    return tuple(int(number) for number in text.split() if number != _MIRRORED) if text else None


def entry_values(one: Entry) -> dict[str, object]:
    """The columns of an entry, all but its id."""
    return {
        "guild_id": one.guild_id,
        "channel_id": one.channel_id,
        "user_id": one.user_id,
        "program": one.program,
        "next_at": one.next_at or NEVER,
        "paused": one.paused,
        "personal": one.personal,
        "role_id": one.role_id,
        "text": one.text,
        "opening": one.opening,
        "patience": int(one.patience.total_seconds() // 60),
        "origin": one.origin,
        "events": "" if one.events is None else " ".join(map(str, one.events)) or _MIRRORED,
        **rule_values(one.rule),
        **progress_values(one.progress),
    }


def rule_values(rule: Rule) -> dict[str, object]:
    """The columns of an entry that keep its rule."""
    return {
        "days": "".join(map(str, sorted(rule.days))),
        "at": rule.at,
        "zone": rule.zone,
        "every": rule.every,
        "nth": " ".join(map(str, sorted(rule.nth))),
        "anchor": rule.anchor,
        "first_day": rule.first,
        "last_day": rule.last,
        "quiet_until": rule.quiet_until,
        "skips": " ".join(day.isoformat() for day in sorted(rule.skips)),
        "moves": " ".join(f"{move.day.isoformat()}={move.to.isoformat(timespec='minutes')}" for move in rule.moves),
        "once": rule.once,
    }


def progress_values(progress: Progress) -> dict[str, object]:
    """The columns of an entry that keep its progress."""
    return {"sessions": progress.sessions, "tips": progress.between, "last_session_at": progress.last_session_at}


def delivery_of(row: sa.Row[Any]) -> Delivery:
    """The delivery in a row that holds `DELIVERY_COLUMNS`."""
    at = row._mapping
    return Delivery(**{name: at[f"delivery_{name}"] for name in _KEPT})


def delivery_values(one: Delivery) -> dict[str, object]:
    """The columns of a delivery, all but who holds it."""
    return {name: getattr(one, name) for name in _KEPT}


def club_answer_of(row: sa.Row[Any]) -> ClubAnswer:
    """The answer in a row that holds all columns of the table of club answers."""
    at = row._mapping
    ways = tuple(map(str, json.loads(at[club_answer.c.other_ways])))
    return ClubAnswer(at[club_answer.c.id], at[club_answer.c.question], at[club_answer.c.answer], ways)


def club_answer_values(question: str, answer: str, other_ways: Sequence[str]) -> dict[str, object]:
    """The columns of a club's answer that its captains write."""
    return {"question": question, "answer": answer, "other_ways": json.dumps([*other_ways], ensure_ascii=False)}
