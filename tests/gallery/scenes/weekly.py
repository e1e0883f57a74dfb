"""When a resource is open, set in the chat."""

from tests.gallery.scene import scene
from tests.gallery.scenes.resources import run
from tests.gallery.stage import Stage


async def week(stage: Stage, name: str, *words: str) -> None:
    await run(stage, "resources-button", name, "resource-week", *words)


@scene
async def hours(stage: Stage) -> None:
    """A week."""
    await week(stage, "Blue room")


@scene
async def hours_always(stage: Stage) -> None:
    """Always open."""
    await week(stage, "Phone booth")


@scene
async def hours_day(stage: Stage) -> None:
    """One day: tapped, or typed; then copied."""
    await week(stage, "Blue room", stage.either("Fr", "Пт"))
    await stage.say("9-13, 18-02")


@scene
async def hours_copy(stage: Stage) -> None:
    """Whose hours it shall have."""
    await week(stage, "Phone booth", "week-copy")


@scene
async def hours_refused(stage: Stage) -> None:
    """It would never be open."""
    await week(stage, "Phone booth", stage.either("Mo", "Пн"), "week-closed")
    stage.press("week-copy-all")
