"""What can be done about a booking that there is."""

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked
from tests.gallery.stage import Stage


async def move(stage: Stage, name: str) -> None:
    """To the 6th at 10:00, for an hour; the question is open."""
    await stage.say("/my")
    await stage.tap(name, "button-move", "6", "10:00", "1 h")


@scene
async def move_question(stage: Stage) -> None:
    """The question before it is moved."""
    await stage.have("Library")
    await move(stage, "Library")


@scene
async def moved(stage: Stage) -> None:
    """It is moved."""
    await stage.have("Library")
    await move(stage, "Library")
    await stage.tap("button-move-yes")


@scene
async def move_question_asks(stage: Stage) -> None:
    """The question before a move that has to be approved."""
    await have_asked(stage)
    await move(stage, "Podcast studio")


@scene
async def moved_pending(stage: Stage) -> None:
    """It is moved, and the new time waits for an answer."""
    await have_asked(stage)
    await move(stage, "Podcast studio")
    await stage.tap("button-move-ask")


@scene
async def undone(stage: Stage) -> None:
    """A move was taken back."""
    await stage.have("Library")
    await move(stage, "Library")
    await stage.tap("button-move-yes")
    stage.press("button-undo")


@scene
async def extended(stage: Stage) -> None:
    """One that is under way goes on."""
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=20)
    await stage.say("/my")
    await stage.tap("Library")
    stage.press(stage.texts.plain("button-extend", duration=stage.texts.duration(60, short=True)))


@scene
async def ended_early(stage: Stage) -> None:
    """One that is under way has ended."""
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=20)
    await stage.say("/my")
    await stage.tap("Library")
    stage.press("button-end-now")


@scene
async def again(stage: Stage) -> None:
    """The same a week later."""
    await stage.have("Library")
    await stage.later(days=4)
    await stage.say("/my")
    await stage.tap("my-past", "Library", "button-again")
