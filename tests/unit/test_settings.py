"""The settings: what they accept, and a clear word about what they do not."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.settings import Settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_everything_has_a_default() -> None:
    settings = Settings()
    assert settings.bot_token is None
    assert settings.reminder_leads == (timedelta(hours=24), timedelta(minutes=30))


def test_a_copy_of_the_example_is_the_default(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / ".env.example"
    (tmp_path / ".env").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert Settings() == Settings(_env_file=None)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", "7, 8,")
    monkeypatch.setenv("REMINDER_MINUTES", "15,60,15")
    settings = Settings()
    assert settings.admin_ids == (7, 8)
    assert settings.reminder_minutes == (60, 15)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TIMEZONE", "Mars/Base", "'Mars/Base' is no IANA time zone"),
        ("DEFAULT_LANGUAGE", "de", "'de' is none of uk, en"),
        ("ADMIN_IDS", "abc", "whole numbers, separated by commas"),
        ("ADMIN_CHAT_ID", "5", "a group's id is negative"),
        ("BOT_TOKEN", "abc", "it is no token"),
        ("DATABASE_URL", "foo", "sqlite+aiosqlite:// or postgresql+asyncpg://"),
        ("DATABASE_URL", "postgresql://b@db/b", "sqlite+aiosqlite:// or postgresql+asyncpg://"),
        ("DATABASE_URL", "postgresql+asyncpg://b@db:port/b", "it is no address of a database"),
        ("LOG_FORMAT", "xml", "it is auto, text or json"),
        ("HEALTH_PORT", "-1", "greater than or equal to 0"),
        ("REMINDER_MINUTES", "0", "must be positive"),
        ("SANDBOX_PORT", "70000", "less than or equal to 65535"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
    ],
)
def test_a_wrong_setting_is_named_and_ends_the_program(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    result = CliRunner().invoke(cli, ["migrate"])
    assert result.exit_code == 2
    assert name in result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_the_token_is_not_shown() -> None:
    assert "42:SECRET" not in repr(Settings(bot_token="42:SECRET"))  # type: ignore[arg-type]


def test_migrate_and_seed_make_a_database_and_may_run_again(tmp_path: Path) -> None:
    for command in ("migrate", "seed", "migrate", "seed"):
        result = CliRunner().invoke(cli, [command])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "bronia.db").exists()
