"""/faq: the club's own questions and answers, written by its captains."""

from dataclasses import dataclass
from typing import Any, cast

import discord
from discord import app_commands, ui

from bot.coach.club import LONGEST_ANSWER, LONGEST_QUESTION, ClubAnswer, same_question
from bot.coach.voice import escaped
from bot.coach.words import is_blank, tokens
from bot.discord_app.buttons import club
from bot.discord_app.captains import captain_only, captains_group, server_of, typed_by_captain
from bot.discord_app.layouts import card, label
from bot.discord_app.problems import guarded, tell
from bot.errors import UserError

MOST = 100
_MOST_WAYS = 10
_LONGEST_WAYS = 1500


def faq_group() -> app_commands.Group:
    """`/faq add`, `edit`, `remove` and `list`; only members with Manage Server see and may use it."""
    return captains_group(
        "faq",
        "This club's own questions, and my answers to them",
        (_add, "add", "Teach me an answer about this club"),
        (_edit, "edit", "Change an answer about this club"),
        (_remove, "remove", "Make me forget an answer about this club"),
        (_list, "list", "What I can answer about this club"),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What a captain wrote into the form, tidied; raises `UserError` for what cannot be used."""

    question: str
    answer: str
    other_ways: tuple[str, ...]

    @classmethod
    def read(cls, question: str, answer: str, ways: str) -> "Written":
        question = " ".join(question.split())
        if not tokens(question):
            raise UserError("I need a question in words, such as: When is club night?")
        if is_blank(answer):
            raise UserError("I need an answer to that question.")
        lines = [" ".join(line.split()) for line in ways.splitlines()]
        kept = tuple(dict.fromkeys(line for line in lines if tokens(line) and not same_question(line, question)))
        if len(kept) > _MOST_WAYS or any(len(line) > LONGEST_QUESTION for line in kept):
            raise UserError(f"Give at most {_MOST_WAYS} other ways to ask, one a line of {LONGEST_QUESTION} letters.")
        return cls(question, answer.strip(), kept)


async def _add(interaction: discord.Interaction) -> None:
    _room_for_one_more(await club(interaction).store.club_answers(server_of(interaction)))
    await interaction.response.send_modal(AnswerModal())


async def _entries_typed(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[int]]:
    if not typed_by_captain(interaction):
        return []
    answers = await club(interaction).store.club_answers(server_of(interaction))
    named = [(one.id, label(f"{one.id}: {one.question}", 100)) for one in answers]
    wanted = current.strip().lower()
    return [app_commands.Choice(name=name, value=number) for number, name in named if wanted in name.lower()][:25]


@app_commands.describe(entry="Which one; the number stands in /faq list")
@app_commands.autocomplete(entry=_entries_typed)
async def _edit(interaction: discord.Interaction, entry: int) -> None:
    await interaction.response.send_modal(AnswerModal(await _found(interaction, entry)))


@app_commands.describe(entry="Which one; the number stands in /faq list")
@app_commands.autocomplete(entry=_entries_typed)
async def _remove(interaction: discord.Interaction, entry: int) -> None:
    bot, server = club(interaction), server_of(interaction)
    found = await _found(interaction, entry)
    await bot.store.remove_club_answer(server, entry)
    bot.questions.clubs.forget(server)
    text = bot.coach.voice.say("faq_removed", number=entry, question=escaped(found.question))
    await interaction.response.send_message(view=card(text), ephemeral=True)


async def _list(interaction: discord.Interaction) -> None:
    bot = club(interaction)
    answers = await bot.store.club_answers(server_of(interaction))
    rows = [{"id": one.id, "question": escaped(label(one.question, _shown(answers)))} for one in answers]
    await interaction.response.send_message(view=card(bot.coach.voice.say("faq_list", rows=rows)), ephemeral=True)


def _shown(answers: list[ClubAnswer]) -> int:
    """How many letters of each question fit when all of them are to stand in one message."""
    return max(20, min(LONGEST_QUESTION, 3600 // max(1, len(answers)) - 12))


async def _found(interaction: discord.Interaction, entry: int) -> ClubAnswer:
    answers = await club(interaction).store.club_answers(server_of(interaction))
    found = next((one for one in answers if one.id == entry), None)
    if found is None:
        raise _gone(entry)
    return found


def _gone(entry: int) -> UserError:
    return UserError(f"There is no answer number {entry} here. See /faq list.")


def _room_for_one_more(answers: list[ClubAnswer]) -> None:
    if len(answers) >= MOST:
        raise UserError(f"This server has {MOST} answers, the most I keep. Remove one with /faq remove.")


async def _save(interaction: discord.Interaction, written: Written, changed: ClubAnswer | None) -> None:
    captain_only(interaction)
    bot, server = club(interaction), server_of(interaction)
    others = [one for one in await bot.store.club_answers(server) if changed is None or one.id != changed.id]
    same = next((one for one in others if same_question(one.question, written.question)), None)
    if same:
        raise UserError(f"I have that question already, as number {same.id}. Change it with /faq edit.")
    texts: dict[str, Any] = {
        "question": written.question, "answer": written.answer, "other_ways": written.other_ways
    }  # fmt: skip
    if changed is None:
        _room_for_one_more(others)
        number = (await bot.store.add_club_answer(guild_id=server, created_by=interaction.user.id, **texts)).id
    elif await bot.store.edit_club_answer(server, changed.id, **texts):
        number = changed.id
    else:
        raise _gone(changed.id)
    bot.questions.clubs.forget(server)
    ways = [escaped(way) for way in written.other_ways]
    text = bot.coach.voice.say(
        "faq_saved", number=number, question=escaped(written.question), answer=written.answer, ways=ways
    )
    await interaction.response.send_message(view=card(text), ephemeral=True)


class AnswerModal(ui.Modal, title="An answer about this club"):
    """The form for one question and its answer, filled with what stands there when `changed` is given."""

    question: ui.Label["AnswerModal"] = ui.Label(
        text="Question",
        component=ui.TextInput(placeholder="When is club night?", max_length=LONGEST_QUESTION),
    )
    answer: ui.Label["AnswerModal"] = ui.Label(
        text="Answer",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=LONGEST_ANSWER),
    )
    ways: ui.Label["AnswerModal"] = ui.Label(
        text="Other ways to ask it",
        description="One a line. Small differences I see myself.",
        component=ui.TextInput(style=discord.TextStyle.paragraph, required=False, max_length=_LONGEST_WAYS),
    )

    def __init__(self, changed: ClubAnswer | None = None) -> None:
        super().__init__()
        self._changed = changed
        if changed:
            _input(self.question).default = changed.question
            _input(self.answer).default = changed.answer
            _input(self.ways).default = "\n".join(changed.other_ways) or None

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._submitted(interaction))

    async def on_error(self, interaction: discord.Interaction, error: Exception) -> None:
        await tell(interaction, error)

    async def _submitted(self, interaction: discord.Interaction) -> None:
        written = Written.read(*(_input(part).value for part in (self.question, self.answer, self.ways)))
        await _save(interaction, written, self._changed)


def _input(part: ui.Label[Any]) -> ui.TextInput[Any]:
    return cast("ui.TextInput[Any]", part.component)
