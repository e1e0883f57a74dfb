"""What is told without being asked for."""

from tests.gallery.scene import scene
from tests.gallery.scenes.extras import add
from tests.gallery.scenes.my import have_asked, have_several, reject
from tests.gallery.stage import Stage


@scene
async def notice_approved(stage: Stage) -> None:
    """A request was approved."""
    await have_asked(stage)
    await stage.tap("button-approve", by=stage.approver, chat=stage.group)


@scene
async def notice_rejected(stage: Stage) -> None:
    """A request was rejected."""
    await have_asked(stage)
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))


@scene
async def notice_expired(stage: Stage) -> None:
    """Nobody answered a request."""
    await have_asked(stage)
    await stage.later(hours=5)


@scene
async def reminder_day(stage: Stage) -> None:
    """A day before the start."""
    await stage.have("Library")
    await stage.later(days=2, hours=3)


@scene
async def reminder_soon(stage: Stage) -> None:
    """Half an hour before the start of what is in several places."""
    await add(stage, "Laptop", "Projector")
    await stage.tap("button-extras-done", "button-confirm")
    await stage.later(days=3, hours=2, minutes=30)


@scene
async def notice_pending(stage: Stage) -> None:
    """A rejection was taken back."""
    await have_asked(stage)
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))
    await stage.tap("button-undo", by=stage.approver, chat=stage.group)


@scene
async def ending(stage: Stage) -> None:
    """Shortly before the end of what may go on."""
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=50)


@scene
async def digest(stage: Stage) -> None:
    """Several things that were missed while the bot was away."""
    await have_several(stage)
    stage.booker.block()
    await stage.world.settle()
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))
    await stage.later(days=3)
    await stage.later(hours=3)
    stage.booker.unblock()
    await stage.say("/start")
    await stage.later(minutes=15)
