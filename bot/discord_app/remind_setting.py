"""Setting a reminder: the zone is asked once, nothing is set twice, and nobody has more than they can overlook."""

import asyncio
import weakref
from typing import TYPE_CHECKING

import discord

from bot.coach.voice import escaped
from bot.discord_app.buttons import club
from bot.discord_app.entry_rows import row_of
from bot.discord_app.layouts import label
from bot.discord_app.ports import ClubStore
from bot.discord_app.remind_wish import Wish, rule_in, settled
from bot.errors import UserError
from bot.schedule.entry import Entry
from bot.schedule.rotation import AGAIN
from bot.schedule.zones import parse_zone

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

MOST = 25
_MANY, _SHORT = 4, 60


class Turns:
    """One thing at a time for a person, so that a button pressed twice counts once and news are told once."""

    def __init__(self) -> None:
        self._locks: weakref.WeakValueDictionary[int, asyncio.Lock] = weakref.WeakValueDictionary()

    def of(self, person: int) -> asyncio.Lock:
        """The lock of a person; held with `async with`."""
        return self._locks.setdefault(person, asyncio.Lock())


async def zone_of(interaction: discord.Interaction, typed: str | None = None) -> str | None:
    """The zone that was typed, which is kept, else the member's, else the club's; None when nobody has said one."""
    store, person = club(interaction).store, interaction.user.id
    if typed:
        await store.set_member_timezone(person, parse_zone(typed))
    return await known_zone(store, person, interaction.guild_id)


async def known_zone(store: ClubStore, person: int, server: int | None) -> str | None:
    """The zone a member gave, else their club's, or None."""
    zone = await store.member_timezone(person)
    return await store.club_timezone(server) if zone is None and server else zone


async def add_reminder(interaction: discord.Interaction, wish: Wish, zone: str) -> str:
    """Keep a reminder, and say so with its next dates; raises `UserError` for one that is there or one too many."""
    bot, person = club(interaction), interaction.user.id
    async with bot.reminders.of(person):
        now = bot.now()
        rule = rule_in(settled(wish, zone).when, zone, now)
        present = [entry for entry in await bot.store.entries_of_member(person) if not snoozed_again(entry)]
        wanted = (rule, wish.program, wish.about, wish.channel)
        same = next((e for e in present if (e.rule, e.program, e.text, e.channel_id) == wanted), None)
        if same and not same.paused:
            raise UserError(f"You have that reminder already, as number {same.id}. See /remind list.")
        if same:
            await bot.store.remove_entry(same.id, now)
        elif len(present) >= MOST:
            raise UserError(f"You have {MOST} reminders, the most I keep for one person. End one with /remind stop.")
        entry = await bot.store.add_entry(
            guild_id=interaction.guild_id,
            channel_id=wish.channel,
            user_id=person,
            program=wish.program,
            rule=rule,
            now=now,
            personal=True,
            text=wish.about,
        )
    bot.runner.changed()
    others = len([e for e in present if e is not same])
    row, in_server = reminder_row(bot, entry, dates=3), interaction.guild_id is not None
    return bot.coach.voice.say("remind_added", row=row, others=others, in_server=in_server)


def snoozed_again(entry: Entry) -> bool:
    """Whether an entry is a reminder that somebody snoozed, and no series of its own."""
    return entry.program.startswith(AGAIN)


def reminder_row(bot: "BacklineClient", entry: Entry, dates: int) -> dict[str, object]:
    """An entry as its member reads it: where it goes, and its words as they were typed."""
    row = row_of(bot, entry, dates)
    return row | {
        "program": entry.program,
        "where": "by direct message" if entry.channel_id is None else f"in <#{entry.channel_id}>",
        "about": escaped(entry.text),
        "private": entry.direct,
        "again": snoozed_again(entry),
    }


def reminder_rows(bot: "BacklineClient", entries: list[Entry], dates: int) -> list[dict[str, object]]:
    """Several entries for a list: their words in short and, where there are many, one date each."""
    shown = dates if len(entries) <= _MANY else 1
    return [
        reminder_row(bot, entry, shown) | {"about": escaped(label(entry.text, _SHORT))}
        for entry in sorted(entries, key=lambda entry: entry.id)
    ]
