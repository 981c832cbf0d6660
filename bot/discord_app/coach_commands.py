"""/workout, /ask and /exercise."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.coach.model import Program
from bot.coach.voice import escaped
from bot.discord_app.buttons import club, workout_card
from bot.discord_app.layouts import card, label
from bot.discord_app.remind_requests import card_for

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient

_LONGEST_QUESTION = 1500
_CHOICES = 25


def workout_group(client: "BacklineClient") -> app_commands.Group:
    """`/workout`, with a subcommand for every program in the knowledge."""
    group = app_commands.Group(name="workout", description="Show a workout")
    for program in list(client.coach.library.programs.values())[:_CHOICES]:
        group.add_command(_workout(program))
    return group


def _workout(program: Program) -> app_commands.Command[Any, ..., None]:
    @app_commands.describe(day="Which day of the program")
    @app_commands.choices(
        day=[
            app_commands.Choice(
                name=label(f"Day {n}" if d.title == f"Day {n}" else f"Day {n}: {d.title}", 100), value=n
            )
            for n, d in enumerate(program.days, 1)
        ]
    )
    async def show(interaction: discord.Interaction, day: int | None = None) -> None:
        bot = club(interaction)
        workout, text = bot.coach.workout(program.id, day)
        await interaction.response.send_message(view=workout_card(bot, workout, text, interaction.user.id))

    return app_commands.Command(name=program.id, description=label(program.summary, 100), callback=show)


@app_commands.command(name="ask", description="Ask the coach about strength for runners")
@app_commands.describe(question="Your question, in your own words")
async def ask(interaction: discord.Interaction, question: app_commands.Range[str, 1, 4000]) -> None:
    bot = club(interaction)
    person = interaction.user.id
    await bot.crowd.let_in(lambda: interaction.response.defer(thinking=True), busy=bot.questions.busy)
    reply = await bot.questions.ask(interaction.channel_id or 0, person, question, interaction.guild_id)
    quoted = escaped(label(question, _LONGEST_QUESTION))
    view = await card_for(bot, reply, person, interaction.guild_id, question, quoted or None)
    private = reply.kind == "caution"
    if not interaction.response.is_done():
        await interaction.response.send_message(view=view, ephemeral=private)
        return
    if not private:
        await interaction.followup.send(view=view)
        return
    # the first message after "thinking …" is as public as that was: fill it, answer privately, take it away
    await interaction.edit_original_response(view=card("…"))
    await interaction.followup.send(view=view, ephemeral=True)
    await interaction.delete_original_response()


@app_commands.command(name="exercise", description="How to do an exercise: steps, cues, how much")
@app_commands.describe(name="Start typing its name")
async def exercise(interaction: discord.Interaction, name: app_commands.Range[str, 1, 100]) -> None:
    _, text = club(interaction).coach.exercise(name)
    await interaction.response.send_message(view=card(text))


@exercise.autocomplete("name")
async def _exercise_names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    wanted = " ".join(current.lower().replace("-", " ").split())
    found: dict[str, tuple[int, str]] = {}
    for item in club(interaction).coach.library.exercises.values():
        names = [name.lower().replace("-", " ") for name in (item.name, *item.aliases)]
        ranks = [0 if name.startswith(wanted) else 1 for name in names if wanted in name]
        if ranks:
            found[item.id] = (min(ranks), item.name)
    ordered = sorted(found.items(), key=lambda pair: pair[1])
    return [app_commands.Choice(name=label(name, 100), value=item) for item, (_, name) in ordered[:_CHOICES]]
