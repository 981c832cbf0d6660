"""Settings from the environment and `.env`: what cannot be used is one line each, and the token is never among them."""

from pathlib import Path

import pytest
from terminal import Terminal

from bot.errors import SettingsError
from bot.settings import DEFAULT_API, DEFAULT_DATABASE, Settings, coach_settings, read_settings, usable_settings

SECRET = "MTE.secret.token"


@pytest.fixture(autouse=True)
def _empty_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_without_anything_set_the_defaults_hold() -> None:
    settings = read_settings()
    assert settings.discord_token.get_secret_value() == ""
    assert settings.discord_api_url == DEFAULT_API
    assert settings.database_url == DEFAULT_DATABASE
    assert settings.log_level == "INFO"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={SECRET}\nLOG_LEVEL=debug\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", " warning ")
    settings = read_settings()
    assert settings.discord_token.get_secret_value() == SECRET
    assert settings.log_level == "WARNING"


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f" {SECRET}\n")
    settings = read_settings()
    assert settings.discord_token.get_secret_value() == SECRET
    assert SECRET not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "DISCORD_API_URL", "DATABASE_URL", "KNOWLEDGE_DIR", "LOG_LEVEL"])
@pytest.mark.parametrize("empty", ["", "  "], ids=["empty", "blanks"])
def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch, name: str, empty: str) -> None:
    monkeypatch.setenv(name, empty)
    assert read_settings() == Settings.model_construct()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_API_URL", "discord.com/api"),
        ("DISCORD_API_URL", "ftp://discord.com"),
        ("DISCORD_API_URL", "http://"),
        ("DISCORD_API_URL", "http://[x"),
        ("DISCORD_API_URL", "http://host:99999"),
        ("DISCORD_API_URL", "http://host:port"),
        ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "mysql://x"),
        ("LOG_LEVEL", "loud"),
    ],
    ids=["no scheme", "ftp", "no host", "bracket", "port too high", "port in words", "plain sqlite", "mysql", "loud"],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert str(error.value).startswith(f"{name}: ")
    assert len(str(error.value).splitlines()) == 1
    assert usable_settings() == Settings.model_construct()


def test_all_faults_come_at_once_and_what_is_right_stays_usable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {"LOG_LEVEL": "loud", "DATABASE_URL": "x", "KNOWLEDGE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert {line.split(":")[0] for line in str(error.value).splitlines()} == {"LOG_LEVEL", "DATABASE_URL"}
    assert usable_settings().knowledge_dir == tmp_path


def test_a_file_of_settings_that_is_no_text_is_a_sentence() -> None:
    Path(".env").write_bytes(b"LOG_LEVEL=\xff\n")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8"):
        read_settings()
    assert usable_settings().log_level == "INFO"


def test_run_without_a_token_is_one_line_and_exit_code_two(terminal: Terminal) -> None:
    outcome = terminal.backline("run")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("DISCORD_TOKEN is not set.")
    assert len(outcome.err.splitlines()) == 1


def test_run_with_faulty_settings_names_them_and_not_the_token(terminal: Terminal) -> None:
    (terminal.folder / ".env").write_text(f"DISCORD_TOKEN={SECRET}\nDISCORD_API_URL=nowhere\nLOG_LEVEL=loud\n")
    outcome = terminal.backline("run")
    assert (outcome.code, outcome.out) == (2, "")
    assert {line.split(":")[0] for line in outcome.err.splitlines()} == {"DISCORD_API_URL", "LOG_LEVEL"}
    assert SECRET not in outcome.err


FOREIGN = {"DATABASE_URL": "mysql://x", "DISCORD_API_URL": "nowhere", "LOG_LEVEL": "loud"}


@pytest.mark.parametrize(
    "command",
    [["ask", "hi"], ["workout", "gym"], ["knowledge", "--json"], ["knowledge", "show", "exercise/squat"]],
    ids=" ".join,
)
def test_what_only_asks_the_coach_minds_no_setting_of_discord_or_the_database(
    terminal: Terminal, command: list[str]
) -> None:
    outcome = terminal.backline(*command, env=FOREIGN)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out


@pytest.mark.parametrize(("command", "code"), [("run", 2), ("check", 1)])
def test_run_and_check_still_name_them(terminal: Terminal, command: str, code: int) -> None:
    outcome = terminal.backline(command, env=FOREIGN)
    assert outcome.code == code
    assert {line.split(":")[0] for line in outcome.err.splitlines() if ": " in line} == set(FOREIGN)


def test_the_coachs_own_settings_hold_beside_faulty_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in (FOREIGN | {"KNOWLEDGE_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    assert coach_settings().knowledge_dir == tmp_path
    assert coach_settings().database_url == DEFAULT_DATABASE


def test_a_file_that_is_no_text_may_name_the_coachs_folder_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_bytes(b"KNOWLEDGE_DIR=\xff\n")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8"):
        coach_settings()
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert usable_settings().log_level == "INFO"
