"""Rows into the dataclasses of the schedule and of the club, and back."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.coach.club import ClubAnswer
from bot.schedule.entry import Delivery, Entry, Progress
from bot.schedule.rule import Rule
from bot.storage.tables import club_answer, delivery, entry

DELIVERY_COLUMNS = [column.label(f"delivery_{column.name}") for column in delivery.c]


def entry_of(row: sa.Row[Any]) -> Entry:
    """The entry in a row that holds all columns of the entry table."""
    at = row._mapping
    rule = Rule(frozenset(map(int, at[entry.c.days])), at[entry.c.at], at[entry.c.zone])
    return Entry(
        id=at[entry.c.id],
        guild_id=at[entry.c.guild_id],
        channel_id=at[entry.c.channel_id],
        user_id=at[entry.c.user_id],
        program=at[entry.c.program],
        rule=rule,
        next_at=at[entry.c.next_at],
        paused=at[entry.c.paused],
        progress=Progress(at[entry.c.sessions], at[entry.c.tips], at[entry.c.last_session_at]),
    )


def delivery_of(row: sa.Row[Any]) -> Delivery:
    """The delivery in a row that holds `DELIVERY_COLUMNS`."""
    at = row._mapping
    return Delivery(**{column.name: at[f"delivery_{column.name}"] for column in delivery.c})


def rule_values(rule: Rule) -> dict[str, object]:
    """The columns of an entry that keep its rule."""
    return {"days": "".join(map(str, sorted(rule.days))), "at": rule.at, "zone": rule.zone}


def progress_values(progress: Progress) -> dict[str, object]:
    """The columns of an entry that keep its progress."""
    return {"sessions": progress.sessions, "tips": progress.between, "last_session_at": progress.last_session_at}


def delivery_values(one: Delivery) -> dict[str, object]:
    """The columns of a delivery."""
    return {column.name: getattr(one, column.name) for column in delivery.c}


def club_answer_of(row: sa.Row[Any]) -> ClubAnswer:
    """The answer in a row that holds all columns of the table of club answers."""
    at = row._mapping
    ways = tuple(map(str, json.loads(at[club_answer.c.other_ways])))
    return ClubAnswer(at[club_answer.c.id], at[club_answer.c.question], at[club_answer.c.answer], ways)


def club_answer_values(question: str, answer: str, other_ways: Sequence[str]) -> dict[str, object]:
    """The columns of a club's answer that its captains write."""
    return {"question": question, "answer": answer, "other_ways": json.dumps([*other_ways], ensure_ascii=False)}
