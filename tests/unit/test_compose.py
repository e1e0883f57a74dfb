"""The files for a server name what there is."""

import re
from pathlib import Path

from bot.app import DRAIN_S, SENDING_S
from bot.settings import DATABASES, Settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_compose_sets_settings_that_exist() -> None:
    bot = COMPOSE.split("  postgres:\n    image")[0]
    names = re.findall(r"^ +([A-Z_]+): ", bot, re.MULTILINE)
    assert "BOT_TOKEN" in names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_compose_speaks_to_its_own_database() -> None:
    (url,) = re.findall(r"DATABASE_URL: (\S+)", COMPOSE)
    assert Settings(_env_file=None, database_url=url).database_url.startswith(DATABASES)
    user, host = re.findall(r"//(\w+)@(\w+)/", url)[0]
    assert f"POSTGRES_USER: {user}" in COMPOSE
    assert f"\n  {host}:\n    image:" in COMPOSE


def test_nothing_is_killed_that_is_still_being_finished() -> None:
    """Besides, the connections take a moment to close."""
    (grace_s,) = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    assert int(grace_s) > DRAIN_S + SENDING_S + 5


def test_the_image_gets_all_that_the_bot_imports() -> None:
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE)).split()
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"\n!{name}\n" in allowed, name
    assert {"bot", "db", "sandbox", "migrations", "alembic.ini"} <= set(copied)
