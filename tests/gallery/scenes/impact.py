"""What a change touches, and what becomes of it."""

from tests.gallery.scene import scene
from tests.gallery.scenes.closures import everything, new, once
from tests.gallery.stage import Stage


async def touched(stage: Stage, what: str, *answers: str) -> None:
    """Three bookings lie on a closure."""
    await stage.have("Blue room", 4, 10)
    await stage.rival_takes("Blue room", 4, 12, hours=2)
    await stage.rival_takes("Blue room", 5, 9)
    await new(stage, what, "4-5.03", once(stage))
    await stage.say(stage.either("The heating is off", "Немає опалення"))
    await stage.tap(*answers)


@scene
async def impact_none(stage: Stage) -> None:
    """Nothing is booked then."""
    await new(stage, everything(stage), "4.03 10-14", once(stage), "button-closure-no-reason")


@scene
async def impact_seen(stage: Stage) -> None:
    """What it touches, before anything is done."""
    await touched(stage, everything(stage))


@scene
async def impact_moves(stage: Stage) -> None:
    """Where each of them would go."""
    await touched(stage, "Blue room", moving(stage))


def moving(stage: Stage) -> str:
    return stage.either("Move where possible", "Перенести, що можна")


@scene
async def impact_message(stage: Stage) -> None:
    """A message to those whose bookings are cancelled."""
    await touched(stage, everything(stage), "button-impact-cancel")
    await stage.say(stage.either("We are sorry: no heat.", "Даруйте: тепла немає."))


@scene
async def impact_moved(stage: Stage) -> None:
    """They were moved."""
    await stage.have("Blue room", 4, 10)
    await new(stage, "Blue room", "4-5.03", once(stage), "button-closure-no-reason")
    await stage.tap(moving(stage), stage.either("✅ Move", "✅ Перенести"))


@scene
async def impact_anew(stage: Stage) -> None:
    """Somebody has booked meanwhile, so nothing is done yet."""
    await touched(stage, everything(stage))
    await stage.rival_takes("Green room", 4, 10)
    await stage.tap("button-impact-keep")
