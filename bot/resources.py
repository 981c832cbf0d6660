"""Where the supplied folders lie: beside the running package in a checkout, inside it when installed."""

from pathlib import Path

from bot.errors import SettingsError

_PACKAGE = Path(__file__).resolve().parent


def supplied(name: str) -> Path:
    """The folder `knowledge` or `templates` of the running code; raises `SettingsError` when it is gone."""
    for folder in (_PACKAGE.parent / name, _PACKAGE / "supplied" / name):
        if folder.is_dir():
            return folder
    raise SettingsError(f"The {name} folder is missing from this installation. Install Backline again.")
