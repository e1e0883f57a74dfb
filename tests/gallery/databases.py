"""A database for each scene: migrated once, seeded once in each language, then copied."""

import shutil
from itertools import count
from pathlib import Path

from bot import seed
from db.engine import Database
from tests.clocks import FrozenClock
from tests.gallery.stage import settings_of


class Databases:
    """Gives one after another; `migrated` is an empty one."""

    def __init__(self, migrated: Path, folder: Path) -> None:
        self._migrated = migrated
        self._folder = folder
        self._seeded: dict[str, Path] = {}
        self._numbers = count(1)

    async def new(self, language: str) -> str:
        """The address of a database with the seeded resources, named in that language."""
        if language not in self._seeded:
            path = Path(shutil.copy(self._migrated, self._folder / f"{language}.db"))
            await _seed(path, language)
            self._seeded[language] = path
        copy = self._folder / f"{language}-{next(self._numbers)}.db"
        return _url(Path(shutil.copy(self._seeded[language], copy)))


async def _seed(path: Path, language: str) -> None:
    database = Database(_url(path), now=FrozenClock().now)
    await seed.seed_resources(database, settings_of(_url(path), language))
    await database.close()


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
