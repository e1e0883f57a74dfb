"""Every screen is in the gallery, and every sentence of it is as it was written down.

UPDATE_SNAPSHOTS=1 writes the sentences down anew; `make screens` takes the pictures.
"""

import asyncio
import os
from pathlib import Path
from typing import ClassVar

import pytest

from bot.screens.refusals import refusal_text
from bot.services.refusals import all_refusals
from bot.settings import LANGUAGES
from bot.texts import texts_of
from tests.gallery import index
from tests.gallery.databases import Databases
from tests.gallery.recording import screen_functions
from tests.gallery.scene import Played, Scene, play
from tests.gallery.scenes import FEATURES, SCENES
from tests.gallery.sentences import sheet
from tests.test_house_rules import samples

SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS" in os.environ
HINT = "UPDATE_SNAPSHOTS=1 writes it down, if it is meant"
WORDED = "all-refusals"
SENTENCES = "all-sentences"


class Theatre:
    """Plays each scene once, whoever asks for it."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._played: dict[tuple[str, str], Played] = {}

    def play(self, scene: Scene, language: str) -> Played:
        known = self._played.get((scene.name, language))
        if known is None:
            known = self._played[scene.name, language] = asyncio.run(self._play(scene, language))
        return known

    async def _play(self, scene: Scene, language: str) -> Played:
        return await play(scene, await self._databases.new(language), language)


@pytest.fixture(scope="class")
def theatre(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Theatre:
    return Theatre(Databases(migrated_file, tmp_path_factory.mktemp("gallery")))


class Scenes:
    """The tests of one language; a class each, so that they may run side by side."""

    language: ClassVar[str]

    @pytest.mark.parametrize("feature", FEATURES)
    def test_what_is_said_is_what_was_written_down(self, theatre: Theatre, feature: str) -> None:
        said = "\n".join(
            f"=== {scene.name}: {scene.caption}\n\n{theatre.play(scene, self.language).text}\n"
            for scene in SCENES
            if scene.feature == feature
        )
        check_snapshot(f"{feature}.{self.language}", said)

    def test_every_refusal_is_worded_as_it_was_written_down(self) -> None:
        """Those too that no tap can bring about."""
        texts = texts_of(self.language)
        worded = [
            f"{refusal.code}: {refusal_text(texts, sample)}"
            for refusal in all_refusals()
            for sample in samples(refusal)
        ]
        check_snapshot(f"{WORDED}.{self.language}", "\n".join(dict.fromkeys(worded)) + "\n")

    def test_every_sentence_reads_as_it_was_written_down(self) -> None:
        """Each variant and plural too, whether or not a scene comes by it."""
        check_snapshot(f"{SENTENCES}.{self.language}", sheet(self.language))

    def test_every_screen_is_in_a_picture(self, theatre: Theatre) -> None:
        """Its function was called, and what it gave is what a scene shows in the end."""
        played = [theatre.play(scene, self.language) for scene in SCENES]
        shown = {name for each in played for name in each.functions}
        assert sorted(screen_functions().keys() - shown) == []


class TestEnglish(Scenes):
    language = "en"


class TestUkrainian(Scenes):
    language = "uk"


def check_snapshot(name: str, said: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: {HINT}"
    assert said.splitlines() == path.read_text(encoding="utf-8").splitlines(), HINT


def test_no_snapshot_is_left_over() -> None:
    names = (*FEATURES, WORDED, SENTENCES)
    meant = {f"{name}.{language}.txt" for name in names for language in LANGUAGES}
    assert {path.name for path in SNAPSHOTS.iterdir()} - meant == set()


def test_every_scene_has_a_name_and_a_caption_of_its_own() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)
    assert len({(scene.feature, scene.caption) for scene in SCENES}) == len(SCENES)
    assert all(scene.caption for scene in SCENES)


def test_every_scene_has_its_pictures() -> None:
    """What is in them is not looked at: that takes a browser."""
    meant = {index.picture_of(scene, language) for scene in SCENES for language in LANGUAGES}
    assert set(index.FOLDER.glob("*.png")) == meant, "run `make screens`"
    assert index.PAGE.read_text(encoding="utf-8") == index.page(), "run `make screens`"
