"""What is stored about people."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage


@scene
async def privacy(stage: Stage) -> None:
    """/privacy."""
    await stage.say("/privacy")


@scene
async def privacy_forget(stage: Stage) -> None:
    """It is asked once more."""
    await stage.say("/privacy")
    await stage.tap("privacy-forget")


@scene
async def privacy_forgotten(stage: Stage) -> None:
    """Done, for good."""
    await stage.say("/privacy")
    await stage.tap("privacy-forget", "privacy-forget-yes")
