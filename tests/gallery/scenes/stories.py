"""What happened to a booking."""

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked, reject
from tests.gallery.stage import Stage


@scene
async def story_own(stage: Stage) -> None:
    """As its owner reads it."""
    await have_asked(stage)
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))
    await stage.say("/my")
    await stage.tap("my-past", "Podcast studio", "button-story")


@scene
async def story_asked(stage: Stage) -> None:
    """As the approvers read it in their group."""
    await have_asked(stage)
    stage.look_at(stage.group)
    await stage.say("/why 1", by=stage.approver)


@scene
async def story_which(stage: Stage) -> None:
    """Without a number."""
    await stage.say("/why")
