"""/schedule pause and resume without a number: all of a club's posts at once, after one question.

bl:pauseall:<day or ->     pauses all that run, until that day or until they are resumed
bl:resumeall               lets all go on that were paused by hand
bl:leaveall                changes nothing
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_app.buttons import club, row
from bot.discord_app.captains import captain_only, guild_of
from bot.discord_app.layouts import card
from bot.discord_app.problems import guarded
from bot.discord_app.schedule_places import Trouble, place_of, post_trouble
from bot.errors import UserError
from bot.schedule.changes import day_to_come, going_on, quiet_before
from bot.schedule.entry import BY_HAND, Entry
from bot.schedule.rule import day_in_words, local_day

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_NO_DAY = "-"


def resting(entry: Entry, day: date | None) -> Entry:
    """The entry quiet until a day, or paused by hand without one."""
    if day:
        return replace(entry, rule=quiet_before(entry.rule, day))
    return replace(entry, paused=BY_HAND, rule=replace(entry.rule, quiet_until=None))


async def ask_to_pause_all(interaction: discord.Interaction, until: str | None) -> None:
    """Ask whether all that run are to be paused; raises `UserError` when there is none, or for a day that is over."""
    entries = await _entries(interaction)
    day = await _day(interaction, entries, until) if until is not None else None
    found = _running(entries, day)
    await _ask(interaction, found, PauseAllButton(day, len(found)), _coming_once(entries, day), day)


async def ask_to_resume_all(interaction: discord.Interaction) -> None:
    """Ask whether all that were paused by hand are to go on; raises `UserError` when there is none."""
    entries = await _entries(interaction)
    found = _paused_by_hand(club(interaction), entries)
    await _ask(interaction, found, ResumeAllButton(len(found)), _in_trouble(entries))


async def _ask(
    interaction: discord.Interaction,
    found: Sequence[Entry],
    button: "PauseAllButton | ResumeAllButton",
    left: Sequence[int],
    day: date | None = None,
) -> None:
    text = club(interaction).coach.voice.say(
        "schedule_ask_all",
        ids=[entry.id for entry in found],
        pausing=isinstance(button, PauseAllButton),
        until=_in_words(day),
        left=left,
    )
    await interaction.response.send_message(view=card(text, row(button, LeaveAllButton())), ephemeral=True)


async def _entries(interaction: discord.Interaction) -> list[Entry]:
    return await club(interaction).store.entries_of_guild(guild_of(interaction).id)


async def _day(interaction: discord.Interaction, entries: Sequence[Entry], until: str) -> date:
    """The day in words, by the club's calendar; each entry has its own clock."""
    bot = club(interaction)
    zone = await bot.store.club_timezone(guild_of(interaction).id) or (entries[0].rule.zone if entries else "UTC")
    return day_to_come(until, local_day(bot.now(), zone))


