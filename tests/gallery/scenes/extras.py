"""Equipment that comes with it."""

from tests.builders import add_resource
from tests.gallery.scene import scene
from tests.gallery.scenes.book import AT_TWO, to_confirm
from tests.gallery.stage import NAMES, Stage

EQUIPMENT = ("Projector", "Laptop", "Camera", "3D printer", "Bicycle")


async def add(stage: Stage, *names: str) -> None:
    """The library is about to be confirmed, and these are added to it."""
    await to_confirm(stage)
    await stage.tap("button-extras", *(f"➕ {name}" for name in names))


async def add_tripods(stage: Stage) -> None:
    """Seven kinds of equipment more, so that there are pages."""
    for number in range(1, 8):
        name = stage.either(f"Tripod {number}", f"Штатив {number}")
        await add_resource(stage.world.db, name, kind="equipment")


@scene
async def extras(stage: Stage) -> None:
    """What could come with it."""
    await add(stage)


@scene
async def extras_chosen(stage: Stage) -> None:
    """Two laptops, a projector and all cameras were added."""
    await add(stage, "Laptop", "Laptop", "Projector", "Camera", "Camera")


@scene
async def extras_pool(stage: Stage) -> None:
    """More of a pool that is itself what is booked."""
    await stage.open("Laptop")
    await stage.tap(*AT_TWO, "button-extras", "➕ Laptop", "➕ Laptop")


@scene
async def extras_next(stage: Stage) -> None:
    """The second page of it."""
    await add_tripods(stage)
    await add(stage)
    await stage.tap("›")


@scene
async def extras_full(stage: Stage) -> None:
    """A booking holds only so many kinds of things."""
    await add_tripods(stage)
    first = [f"➕ {name}" for name in EQUIPMENT]
    tripods = [stage.either(f"➕ Tripod {one}", f"➕ Штатив {one}") for one in range(1, 5)]
    await add(stage)
    for name in (*first, *tripods):
        shown = stage.telegram.labels(stage.booker.last())
        if not any(label.startswith(stage.word(name)) for label in shown):
            await stage.tap("›" if "›" in shown else "‹")
        await stage.tap(name)


@scene
async def extras_gone(stage: Stage) -> None:
    """The last projectors were taken meanwhile."""
    await add(stage)
    await stage.rival_takes("Projector", 5, 14, units=3)
    stage.press("➕ Projector")


@scene
async def extras_short(stage: Stage) -> None:
    """Of what was added there is less by now."""
    await add(stage, "Laptop", "Laptop", "Laptop", "Projector")
    await stage.rival_takes("Laptop", 5, 14, units=6)
    await stage.rival_takes("Projector", 5, 14, units=3)
    await stage.tap("button-extras-done", "button-extras")


@scene
async def extras_none(stage: Stage) -> None:
    """There is nothing left to add."""
    await add(stage)
    for name in EQUIPMENT:
        await stage.change(name, is_active=False)
    stage.press(f"➕ {NAMES['Laptop'] if stage.language == 'uk' else 'Laptop'}")


@scene
async def confirm_extras(stage: Stage) -> None:
    """The question names all of it; the camera needs approval."""
    await add(stage, "Laptop", "Laptop", "Camera")
    await stage.tap("button-extras-done")


@scene
async def confirm_short(stage: Stage) -> None:
    """What cannot be had any more is said before the tap."""
    await add(stage, "Laptop", "Laptop", "Laptop", "Projector")
    await stage.rival_takes("Laptop", 5, 14, units=6)
    await stage.rival_takes("Projector", 5, 14, units=3)
    await stage.tap("button-extras-done")


@scene
async def done_extras(stage: Stage) -> None:
    """All of it is booked at once."""
    await add(stage, "Laptop", "Laptop", "Projector")
    await stage.tap("button-extras-done", "button-confirm")
