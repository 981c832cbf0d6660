"""Settings of one process, read once from the environment and `.env`; the token never prints."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

DEFAULT_API = "https://discord.com/api/v10"
DEFAULT_DATABASE = "sqlite+aiosqlite:///data/backline.db"


class Settings(BaseSettings):
    """Everything an operator can set; each field is one environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    discord_token: SecretStr = Field(
        default=SecretStr(""), description="The bot's token; without it only the sandbox runs."
    )
    discord_api_url: str = Field(default=DEFAULT_API, description="Discord's API, or a compatible endpoint or proxy.")
    database_url: str = Field(
        default=DEFAULT_DATABASE, description="Where schedules and reminders are kept: SQLite or PostgreSQL."
    )
    knowledge_dir: Path | None = Field(
        default=None, description="A folder of knowledge to use in place of the one supplied."
    )
    club_knowledge_dir: Path | None = Field(
        default=None, description="A folder with answers.yaml, your own answers for every server of this process."
    )
    encoder: Literal["on", "off"] = Field(
        default="on", description="off: read questions by their words alone, less well and in half the memory."
    )
    lease_seconds: float = Field(
        default=60,
        ge=1,
        le=600,
        description="On PostgreSQL: after so long without a sign of life another process takes up what this one held.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="How much is logged.")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.strip().upper() or "INFO" if isinstance(value, str) else value

    @field_validator("encoder", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() or "on" if isinstance(value, str) else value

    @field_validator("discord_token", mode="before")
    @classmethod
    def _trim(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("knowledge_dir", "club_knowledge_dir", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("discord_api_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        value = value.strip().rstrip("/") or DEFAULT_API
        try:
            parts = urlsplit(value)
            whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:  # brackets that do not match, a port beyond 65535
            whole = False
        if not whole:
            raise ValueError(f"must be an address like {DEFAULT_API}")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        value = value.strip() or DEFAULT_DATABASE
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("must begin with sqlite+aiosqlite:// or postgresql+asyncpg://")
        return value


def read_settings() -> Settings:
    """The settings of this process; raises `SettingsError` with one line for each value that cannot be used."""
    with _readable_file():
        try:
            return Settings()
        except ValidationError as error:
            lines = [f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}." for e in error.errors()]
            raise SettingsError("\n".join(lines)) from None


def coach_settings() -> Settings:
    """The settings for asking the coach, who needs neither Discord nor a database: faults there count for nothing.

    Raises `SettingsError` when `.env` cannot be read, because it may name the coach's folders.
    """
    with _readable_file():
        return _mended()


def usable_settings() -> Settings:
    """The settings with what cannot be used put back to its default, so that a check sees the rest all the same."""
    try:
        return _mended()
    except (UnicodeDecodeError, OSError):
        return _mended(_env_file=None)


def _mended(**options: Any) -> Settings:
    try:
        return Settings(**options)
    except ValidationError as error:
        faulty = {str(e["loc"][0]) for e in error.errors()}
        return Settings(**options, **{name: Settings.model_fields[name].default for name in faulty})


@contextmanager
def _readable_file() -> Iterator[None]:
    """Raises `SettingsError` for a `.env` that cannot be read at all."""
    try:
        yield
    except UnicodeDecodeError:
        raise SettingsError(".env is not UTF-8. Save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f".env cannot be read ({error.strerror}). Check its rights.") from None
