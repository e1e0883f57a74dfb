"""Every environment variable, with its reason. `.env.example` and the README show the same list."""

import re
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

LANGUAGES = ("uk", "en")
TOKEN = re.compile(r"\d+:[\w-]+")
LOG_FORMATS = ("auto", "text", "json")
DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")


class Settings(BaseSettings):
    """Read from the environment, then from `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = Field(
        None, description="The token BotFather gave. Without one, the sandbox stands in."
    )
    database_url: str = Field(
        "sqlite+aiosqlite:///bronia.db", description="Where the bookings are kept."
    )
    admin_chat_id: int | None = Field(
        None, description="The approval group. Without it, send /bind in the group."
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        (),
        description="Telegram ids of owners, separated by commas; the claim link makes one, too.",
    )
    default_language: str = Field(
        "en", description="For people whose Telegram speaks none of our languages: uk or en."
    )
    timezone: str = Field(
        "Europe/Kyiv",
        description="The office's zone: of the seeded resources, and of a time that is said first.",
    )
    reminder_minutes: Annotated[tuple[int, ...], NoDecode] = Field(
        (24 * 60, 30), description="How long before the start to remind, separated by commas."
    )
    sandbox_url: str | None = Field(
        None, description="A running sandbox to use in place of Telegram; its clock is obeyed."
    )
    sandbox_port: int = Field(
        8081, ge=0, le=65535, description="Where the sandbox of `make run` listens; 0 picks one."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: str = Field(
        "auto", description="text, json, or auto: JSON unless a terminal reads it."
    )
    health_port: int | None = Field(
        None, ge=0, le=65535, description="Where /healthz and /metrics are served; empty: nowhere."
    )
    health_host: str = Field("127.0.0.1", description="The address that they are served on.")

    @field_validator("bot_token")
    @classmethod
    def _check_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("it is no token: BotFather's look like 123456789:AAF...")
        return value

    @field_validator("database_url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        if not value.startswith(DATABASES):
            raise ValueError(f"it must begin with {' or '.join(DATABASES)}")
        try:
            make_url(value)
        except (ArgumentError, ValueError) as error:
            raise ValueError("it is no address of a database: user:password@host/name") from error
        return value

    @field_validator("admin_chat_id")
    @classmethod
    def _check_group(cls, value: int | None) -> int | None:
        if value is not None and value >= 0:
            raise ValueError("a group's id is negative, such as -1001234567890")
        return value

    @field_validator("admin_ids", "reminder_minutes", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() for part in parts):
            raise ValueError("whole numbers, separated by commas")
        return parts

    @field_validator("reminder_minutes")
    @classmethod
    def _check_leads(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if any(minutes <= 0 for minutes in value):
            raise ValueError("minutes before the start must be positive")
        return tuple(sorted(set(value), reverse=True))

    @field_validator("default_language")
    @classmethod
    def _check_language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"{value!r} is none of {', '.join(LANGUAGES)}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no IANA time zone, such as Europe/Kyiv") from error
        return value

    @field_validator("log_level")
    @classmethod
    def _check_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("it is DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("log_format")
    @classmethod
    def _check_format(cls, value: str) -> str:
        if value not in LOG_FORMATS:
            raise ValueError(f"it is {', '.join(LOG_FORMATS[:-1])} or {LOG_FORMATS[-1]}")
        return value

    @property
    def reminder_leads(self) -> tuple[timedelta, ...]:
        return tuple(timedelta(minutes=minutes) for minutes in self.reminder_minutes)
