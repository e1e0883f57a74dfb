"""At the door: a scanned card."""

from sandbox.people.person import Person
from tests.builders import add_resource
from tests.gallery.scene import scene
from tests.gallery.stage import Stage


async def scan(stage: Stage, name: str, by: Person | None = None) -> None:
    (by or stage.booker).start(f"door_{await stage.resource(name)}")
    await stage.settle()


@scene
async def door_free(stage: Stage) -> None:
    """It can be had at once; one more tap books it."""
    await scan(stage, "Library")


@scene
async def door_taken(stage: Stage) -> None:
    """Somebody is in it."""
    await stage.rival_takes("Library", 2, 11, hours=2)
    await scan(stage, "Library")


@scene
async def door_approval(stage: Stage) -> None:
    """Others decide who gets it."""
    await scan(stage, "Podcast studio")


@scene
async def door_booked(stage: Stage) -> None:
    """Booked with one tap."""
    await scan(stage, "Library")
    await stage.tap("1 h")


@scene
async def door_card(stage: Stage) -> None:
    """The card to print, for an administrator, as an image and as a page."""
    await scan(stage, "Library", by=stage.approver)
    stage.booker = stage.approver
    await stage.tap("door-card")
    stage.look_at(newest=3)


@scene
async def door_abroad(stage: Stage) -> None:
    """A booking in another zone: the reader's own clock stands beside it."""
    await add_resource(
        stage.world.db, stage.either("Lisbon desk", "Стіл у Лісабоні"), timezone="Europe/Lisbon"
    )
    name = stage.either("Lisbon desk", "Стіл у Лісабоні")
    await stage.have(name)
    await stage.tap("button-my", name)
