"""Take the pictures of all scenes, or of those that are named, and write the page of them all."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from alembic import command

from bot.settings import LANGUAGES
from tests.conftest import alembic_config
from tests.gallery import index
from tests.gallery.databases import Databases
from tests.gallery.pictures import open_browser, take
from tests.gallery.scene import Scene
from tests.gallery.scenes import SCENES


def main(names: Sequence[str]) -> None:
    begins = perf_counter()
    logging.disable()  # some scenes are about what goes wrong
    scenes = [scene for scene in SCENES if not names or scene.name in names]
    index.FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        databases = Databases(_migrated(Path(folder)), Path(folder))
        asyncio.run(_take_all(scenes, databases))
    for left_over in set(index.FOLDER.glob("*.png")) - _meant():
        left_over.unlink()
    index.PAGE.write_text(index.page(), encoding="utf-8")
    print(f"{len(scenes)} scenes in {perf_counter() - begins:.0f} s: docs/screens/index.html")


def _migrated(folder: Path) -> Path:
    path = folder / "migrated.db"
    command.upgrade(alembic_config(f"sqlite+aiosqlite:///{path}"), "head")
    return path


async def _take_all(scenes: Sequence[Scene], databases: Databases) -> None:
    async with open_browser() as browser:
        for scene in scenes:
            print(f"{scene.feature}: {scene.name}", flush=True)
            for language in LANGUAGES:
                url = await databases.new(language)
                await take(browser, scene, url, language, index.picture_of(scene, language))


def _meant() -> set[Path]:
    return {index.picture_of(scene, language) for scene in SCENES for language in LANGUAGES}


if __name__ == "__main__":
    main(sys.argv[1:])
