"""The log: one event, one line, on standard error; JSON where no terminal reads it.

Each line names the update, the actor and the booking it is about, by their ids: whoever handles an
update notes them once (`note`), and they are in every line that follows from it. What people write
and what they are called stays out: LOG_LEVEL is for our own loggers alone, as libraries show all
that passes through them at DEBUG. No line has a secret in it, not even a traceback; but for the
claim link, which nobody else would learn of (`startup.offer_claim`).
"""

import logging
import re
import sys
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from types import MappingProxyType, TracebackType
from typing import Any, Literal

from pythonjsonlogger.json import JsonFormatter
from sqlalchemy import make_url

from bot.settings import Settings

OURS = ("bot", "db")
QUIETER = {"aiogram.event": logging.WARNING, "apscheduler": logging.WARNING}
SUBJECTS = ("update", "actor", "booking")
TOKEN = re.compile(r"\b\d+:[\w-]{30,}")
DETAIL = re.compile(r"^DETAIL: .*$", re.MULTILINE)
"""PostgreSQL quotes the row that it refused."""
INPUT = re.compile(r"input_value=.*?, (?=input_type=)", re.DOTALL)
"""Pydantic quotes what it could not read."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_noted: ContextVar[Mapping[str, int]] = ContextVar("noted", default=MappingProxyType({}))


def note(**ids: int) -> None:
    """Name what this task is about, in SUBJECTS, for its lines to come."""
    _noted.set({**_noted.get(), **ids})


def set_up_logs(settings: Settings) -> None:
    """Send every logger's lines to standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(add_subjects)
    handler.setFormatter(make_formatter(settings))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level)
    for name, level in QUIETER.items():
        logging.getLogger(name).setLevel(level)


def make_formatter(settings: Settings) -> logging.Formatter:
    """As LOG_FORMAT says; `auto` is text for a terminal and JSON for anything else."""
    chosen = settings.log_format
    if chosen == "auto":
        chosen = "text" if sys.stderr.isatty() else "json"
    secrets = secrets_of(settings)
    return TextLines(secrets) if chosen == "text" else JsonLines(secrets)


def secrets_of(settings: Settings) -> set[str]:
    """What no line may show: the token, and the database's password in its address."""
    secrets = set()
    if settings.bot_token is not None:
        secrets.add(settings.bot_token.get_secret_value())
    if password := make_url(settings.database_url).password:
        secrets.add(f":{password}@")
    return secrets


def add_subjects(record: logging.LogRecord) -> Literal[True]:
    """A filter that lets all pass: the record gets what was noted, unless it says so itself."""
    for name, number in _noted.get().items():
        record.__dict__.setdefault(name, number)
    return True


def hide(text: str, secrets: Collection[str]) -> str:
    """The text without secrets, and without anything that looks like a token."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return TOKEN.sub("***", text)


def without_quotes(traceback: str) -> str:
    """A traceback without what people wrote, which some errors quote."""
    return INPUT.sub("", DETAIL.sub("", traceback))


class JsonLines(JsonFormatter):
    """{"time": ..., "level": ..., "logger": ..., "message": ..., "update": ...} in one line."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            timestamp="time",
            json_ensure_ascii=False,
        )
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return hide(super().format(record), self._secrets)

    def formatException(self, ei: ExcInfo) -> Any:  # noqa: N802 - logging's name
        return without_quotes(str(super().formatException(ei)))


class TextLines(logging.Formatter):
    """For people: the ids come last."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s%(subjects)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        named = {name: getattr(record, name, None) for name in SUBJECTS}
        ids = " ".join(f"{name}={number}" for name, number in named.items() if number is not None)
        record.subjects = f" [{ids}]" if ids else ""
        return hide(super().format(record), self._secrets)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        return without_quotes(super().formatException(ei))
