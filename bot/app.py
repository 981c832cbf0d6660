"""The one place where parts are put together, opened and closed.

`open_coach` needs no token, no database and no Discord; `serve` builds the whole bot.
"""

import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from bot.coach.clubfile import load_club_answers
from bot.coach.coach import Coach
from bot.coach.library import Library, load_library
from bot.coach.reading import Reader, Reads
from bot.coach.safety import Gate
from bot.coach.trained import CARD, broken_files, open_trained, unlearned
from bot.coach.understanding import Understanding
from bot.coach.voice import Mute, Voice
from bot.coach.wordreading import WordReader
from bot.errors import Fault, KnowledgeError, ModelError, SettingsError
from bot.resources import supplied
from bot.settings import Settings

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from bot.discord_app.client import BacklineClient
    from bot.storage.store import Store


def open_coach(settings: Settings) -> Coach:
    """The coach with its knowledge and templates read and checked; raises `KnowledgeError` with every fault."""
    coach = _general_coach(settings)
    return replace(coach, club=load_club_answers(settings.club_knowledge_dir)) if settings.club_knowledge_dir else coach


def _general_coach(settings: Settings, voice: Voice | None = None) -> Coach:
    encoder = settings.encoder == "on"
    library = load_library(settings.knowledge_dir or supplied("knowledge"), bank=encoder)
    reader = open_reader(library) if encoder else WordReader(library)
    return Coach(library, voice or Voice(supplied("templates")), Gate(library.safety), reader)


def open_reader(library: Library) -> Reads:
    """What reads messages: the trained model, or the words alone when it is missing or broken, which is logged."""
    try:
        trained = open_trained(supplied("model"))
    except (ModelError, SettingsError) as error:
        log.warning("%s Until then questions are read by their words alone, less well.", error)
        return WordReader(library)
    understanding = Understanding(trained, library.examples(), library.has_label)
    return Reader(library, understanding, trained.words, lambda: WordReader(library).examples)


def learn(coach: Coach, *, only_new: bool = False) -> None:
    """Encode the examples that came to the knowledge after the model was trained; at once done when there are none.

    With `only_new` those alone without which a topic cannot be understood at all.
    """
    if isinstance(coach.reader, Reader):
        coach.reader.understanding.learn(only_new=only_new)


def learn_meanwhile(coach: Coach) -> None:
    """The same beside everything else; a process that ends does not wait for it."""
    Thread(target=learn, args=(coach,), name="learning", daemon=True).start()


def open_speaker(settings: Settings, voice: Voice | None = None) -> Coach:
    """A coach that says everything and understands nothing, in a third of the time: reading is what takes long."""
    library = load_library(settings.knowledge_dir or supplied("knowledge"))
    nothing_to_read = replace(library, exercises={}, programs={}, topics={})
    return Coach(library, voice or Voice(supplied("templates")), Gate(library.safety), WordReader(nothing_to_read))


def build_client(coach: Coach, store: "Store", **options: Any) -> "BacklineClient":
    """The bot, not yet connected. Discord is imported here, so that the terminal's questions never pay for it."""
    from bot.discord_app.client import BacklineClient

    return BacklineClient(coach, store, **options)


async def serve(settings: Settings) -> None:
    """Run the bot until it is told to stop; raises `BacklineError` for what the operator can put right."""
    token = settings.discord_token.get_secret_value()
    if not token:
        raise SettingsError("DISCORD_TOKEN is not set. Put it in .env, or try the bot without one: backline sandbox.")
    from bot.discord_app.serving import serve as serve_client
    from bot.storage.engine import open_store
    from bot.storage.lock import ProcessLock

    coach = open_coach(settings)
    coach.voice.check()
    with ProcessLock(settings.database_url):
        store = await open_store(settings.database_url)
        try:
            learn_meanwhile(coach)
            lease = timedelta(seconds=settings.lease_seconds)
            await serve_client(build_client(coach, store, lease=lease), token, settings.discord_api_url)
        finally:
            await store.close()


