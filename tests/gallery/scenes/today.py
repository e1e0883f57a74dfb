"""Today, for approvers and for those who run the place."""

from datetime import timedelta

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked
from tests.gallery.stage import Stage


@scene
async def today(stage: Stage) -> None:
    """The plan of the day, and what waits."""
    await have_asked(stage)
    await stage.have("Workshop", 3, 12)
    await stage.change("Workshop", is_active=False)
    stage.booker = stage.approver
    await stage.say("/today")


@scene
async def today_nothing(stage: Stage) -> None:
    """Nothing waits."""
    await have_asked(stage)
    stage.clock.at += timedelta(hours=5)
    await stage.later(minutes=1)
    stage.booker = stage.approver
    await stage.say("/today")


@scene
async def today_pending(stage: Stage) -> None:
    """What waits, the soonest deadline first."""
    await today.act(stage)
    await stage.tap(stage.texts.plain("button-pending", count=1))


@scene
async def today_misfits(stage: Stage) -> None:
    """What no longer fits."""
    await today.act(stage)
    await stage.tap(stage.texts.plain("button-misfits", count=1))


@scene
async def today_approver(stage: Stage) -> None:
    """An approver looks at what waits; it is decided in the group."""
    await have_asked(stage)
    stage.booker = stage.colleague
    await stage.world.start(stage.colleague)
    await stage.say("/today")
    await stage.tap(stage.texts.plain("button-pending", count=1))
