"""Buttons and selects under messages. Each carries all it needs in its `custom_id`, so it works after any restart.

    bl:open:<owner>:<topic>:<aspect>     an answer behind "did you mean"; replaces the message, for its owner only
    bl:full:<owner>:<topic>:<aspect>     the same answer with all its detail; replaces the message, for its owner only
    bl:day:<owner>:<program>:<day>       the next day of a workout; replaces the message, for its owner only
    bl:look:<program>:<day>:<mark>       a workout's exercises; opens one for whoever asks, in private
    bl:more:<topic>:<mark>               the whole answer behind a tip; in private

`mark` is the delivery id of a scheduled post, or `-`.
"""

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord
from discord import ui

from bot.coach.reply import Reply
from bot.coach.workouts import Workout
from bot.discord_app.layouts import card, label
from bot.discord_app.problems import guarded
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

Row = ui.ActionRow[Any]
_QUOTE = "> "


def row(*items: Any) -> Row:
    """Buttons or a select side by side; a `DynamicItem` belongs to no view yet, which its type cannot say."""
    return ui.ActionRow(*items)


def club(interaction: discord.Interaction) -> "BacklineClient":
    """The bot behind an interaction, as what it is."""
    return cast("BacklineClient", interaction.client)


def only_for(owner: int, interaction: discord.Interaction) -> None:
    """Raises `UserError` when somebody else presses."""
    if interaction.user.id != owner:
        raise UserError("These buttons belong to the person who asked. Ask me yourself with /ask, /workout or /remind.")


def quoted(message: discord.Message | None) -> str | None:
    """The question that stands above an answer to /ask, so that it stays when the answer changes."""
    containers = [part for part in message.components if isinstance(part, discord.Container)] if message else []
    first = containers[0].children[0] if containers else None
    if isinstance(first, discord.TextDisplay) and first.content.startswith(_QUOTE):
        return first.content.removeprefix(_QUOTE).partition("\n")[0]
    return None


