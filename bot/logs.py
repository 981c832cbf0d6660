"""What the operator reads: one line for each thing that happened, without secrets and without members' words.

Libraries never speak below INFO, whatever LOG_LEVEL says: at DEBUG discord.py writes down whole messages.
"""

import copy
import logging
import re
import sys

_LOST = frozenset(
    {
        "ConnectionError",
        "DiscordServerError",
        "GatewayNotFound",
        "SSLError",
        "StorageError",
        "TimeoutError",
        "gaierror",
    }
)
_BEARER = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s]+")  # such an address is a key: who knows it may post
_secrets: set[str] = set()


def configure(level: str) -> None:
    """Log to standard error, this program from `level` on, libraries from INFO on at the lowest."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, OneLine)]:
        root.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root.addHandler(handler)
    libraries = max(logging.getLevelNamesMapping()[level], logging.INFO)
    root.setLevel(libraries)
    logging.getLogger("discord").setLevel(libraries)
    logging.getLogger("bot").setLevel(level)
    for chatty in ("alembic", "sqlalchemy", "asyncio"):
        logging.getLogger(chatty).setLevel(max(libraries, logging.WARNING))


def hide(secret: str) -> None:
    """Never let `secret` reach the log, whoever writes it there."""
    if secret.strip():
        _secrets.add(secret.strip())


class OneLine(logging.Formatter):
    """Time, level, logger, message; a traceback follows for a defect, never for a connection that was lost."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        message = " | ".join(record.getMessage().splitlines())
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and connection_lost(error):
            message = f"{message}: {' '.join(str(error).split()) or type(error).__name__}"
            record.exc_info = record.exc_text = None
        record.msg, record.args = message, None
        text = super().format(record)
        for secret in _secrets:
            text = text.replace(secret, "[hidden]")
        return _BEARER.sub(r"\1[hidden]", text)


def connection_lost(error: BaseException | None) -> bool:
    """Whether the error, or what it was raised from, is a network that failed or a database that is away.

    Known by the names of their classes, so that the terminal's commands need not load the libraries that raise them.
    """
    while error is not None:
        for kind in type(error).__mro__:
            if kind.__name__ in _LOST or (kind.__name__ == "ClientError" and kind.__module__.startswith("aiohttp")):
                return True
        error = error.__cause__
    return False
