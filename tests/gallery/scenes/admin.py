"""Running the place."""

from datetime import timedelta

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked
from tests.gallery.stage import Stage


@scene
async def admin_menu(stage: Stage) -> None:
    """/admin."""
    stage.booker = stage.approver
    await stage.say("/admin")


@scene
async def stats_month(stage: Stage) -> None:
    """How the place is used."""
    await have_asked(stage)
    stage.clock.at += timedelta(days=3)
    stage.booker = stage.approver
    await stage.say("/stats")
