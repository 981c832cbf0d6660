"""The terminal: `backline run | sandbox | ask | evaluate | workout | check | knowledge`.

One of the two places that turn errors into words.
"""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BacklineError, SettingsError
from bot.settings import coach_settings, read_settings, usable_settings

cli = typer.Typer(
    name="backline",
    help="The strength coach that lives in a running club's Discord server.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)


knowledge = typer.Typer(help="What the coach knows: list it, show a topic, check the files.")
cli.add_typer(knowledge, name="knowledge")

Deep = Annotated[bool, typer.Option("--deep", help="Also read every example question with the engine.")]


@cli.command()
def run() -> None:
    """Connect to Discord and serve. Needs DISCORD_TOKEN in the environment or in .env."""
    # until the bot serves and minds the signal itself, there is nothing in hand to finish
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from bot import app, logs

    settings = read_settings()
    logs.configure(settings.log_level)
    asyncio.run(app.serve(settings))


@cli.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Port of the page on this machine.", min=0, max=65535)] = 8787,
) -> None:
    """Open a club server on this machine, in the browser: no Discord account, no network."""
    from bot import app, logs

    settings = read_settings()
    logs.configure(settings.log_level)
    # simcord makes clients of its own when it is imported; their warnings are not about this bot
    logging.getLogger("discord").setLevel(logging.ERROR)
    try:
        import bot.sandbox  # noqa: F401
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in {"simcord", "markdown_it", "av", "PIL"}:
            raise
        raise SettingsError('The sandbox is not installed. Install it with: pip install "backline[sandbox]"') from None
    asyncio.run(app.serve_sandbox(settings, port))


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Your question.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The reply as one line of JSON.")] = False,
    batch: Annotated[bool, typer.Option("--batch", help="Read questions as JSON lines from standard input.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Also show what was read, and how it was decided.")] = False,
) -> None:
    """Ask the coach one question, or many with --batch."""
    from bot import app
    from bot import batch as lines
    from bot.coach.conversation import Conversation
    from bot.coach.voice import without_markup

    if not batch and question is None:
        raise SettingsError('Give a question: backline ask "can I train every day?"')
    coach = app.open_coach(coach_settings())
    app.learn(coach, only_new=not batch)
    now = datetime.now(UTC)
    if batch:
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
        for line in lines.answer_lines(coach, sys.stdin, now):
            print(line, flush=True)  # noqa: T201
        return
    reply, _ = coach.reply(question or "", Conversation(), now)
    if as_json:
        typer.echo(json.dumps(lines.reply_as_json(reply), ensure_ascii=False))
        return
    if why:
        from bot.why import explained

        typer.echo(explained(coach, question or "", reply))
        typer.echo()
    whole = coach.open(reply.topic, reply.aspect, whole=True) if reply.has_more and reply.topic else reply
    typer.echo(without_markup(whole.text))


@cli.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled questions, one JSON object a line.")],
    wrong: Annotated[bool, typer.Option("--wrong", help="Also list the questions that were not right.")] = False,
) -> None:
    """Score the coach on labelled questions."""
    from bot import app
    from bot.evaluation import as_json, read_questions, score, table

    questions = read_questions(file)
    coach = app.open_coach(coach_settings())
    app.learn(coach)
    rows = score(coach, questions, datetime.now(UTC))
    typer.echo("\n".join(table(rows)))
    if wrong:
        typer.echo(as_json(rows))


@cli.command()
def workout(
    program: Annotated[str, typer.Argument(help="beginner, intermediate, gym, home, runner …")],
    day: Annotated[int | None, typer.Option(help="Which day of the program, from 1.")] = None,
) -> None:
    """Show a workout."""
    from bot import app
    from bot.coach.voice import without_markup

    _, text = app.open_coach(coach_settings()).workout(program, day)
    typer.echo(without_markup(text))


@cli.command()
def check(deep: Deep = False) -> None:
    """Check settings, knowledge, templates and database; shows every fault at once."""
    from bot import app

    problems: list[str] = []
    try:
        settings = read_settings()
    except SettingsError as error:
        problems, settings = str(error).splitlines(), usable_settings()
    faults, notes = asyncio.run(app.check(settings, datetime.now(UTC).date(), deep=deep))
    problems += faults
    _tell(problems, "Settings, knowledge, templates, model and database are in order.", notes)


@knowledge.command("check")
def check_knowledge(deep: Deep = False) -> None:
    """Check the knowledge files and templates; shows every fault at once."""
    from bot import app

    faults, notes = app.examined(coach_settings(), datetime.now(UTC).date(), deep=deep)
    _tell(faults, "Knowledge, templates and model are in order.", notes)


def _tell(problems: list[str], all_well: str, notes: list[str]) -> None:
    for note in notes:
        typer.echo(note)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        typer.echo(f"{len(problems)} to mend.", err=True)
        raise typer.Exit(1)
    typer.echo(all_well)


@knowledge.callback(invoke_without_command=True)
def list_knowledge(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each topic and aspect.")] = False,
) -> None:
    """List what the coach knows; show prints one topic, check looks for faults."""
    if context.invoked_subcommand:
        return
    from bot import app

    coach = app.open_speaker(coach_settings())
    for found in coach.library.everything():
        if as_json:
            row = {"topic": found.topic, "aspect": found.aspect, "title": found.title, "text": coach.text_of(found)}
            typer.echo(json.dumps(row | {"sources": list(found.passage.sources)}, ensure_ascii=False))
        else:
            typer.echo(f"{found.topic}{f' ({found.aspect})' if found.aspect else ''}: {found.title}")


@knowledge.command()
def show(
    topic: Annotated[str, typer.Argument(help="An id as listed, such as exercise/hip-thrust.")],
    aspect: Annotated[str | None, typer.Option(help="Only one aspect of an exercise, such as dose.")] = None,
) -> None:
    """Show all that the coach says on one topic."""
    from bot import app
    from bot.coach.examine import everything_on
    from bot.coach.voice import without_markup

    typer.echo(without_markup(everything_on(app.open_speaker(coach_settings()), topic, aspect)))


def _guarded(command: Callable[[], object]) -> int:
    """Run the command line; what goes wrong becomes one clear message and an exit code."""
    try:
        command()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        return 2
    except BacklineError as error:
        typer.echo(str(error), err=True)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception:
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        typer.echo("Something went wrong that should not have. LOG_LEVEL=DEBUG shows where.", err=True)
        return 1
    return 0


def main() -> None:
    """The command line; `bot.__main__` comes before it, to mind signals while this module is still being imported."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_guarded(cli))
