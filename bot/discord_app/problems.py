"""The one place in Discord that turns errors into words; a person gets a sentence, the log a reference."""

import logging
import secrets
import time
from collections.abc import Awaitable

import discord
from discord import app_commands

from bot.discord_app.layouts import card, show_alone
from bot.discord_app.patience import PASSING
from bot.errors import BacklineError, StorageError

log = logging.getLogger(__name__)

# nobody is waiting any more for what these say of an interaction
_GONE = {10062: "ran out before its answer", 40060: "was answered already"}
_SAME_OUTAGE = 600.0  # seconds
_WRAPPED = (app_commands.CommandInvokeError, app_commands.TransformerError)


class _Outage:
    """The database being away, told to the operator once: everybody who asks for something meanwhile meets it."""

    def __init__(self) -> None:
        self._text = ""
        self._met_at = 0.0

    def met_in(self, error: StorageError) -> None:
        """One line in the log, and none when the same was met less than ten minutes ago."""
        text, now = str(error), time.monotonic()
        if text != self._text or not 0 <= now - self._met_at < _SAME_OUTAGE:
            log.warning("%s Whoever asks is told to try again.", text)
        self._text, self._met_at = text, now


_outage = _Outage()


def in_words(error: BaseException) -> str:
    """What to tell the person; anything unforeseen is logged under a reference that the person is given too."""
    error = _unwrapped(error)
    if isinstance(error, StorageError):
        _outage.met_in(error)
        return "I can't get at my notes just now. Try again in a minute."
    if isinstance(error, BacklineError):
        return str(error)
    if isinstance(error, app_commands.MissingPermissions):
        return "Only a captain can do this: it needs the Manage Server permission."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This works in a server only. Use it in your club's server."
    if isinstance(error, app_commands.TransformerError):
        return "I could not use one of those values. Pick one from the list, or check its spelling."
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return "My commands have just changed. Restart Discord (or wait a minute) and try again."
    if isinstance(error, discord.Forbidden):
        return "Discord did not let me do that: I lack a permission here. Ask a captain to check my role."
    if isinstance(error, PASSING):
        return "Discord did not answer just now. Try again in a minute."
    reference = secrets.token_hex(3)
    log.error("unforeseen (%s)", reference, exc_info=error)
    return f"Something went wrong on my side. Try again; if it happens again, tell the operator: {reference}."


def _unwrapped(error: BaseException) -> BaseException:
    while isinstance(error, _WRAPPED) and error.__cause__:
        error = error.__cause__
    return error


def _noticed_gone(error: BaseException) -> bool:
    """Whether Discord says that nobody waits for this interaction any more; that is one line in the log."""
    error = _unwrapped(error)
    if not isinstance(error, discord.HTTPException) or error.code not in _GONE:
        return False
    log.info("an interaction %s (code %s)", _GONE[error.code], error.code)
    return True


def _in_short(error: BaseException) -> str:
    if isinstance(error, discord.HTTPException):
        return f"HTTP {error.status}, code {error.code}"
    return type(error).__name__


async def tell(interaction: discord.Interaction, error: BaseException) -> None:
    """Answer an interaction that failed, for that person alone; one that is over gets no answer."""
    if _noticed_gone(error):
        return
    view = card(in_words(error), warning=True)
    try:
        await show_alone(interaction, view)
    except (discord.HTTPException, *PASSING) as failed:
        if not _noticed_gone(failed):
            log.warning("an error could not be told (%s)", _in_short(failed))


async def guarded(interaction: discord.Interaction, work: Awaitable[None]) -> None:
    """Do the work of a button, select or modal; what goes wrong is told to the person who pressed."""
    try:
        await work
    except Exception as error:
        await tell(interaction, error)


class Tree(app_commands.CommandTree[discord.Client]):
    """The command tree whose errors all come here."""

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        await tell(interaction, error)
