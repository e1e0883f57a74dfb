"""The plan, as a picture."""

from db.models import Closure
from tests.gallery.scene import scene
from tests.gallery.stage import Stage, at

ROOMS = ("Blue room", "Green room", "Conference hall", "Workshop")


async def close(stage: Stage, name: str, day: int, begins: float, ends: float) -> None:
    """A stretch of a day in March in which it cannot be had."""
    async with stage.world.db.writing() as session:
        session.add(
            Closure(
                resource_id=await stage.resource(name),
                starts_at=at(day, begins),
                ends_at=at(day, ends),
                reason=stage.either("Repairs", "Ремонт"),
            )
        )


async def fill(stage: Stage) -> None:
    """The 3rd of March, as it may well be: mine, others', a request, closures and pools."""
    await stage.have("Library", 3, 14, hours=2, Laptop=3, Projector=1)
    await stage.have("Podcast studio", 3, 12)
    for number, name in enumerate(ROOMS):
        for hour in (9.5 + number, 13.5 + number / 2, 16.5 + number / 2):
            await stage.rival_takes(name, 3, hour, hours=1.5)
    await stage.rival_takes("Library", 3, 10, hours=2.5)
    await stage.rival_takes("Podcast studio", 3, 15, hours=2)
    await stage.rival_takes("Laptop", 3, 11, hours=6, units=4)
    await close(stage, "Phone booth", 3, 9, 17)
    await close(stage, "Workshop", 3, 19.5, 21)


async def tomorrow(stage: Stage) -> None:
    """The plan of the 3rd."""
    await stage.say("/plan")
    await stage.tap(f"{stage.texts.day(stage.clock.now().date().replace(day=3))} ›")


@scene
async def plan_day(stage: Stage) -> None:
    """A busy day: one's own, others', what is closed; eight resources on a picture."""
    await fill(stage)
    await tomorrow(stage)


@scene
async def plan_day_next(stage: Stage) -> None:
    """The rest of them, on the next page."""
    await fill(stage)
    await tomorrow(stage)
    await stage.tap("›")


@scene
async def plan_day_empty(stage: Stage) -> None:
    """A day that nobody has booked yet."""
    await tomorrow(stage)


@scene
async def plan_week(stage: Stage) -> None:
    """A week of one resource, in dark: one's own, others', and a closed day."""
    await stage.have("Library", 4, 14, hours=2)
    for day, hour in ((3, 10), (4, 17), (5, 9.5), (5, 15), (7, 12)):
        await stage.rival_takes("Library", day, hour, hours=2)
    await close(stage, "Library", 6, 9, 21)
    await stage.tap("button-book", "Library", "button-week", "plan-dark")