async def serve_sandbox(settings: Settings, port: int) -> None:
    """Open the club server for trying, on a database of its own that is thrown away."""
    from bot.sandbox import Clockwork, add_leap, run_sandbox
    from bot.storage.engine import open_store

    coach = open_coach(settings)
    with TemporaryDirectory(prefix="backline-sandbox-") as folder:
        store = await open_store(f"sqlite+aiosqlite:///{Path(folder, 'sandbox.db').as_posix()}")
        try:
            client = build_client(coach, store, longest_sleep=timedelta(days=3650))
            learn_meanwhile(coach)
            clockwork = Clockwork()
            add_leap(client, clockwork, store.next_due, client.now)
            await run_sandbox(client, clockwork, store.next_due, port)
        finally:
            await store.close()


def check_knowledge(settings: Settings, today: date, *, deep: bool = False) -> list[str]:
    """Every fault of knowledge and templates, with file and line; `deep` also reads every example with the engine."""
    return examined(settings, today, deep=deep)[0]


def examined(settings: Settings, today: date, *, deep: bool = False) -> tuple[list[str], list[str]]:
    """Every fault of knowledge, templates and model, and what is none and still worth knowing."""
    from bot.coach.examine import examine

    coach, voice, faults = None, Mute(), list[Fault]()
    try:
        voice = _checked_voice()
    except KnowledgeError as error:
        faults += error.faults
    try:
        folder = settings.knowledge_dir or supplied("knowledge")
        try:
            coach = _general_coach(settings, voice) if deep else open_speaker(settings, voice)
            learn(coach)
        except KnowledgeError as error:
            faults += error.faults
        faults += examine(coach, folder, today, deep=deep)
        faults += model_faults()
    except SettingsError as error:
        faults.append(Fault("knowledge", 1, str(error)))
    try:
        if settings.club_knowledge_dir:
            load_club_answers(settings.club_knowledge_dir)
    except KnowledgeError as error:
        faults += error.faults
    return [str(fault) for fault in sorted(faults)], _notes(coach, deep) if coach else []


def model_faults() -> list[Fault]:
    """The files of the trained model that cannot be used."""
    what = "the file is missing, or not the one that the model card names."
    try:
        folder = supplied("model")
    except SettingsError as error:
        return [Fault("model", 1, str(error))]
    try:
        open_trained(folder)
    except ModelError as error:
        wrong = broken_files(folder) if (folder / CARD).is_file() else []
        mend = "Install Backline again, or train: make train"
        return [Fault(f"model/{name}", 1, what, mend) for name in wrong] or [Fault("model", 1, str(error))]
    return []


def _notes(coach: Coach, deep: bool) -> list[str]:
    """A model older than the bank; `deep` with the bank in figures."""
    from bot.coach.bankcheck import breadth

    told = [str(breadth(coach.library))] if deep else []
    try:
        unknown = unlearned(supplied("model"), coach.library.examples())
    except (ModelError, SettingsError):
        return told  # the model is told of as a fault
    if unknown:
        told.append(f"{unknown} example questions are newer than the model: they work, and better after make train.")
    return told


def _checked_voice() -> Voice:
    """The voice with its templates checked; raises `KnowledgeError` also when their folder is gone."""
    try:
        voice = Voice(supplied("templates"))
    except SettingsError as error:
        raise KnowledgeError([Fault("templates", 1, str(error))]) from None
    voice.check()
    return voice


async def check(settings: Settings, today: date, *, deep: bool = False) -> tuple[list[str], list[str]]:
    """Every fault of knowledge, templates, model and database as sentences, and notes; `deep` as for `examined`."""
    from bot.storage.check import check_database

    faults, notes = examined(settings, today, deep=deep)
    return faults + await check_database(settings.database_url), notes
