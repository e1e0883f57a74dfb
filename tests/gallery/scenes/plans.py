"""The plan, as a picture."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage


@scene
async def plan_day(stage: Stage) -> None:
    """A day of all resources."""
    await stage.have("Library", 3, 14)
    await stage.have("Podcast studio", 3, 12)
    await stage.say("/plan")
    await stage.tap(f"{stage.texts.day(stage.clock.now().date().replace(day=3))} ›")


@scene
async def plan_week(stage: Stage) -> None:
    """A week of one resource, in dark."""
    await stage.have("Library", 4, 14)
    await stage.tap("button-book", "Library", "button-week", "plan-dark")