def _in_words(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _running(entries: Sequence[Entry], day: date | None) -> list[Entry]:
    """What a pause is for: with a day neither what comes once nor what rests for longer; raises `UserError` if none."""
    found = [entry for entry in entries if not entry.paused and entry.next_at is not None]
    if day:
        found = [one for one in found if not one.rule.once and (one.rule.quiet_until or date.min) < day]
        if not found and entries:
            raise UserError(f"No post here would run again and again before {day_in_words(day)}. See /schedule list.")
    if not found:
        raise UserError("No post is running here, so there is none to pause. See /schedule list.")
    return found


def _coming_once(entries: Sequence[Entry], day: date | None) -> list[int]:
    return [one.id for one in entries if day and one.rule.once and one.next_at is not None and not one.paused]


def _paused_by_hand(bot: "BacklineClient", entries: Sequence[Entry]) -> list[Entry]:
    """What was paused by a person, also until a day to come; raises `UserError` when there is none."""
    found = [entry for entry in entries if entry.paused == BY_HAND or (not entry.paused and _is_quiet(bot, entry))]
    if found:
        return found
    if _in_trouble(entries):
        raise UserError(
            "No post was paused by hand here. What waits until something is put right is in /schedule status."
        )
    raise UserError("No post was paused by hand here, so there is none to resume. See /schedule list.")


def _is_quiet(bot: "BacklineClient", entry: Entry) -> bool:
    until = entry.rule.quiet_until
    return until is not None and until > local_day(bot.now(), entry.rule.zone)


def _in_trouble(entries: Sequence[Entry]) -> list[int]:
    return [entry.id for entry in entries if entry.in_trouble]


class _AllButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:never:all"):
    """A button about all of a club's posts, for captains."""

    word: str
    style = discord.ButtonStyle.primary

    def __init__(self, caption: str = "", argument: str = "") -> None:
        super().__init__(ui.Button(label=caption, style=self.style, custom_id=f"bl:{self.word}{argument}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls()

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._pressed(interaction))

    async def _pressed(self, interaction: discord.Interaction) -> None:
        captain_only(interaction)
        await interaction.response.defer()  # fifty changes may take longer than Discord waits
        text = await self.act(interaction)
        await interaction.edit_original_response(view=card(text))

    async def act(self, interaction: discord.Interaction) -> str:
        """Do what the button says; what was done, in words."""
        raise NotImplementedError


class PauseAllButton(_AllButton, template=r"bl:pauseall:(?P<day>\d{4}-\d\d-\d\d|-)"):
    """Pauses every post of the club that runs."""

    word = "pauseall"

    def __init__(self, day: date | None, count: int = 0) -> None:
        self.day = day
        super().__init__(_caption("Pause", count), f":{day.isoformat() if day else _NO_DAY}")

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(None if match["day"] == _NO_DAY else date.fromisoformat(match["day"]))

    async def act(self, interaction: discord.Interaction) -> str:
        bot, entries, day = club(interaction), await _entries(interaction), self.day
        if day:
            await _day(interaction, entries, day.isoformat())
        found = [
            await bot.store.change_entry(entry.id, lambda was: was if was.paused else resting(was, day), bot.now())
            for entry in _running(entries, day)
        ]
        done = [entry for entry in found if entry and not entry.in_trouble]
        _follow(bot, done)
        return bot.coach.voice.say(
            "schedule_all_changed",
            count=len(done),
            pausing=True,
            until=_in_words(day),
            left=_coming_once(entries, day),
            problems=[],
        )


class ResumeAllButton(_AllButton, template=r"bl:resumeall"):
    """Lets every post of the club go on that was paused by hand and can be posted."""

    word = "resumeall"

    def __init__(self, count: int = 0) -> None:
        super().__init__(_caption("Resume", count))

    async def act(self, interaction: discord.Interaction) -> str:
        bot, guild, entries = club(interaction), guild_of(interaction), await _entries(interaction)
        found = _paused_by_hand(bot, entries)
        done: list[Entry] = []
        problems: list[str] = []
        for channel in dict.fromkeys(entry.channel_id for entry in found):
            here = [entry.id for entry in found if entry.channel_id == channel]
            # what is known here: asking Discord for fifty channels would keep the captain waiting
            place = await place_of(bot, guild, channel or 0, fresh=False)
            if trouble := place if isinstance(place, Trouble) else post_trouble(place, guild.me):
                stay = "stay" if len(here) > 1 else "stays"
                problems.append(f"{_numbers(here)} {stay} paused. {trouble.then('resume again')}")
                continue
            new = [await bot.store.change_entry(one, _resumed, bot.now()) for one in here]
            done += [entry for entry in new if entry and not entry.in_trouble]
        _follow(bot, done)
        return bot.coach.voice.say(
            "schedule_all_changed",
            count=len(done),
            pausing=False,
            until="",
            left=_in_trouble(entries),
            problems=problems,
        )


class LeaveAllButton(_AllButton, template=r"bl:leaveall"):
    """Leaves all as it is."""

    word, style = "leaveall", discord.ButtonStyle.secondary

    def __init__(self) -> None:
        super().__init__("Leave them")

    async def act(self, interaction: discord.Interaction) -> str:
        return "Nothing is changed."


def _resumed(was: Entry) -> Entry:
    return was if was.in_trouble else going_on(was)


def _numbers(ids: Sequence[int]) -> str:
    return f"Number{'s' if len(ids) > 1 else ''} {', '.join(map(str, ids))}"


def _caption(verb: str, count: int) -> str:
    return f"{verb} {count} post{'' if count == 1 else 's'}"


def _follow(bot: "BacklineClient", entries: Sequence[Entry]) -> None:
    bot.runner.changed()
    for entry in entries:
        bot.mirror.follow(entry)
