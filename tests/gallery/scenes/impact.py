"""What a change touches, and what becomes of it."""

from db.enums import Rule
from tests.gallery.scene import scene
from tests.gallery.scenes.closures import everything, new, once
from tests.gallery.scenes.resources import run
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
    await touched(stage, everything(stage), stage.either("Cancel them", "Скасувати їх"))
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
    await stage.tap(stage.either("Keep them", "Лишити їх"))


async def booked(stage: Stage) -> None:
    """A booking in each of two rooms."""
    await stage.have("Blue room", 4, 10, hours=2)
    await stage.rival_takes("Green room", 5, 12, hours=2)


async def taken_out(stage: Stage) -> None:
    await booked(stage)
    await run(stage, "resources-button", "Blue room", "resource-take-out")


@scene
async def impact_hours(stage: Stage) -> None:
    """New hours of a weekday, and what lies outside of them."""
    await booked(stage)
    await run(stage, "resources-button", "Blue room", "resource-week", stage.either("We", "Ср"))
    await stage.say("14-18")


@scene
async def impact_longest(stage: Stage) -> None:
    """A shorter longest, of one resource."""
    await booked(stage)
    longest = stage.either("At most", "Щонайбільше")
    await run(stage, "resources-button", "Blue room", "resource-rules-button", longest)
    await stage.say(stage.either("1 h", "1 год"))


@scene
async def impact_site(stage: Stage) -> None:
    """The same of the site: of every resource that follows it."""
    await booked(stage)
    for name in ("Blue room", "Green room"):
        await stage.change(name, follows=frozenset({Rule.LONGEST}))
    await run(stage, "rules-button", stage.either("At most", "Щонайбільше"))
    await stage.say(stage.either("1 h", "1 год"))


@scene
async def impact_zone(stage: Stage) -> None:
    """The hours are those of another clock."""
    await booked(stage)
    zone = stage.either("Time zone", "Часовий пояс")
    await run(stage, "resources-button", "Blue room", "resource-edit", zone)
    await stage.say("New York")


@scene
async def impact_service(stage: Stage) -> None:
    """A room goes out of service."""
    await taken_out(stage)


@scene
async def impact_service_done(stage: Stage) -> None:
    """And what was booked ahead has gone elsewhere."""
    await taken_out(stage)
    await stage.tap(moving(stage), stage.either("✅ Move", "✅ Перенести"))


@scene
async def impact_nothing_left(stage: Stage) -> None:
    """Another administrator was faster."""
    await taken_out(stage)
    await stage.change("Blue room", is_active=False)
    await stage.tap(stage.either("Keep it", "Лишити його"))
