"""What cannot be had, and what could be instead."""

from tests.gallery.scene import scene
from tests.gallery.scenes.book import to_confirm
from tests.gallery.scenes.extras import add
from tests.gallery.stage import Stage

ROOMS = ("Blue room", "Green room", "Conference hall", "Podcast studio", "Phone booth", "Workshop")


@scene
async def taken(stage: Stage) -> None:
    """Somebody was faster; what would work instead."""
    await to_confirm(stage)
    await stage.rival_takes("Library", 5, 14)
    await stage.tap("button-confirm")


@scene
async def taken_nothing(stage: Stage) -> None:
    """Nothing similar is free."""
    await to_confirm(stage)
    await stage.rival_takes("Library", 5, 14)
    await stage.change("Library", opening_hours=[(3, 14 * 60, 15 * 60)], horizon_days=7)
    for name in ROOMS:
        await stage.change(name, is_active=False)
    await stage.tap("button-confirm")


@scene
async def not_all(stage: Stage) -> None:
    """What comes with it is gone: another time, or without."""
    await add(stage, "Projector", "Laptop", "Laptop")
    await stage.tap("button-extras-done")
    await stage.rival_takes("Projector", 5, 14, units=3)
    await stage.tap("button-confirm")


@scene
async def not_all_toast(stage: Stage) -> None:
    """The same, as it is said at the moment of the tap."""
    await add(stage, "Projector", "Laptop")
    await stage.tap("button-extras-done")
    await stage.rival_takes("Projector", 5, 14, units=3)
    await stage.rival_takes("Laptop", 5, 14, units=8)
    stage.press("button-confirm")


@scene
async def not_all_main(stage: Stage) -> None:
    """The room itself is gone."""
    await add(stage, "Projector")
    await stage.tap("button-extras-done")
    await stage.rival_takes("Library", 5, 14)
    await stage.tap("button-confirm")


@scene
async def not_all_rules(stage: Stage) -> None:
    """Rules changed meanwhile, against which another time would not help."""
    await stage.open("Laptop")
    await stage.tap("6", "10:00", "1 h", "button-confirm")
    await add(stage, "Projector", "Laptop", "Bicycle")
    await stage.tap("button-extras-done")
    await stage.change("Projector", bookers={"staff"})
    await stage.change("Laptop", max_open_bookings=1)
    await stage.change("Bicycle", is_active=False)
    await stage.tap("button-confirm")


@scene
async def not_all_nothing(stage: Stage) -> None:
    """The room is for others now, and nothing is offered."""
    await add(stage, "Projector")
    await stage.tap("button-extras-done")
    await stage.change("Library", bookers={"staff"})
    await stage.tap("button-confirm")


@scene
async def outside_hours(stage: Stage) -> None:
    """The hours of that day, and what would work instead."""
    await stage.change("Library", opening_hours=[(day, 9 * 60, 18 * 60) for day in range(5)])
    await stage.say(stage.word("Library") + stage.either(" 5 march 19-20", " 5 березня 19-20"))


@scene
async def closed_all_day(stage: Stage) -> None:
    """A day on which it does not open at all."""
    await stage.change("Library", opening_hours=[(day, 9 * 60, 18 * 60) for day in range(5)])
    await stage.say(stage.word("Library") + stage.either(" 8 march 14-15", " 8 березня 14-15"))


@scene
async def too_many_units(stage: Stage) -> None:
    """More than there are: as many as there are, or at least something else."""
    await stage.say(
        "12 " + stage.word("Laptop") + stage.either(" 5 march 14-15", " 5 березня 14-15")
    )


@scene
async def fewer_units(stage: Stage) -> None:
    """Some of them are taken: the others, or all of them at another time."""
    await stage.say(
        "3 " + stage.word("Laptop") + stage.either(" 5 march 14-15", " 5 березня 14-15")
    )
    await stage.rival_takes("Laptop", 5, 14, units=6)
    await stage.tap("button-confirm")


@scene
async def less_long(stage: Stage) -> None:
    """Somebody has the second half of it."""
    await stage.open("Library")
    await stage.tap("5", "14:00", "2 h")
    await stage.rival_takes("Library", 5, 15)
    await stage.tap("button-confirm")
