"""Where the demo keeps its chats."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from bot.demo import _memory
from bot.settings import Settings
from sandbox.telegram import Telegram


@pytest.mark.parametrize(
    ("url", "is_kept"),
    [
        ("sqlite+aiosqlite:///bronia", True),
        ("sqlite+aiosqlite:///other", False),
        ("postgresql+asyncpg://localhost/bronia", False),
    ],
)
def test_chats_are_kept_beside_a_file_alone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    """A file that happens to be called like a database of the server is none of the demo's."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bronia").touch()
    kept = _memory(Telegram("42:TEST"), Settings(_env_file=None, database_url=url))
    assert isinstance(kept, nullcontext) is not is_kept
