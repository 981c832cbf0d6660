"""`.env.example` is what `Settings` says: every field in its order, its default, its description above it."""

from grounds import ROOT
from pydantic import SecretStr

from bot.settings import Settings

EXAMPLE = ROOT / ".env.example"


def plain(default: object) -> str:
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    return "" if default is None else str(default)


def test_the_example_holds_every_setting_with_its_default_and_what_it_is_for() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    shown = [(lines[n - 1], line) for n, line in enumerate(lines) if line and not line.startswith("#")]
    assert shown == [
        (f"# {field.description}", f"{name.upper()}={plain(field.default)}")
        for name, field in Settings.model_fields.items()
    ]


def test_the_example_read_as_it_stands_changes_nothing(monkeypatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings.model_construct()  # pyright: ignore[reportCallIssue]
