"""The schema's history, as the commands and the checks need it; `migrations/` is its home."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

ROOT = Path(__file__).parent.parent


def upgrade(url: str) -> None:
    """Bring a database to the newest schema."""
    command.upgrade(_config(url), "head")


def newest() -> str:
    """The revision that this program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def is_known(revision: str) -> bool:
    """Whether this program has the revision in its history."""
    history = ScriptDirectory.from_config(_config()).walk_revisions()
    return any(revision == each.revision for each in history)


def _config(url: str = "") -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = url
    return config
