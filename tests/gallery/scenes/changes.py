"""What can be done about a booking that there is."""

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked
from tests.gallery.stage import Stage


async def move(stage: Stage, name: str) -> None:
    """To the 6th at 10:00, for an hour; the question is open."""
    await stage.say("/my")
    await stage.tap(name, "button-move", "6", "10:00", "1 h")


async def run_on_fine_grid(stage: Stage) -> None:
    """The booker looks at what has begun, on a grid of fifteen minutes."""
    await stage.change("Library", grid_minutes=15)
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=20)
    await stage.say("/my")
    await stage.tap("Library")


def longer(stage: Stage, minutes: int) -> str:
    """The button that extends by so much."""
    return stage.texts.plain("button-extend", duration=stage.texts.duration(minutes, short=True))


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
async def undone_cancellation(stage: Stage) -> None:
    """A cancellation was taken back."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking", "button-cancel-yes")
    stage.press("button-undo")


@scene
async def undo_refused(stage: Stage) -> None:
    """Somebody has taken it since."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking", "button-cancel-yes")
    await stage.rival_takes("Library", 5, 14)
    stage.press("button-undo")


@scene
async def undo_too_late(stage: Stage) -> None:
    """The minutes in which it can be undone are over, and so is its button."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking", "button-cancel-yes")
    stage.clock.advance(minutes=6)
    stage.press("button-undo")


@scene
async def move_days(stage: Stage) -> None:
    """The first question of a move, with a way to another resource."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-move")


@scene
async def moved_to_another_resource(stage: Stage) -> None:
    """It is moved to another room."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-move", "button-other-room")
    await stage.tap("Green room", "6", "10:00", "1 h", "button-move-yes")


@scene
async def extended(stage: Stage) -> None:
    """One that is under way goes on."""
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=20)
    await stage.say("/my")
    await stage.tap("Library")
    stage.press(longer(stage, 60))


@scene
async def extended_by_a_quarter(stage: Stage) -> None:
    """On a grid of fifteen minutes, by one of them."""
    await run_on_fine_grid(stage)
    stage.press(longer(stage, 15))


@scene
async def extension_refused(stage: Stage) -> None:
    """Somebody has taken the next hour since: why not, and what is possible now."""
    await run_on_fine_grid(stage)
    await stage.rival_takes("Library", 5, 15.5)
    stage.press(longer(stage, 60))


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
