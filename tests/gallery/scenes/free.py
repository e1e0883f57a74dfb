"""When first."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage


@scene
async def free_day(stage: Stage) -> None:
    """/free asks when."""
    await stage.say("/free")


@scene
async def free_day_equipment(stage: Stage) -> None:
    """The same for equipment."""
    await stage.say("/free")
    await stage.tap("🧰")


@scene
async def free_start(stage: Stage) -> None:
    """From when."""
    await stage.say("/free")
    await stage.tap("free-tomorrow")


@scene
async def free_start_none(stage: Stage) -> None:
    """A day on which everything is over."""
    await stage.say("/free")
    await stage.later(hours=12, minutes=45)
    await stage.tap("free-today")


@scene
async def free_length(stage: Stage) -> None:
    """For how long."""
    await stage.say("/free")
    await stage.tap("free-tomorrow", "14:00")


async def ask_for_people(stage: Stage) -> None:
    """Tomorrow from 14:00, for an hour and a half."""
    await stage.say("/free")
    await stage.tap("free-tomorrow", "14:00", stage.texts.duration(90, short=True))


@scene
async def free_people(stage: Stage) -> None:
    """For how many people."""
    await ask_for_people(stage)


@scene
async def free_found(stage: Stage) -> None:
    """What is free then, best fit first."""
    await ask_for_people(stage)
    await stage.tap("4+")


@scene
async def free_found_equipment(stage: Stage) -> None:
    """Equipment that is free then."""
    await ask_for_people(stage)
    await stage.tap("4+", "🧰")


@scene
async def free_found_none(stage: Stage) -> None:
    """Nothing is big enough."""
    await stage.have("Conference hall", 3, 14)
    await ask_for_people(stage)
    await stage.tap("20+")


@scene
async def free_feature(stage: Stage) -> None:
    """Only what has a screen."""
    screen, board = stage.either("screen", "екран"), stage.either("whiteboard", "дошка")
    await stage.change("Library", features=frozenset({screen, board}))
    await stage.change("Workshop", features=frozenset({board}))
    await ask_for_people(stage)
    await stage.tap("4+", screen)


@scene
async def free_booked(stage: Stage) -> None:
    """One tap has booked it."""
    await ask_for_people(stage)
    await stage.tap("4+", "Library")


@scene
async def free_now(stage: Stage) -> None:
    """What is free right now, and until when."""
    await stage.say("/free")
    await stage.tap("free-now")


@scene
async def free_now_equipment(stage: Stage) -> None:
    """Equipment that is free right now."""
    await stage.say("/free")
    await stage.tap("free-now", "🧰")


@scene
async def free_now_length(stage: Stage) -> None:
    """For how long; one tap books it."""
    await stage.say("/free")
    await stage.tap("free-now", "Library")