class OpenButton(
    ui.DynamicItem[ui.Button[Any]], template=r"bl:open:(?P<owner>\d+):(?P<topic>[a-z0-9/-]+):(?P<aspect>[a-z-]+)"
):
    """Opens the answer that the person meant, in place of the one that stands there."""

    def __init__(self, owner: int, topic: str, aspect: str | None, title: str) -> None:
        self.owner, self.topic, self.aspect = owner, topic, aspect
        super().__init__(ui.Button(label=label(title), custom_id=f"bl:open:{owner}:{topic}:{aspect or '-'}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        aspect = None if match["aspect"] == "-" else match["aspect"]
        return cls(int(match["owner"]), match["topic"], aspect, getattr(item, "label", None) or "")

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._open(interaction))

    async def _open(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        reply = await club(interaction).questions.chose(
            interaction.channel_id or 0, self.owner, self.topic, self.aspect, interaction.guild_id
        )
        view = reply_card(club(interaction), reply, self.owner, quoted(interaction.message))
        await interaction.response.edit_message(view=view)


class FullButton(
    ui.DynamicItem[ui.Button[Any]], template=r"bl:full:(?P<owner>\d+):(?P<topic>[a-z0-9/-]+):(?P<aspect>[a-z-]+)"
):
    """Shows the rest of an answer."""

    def __init__(self, owner: int, topic: str, aspect: str | None) -> None:
        self.owner, self.topic, self.aspect = owner, topic, aspect
        button: ui.Button[Any] = ui.Button(
            label="More", style=discord.ButtonStyle.primary, custom_id=f"bl:full:{owner}:{topic}:{aspect or '-'}"
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["topic"], None if match["aspect"] == "-" else match["aspect"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._full(interaction))

    async def _full(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        reply = await club(interaction).questions.whole(self.topic, self.aspect, interaction.guild_id)
        view = reply_card(club(interaction), reply, self.owner, quoted(interaction.message))
        await interaction.response.edit_message(view=view)


class DayButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:day:(?P<owner>\d+):(?P<program>[a-z0-9-]+):(?P<day>\d+)"):
    """Turns a workout to another day."""

    def __init__(self, owner: int, program: str, day: int) -> None:
        self.owner, self.program, self.day = owner, program, day
        super().__init__(ui.Button(label=f"Day {day}", custom_id=f"bl:day:{owner}:{program}:{day}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["owner"]), match["program"], int(match["day"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._turn(interaction))

    async def _turn(self, interaction: discord.Interaction) -> None:
        only_for(self.owner, interaction)
        workout, text = club(interaction).coach.workout(self.program, self.day)
        question = quoted(interaction.message)
        view = workout_card(club(interaction), workout, text, self.owner, question)
        await interaction.response.edit_message(view=view)


class LookSelect(
    ui.DynamicItem[ui.Select[Any]], template=r"bl:look:(?P<program>[a-z0-9-]+):(?P<day>\d+):(?P<mark>[a-z0-9-]+)"
):
    """Opens one exercise of a workout for whoever asks."""

    def __init__(self, program: str, day: int, mark: str, names: dict[str, str]) -> None:
        options = [discord.SelectOption(label=label(name, 100), value=item) for item, name in list(names.items())[:25]]
        select: ui.Select[Any] = ui.Select(
            custom_id=f"bl:look:{program}:{day}:{mark}", placeholder="How do I do …?", options=options
        )
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        names = {option.value: option.label for option in cast("ui.Select[Any]", item).options}
        return cls(match["program"], int(match["day"]), match["mark"], names)

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._look(interaction))

    async def _look(self, interaction: discord.Interaction) -> None:
        _, text = club(interaction).coach.exercise(self.item.values[0])
        await interaction.response.send_message(view=card(text), ephemeral=True)


class MoreButton(ui.DynamicItem[ui.Button[Any]], template=r"bl:more:(?P<topic>[a-z0-9/-]+):(?P<mark>[a-z0-9-]+)"):
    """Opens the whole answer behind a tip."""

    def __init__(self, topic: str, mark: str) -> None:
        self.topic = topic
        super().__init__(ui.Button(label="More about this", custom_id=f"bl:more:{topic}:{mark}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["topic"], match["mark"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await guarded(interaction, self._more(interaction))

    async def _more(self, interaction: discord.Interaction) -> None:
        reply = await club(interaction).questions.whole(self.topic, None, interaction.guild_id)
        await interaction.response.send_message(view=card(reply.text), ephemeral=True)


def answer_row(reply: Reply, owner: int) -> Row | None:
    """What an answer offers: the rest of it, and up to three other answers; None when it offers nothing."""
    items: list[Any] = [FullButton(owner, reply.topic, reply.aspect)] if reply.has_more and reply.topic else []
    items += [OpenButton(owner, option.topic, option.aspect, option.title) for option in reply.options[:3]]
    return row(*items) if items else None


def reply_card(client: "BacklineClient", reply: Reply, owner: int, question: str | None = None) -> ui.LayoutView:
    """A reply of the coach with its buttons; `question` is shown above where others could not see it."""
    if reply.kind == "action" and reply.program and reply.day:
        workout, text = client.coach.workout(reply.program, reply.day)
        return workout_card(client, workout, text, owner, question)
    buttons = answer_row(reply, owner)
    text = _below(question, reply.text)
    return card(text, *([buttons] if buttons else []), warning=reply.kind == "caution")


def _below(question: str | None, text: str) -> str:
    return f"{_QUOTE}{question}\n{text}" if question else text


def look_row(client: "BacklineClient", workout: Workout, mark: str = "-") -> Row:
    """The select that opens each exercise of a workout."""
    names = {item: client.coach.library.exercises[item].name for item in workout.exercises}
    return row(LookSelect(workout.program.id, workout.day, mark, names))


def workout_card(
    client: "BacklineClient", workout: Workout, text: str, owner: int, question: str | None = None
) -> ui.LayoutView:
    """A workout with its exercises to open and a button for each other day; `question` as for `reply_card`."""
    rows = [look_row(client, workout)]
    others = [day for day in range(1, workout.days + 1) if day != workout.day]
    if others:
        rows.append(row(*(DayButton(owner, workout.program.id, day) for day in others[:5])))
    return card(_below(question, text), *rows)
