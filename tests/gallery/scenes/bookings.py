"""Anybody's booking, for those who run the place."""

from tests.gallery.scene import scene
from tests.gallery.scenes.my import have_asked
from tests.gallery.scenes.people import person_booked
from tests.gallery.stage import BOOKER, Stage


async def to_booking(stage: Stage) -> None:
    """The administrator looks at somebody's booking."""
    await stage.have("Library")
    stage.booker = stage.approver
    await stage.say("/booking 1")


def reason(stage: Stage) -> str:
    return stage.either("The roof leaks.", "Протікає дах.")


@scene
async def any_booking(stage: Stage) -> None:
    """A booking, by its number."""
    await to_booking(stage)


@scene
async def any_which(stage: Stage) -> None:
    """Of which booking?"""
    stage.booker = stage.approver
    await stage.say("/booking")


@scene
async def any_pending(stage: Stage) -> None:
    """One about which the approvers decide."""
    await have_asked(stage)
    stage.booker = stage.approver
    await stage.say("/booking 1")


@scene
async def any_story(stage: Stage) -> None:
    """What happened to it."""
    await to_booking(stage)
    await stage.tap("button-story")


@scene
async def any_move(stage: Stage) -> None:
    """Moving it, with a reason that was typed."""
    await to_booking(stage)
    await stage.tap("button-move", "6", "10:00", "1 h")
    await stage.say(reason(stage))


@scene
async def any_moved(stage: Stage) -> None:
    """It is moved."""
    await any_move.act(stage)
    await stage.tap("button-move-yes")


@scene
async def any_cancel(stage: Stage) -> None:
    """The question before it is cancelled, with a reason that was typed."""
    await to_booking(stage)
    await stage.tap("button-cancel-booking")
    await stage.say(reason(stage))


@scene
async def any_cancelled(stage: Stage) -> None:
    """It is cancelled."""
    await any_cancel.act(stage)
    await stage.tap("button-cancel-yes")


async def tell(stage: Stage) -> None:
    """What whose it is has been told."""
    await stage.world.settle()
    stage.booker = stage.telegram.people[BOOKER]


@scene
async def by_admin_booked(stage: Stage) -> None:
    """Somebody has booked for a person: what they are told."""
    await person_booked.act(stage)
    await tell(stage)


@scene
async def by_admin_moved(stage: Stage) -> None:
    """An administrator has moved it: what the person is told."""
    await any_moved.act(stage)
    await tell(stage)


@scene
async def by_admin_cancelled(stage: Stage) -> None:
    """An administrator has cancelled it: what the person is told."""
    await any_cancelled.act(stage)
    await tell(stage)


@scene
async def by_admin_card(stage: Stage) -> None:
    """The person's own card says who has moved it, and why."""
    await by_admin_moved.act(stage)
    await stage.tap("button-open-booking")
