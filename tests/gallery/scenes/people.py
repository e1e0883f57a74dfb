"""People, for those who run the place."""

from sqlalchemy import update

from db.models import User
from tests.gallery.scene import scene
from tests.gallery.stage import Stage


def name_of(stage: Stage) -> str:
    """Of whom it is about."""
    return stage.either("Emma", "Олена")


async def to_people(stage: Stage) -> None:
    """The administrator looks at the list; there is somebody to find."""
    async with stage.world.db.writing() as session:
        await session.execute(update(User).values(username="lena_k"))
    await stage.world.start(stage.colleague)
    stage.booker = stage.approver
    await stage.say("/admin")
    await stage.tap("button-people")


async def to_person(stage: Stage) -> None:
    """The card of somebody who has booked."""
    await stage.have("Library", 5, 10)
    await stage.have("Workshop", 6, 12)
    await to_people(stage)
    await stage.tap(name_of(stage))


@scene
async def people_list(stage: Stage) -> None:
    """Everybody, the newest first."""
    await to_people(stage)


@scene
async def people_found(stage: Stage) -> None:
    """Those whose names have what was typed."""
    await to_people(stage)
    await stage.say(stage.either("emm", "ОЛЕ"))


@scene
async def people_none(stage: Stage) -> None:
    """Nobody is found."""
    await to_people(stage)
    await stage.say("@nobody")


@scene
async def person(stage: Stage) -> None:
    """A person, and what lies ahead of them."""
    await to_person(stage)


@scene
async def person_tags(stage: Stage) -> None:
    """Tags: those in use, and what was typed."""
    await to_person(stage)
    await stage.tap("button-tags")
    await stage.say("staff, lab-2")


@scene
async def person_quota(stage: Stage) -> None:
    """How many bookings they may have ahead."""
    await to_person(stage)
    await stage.tap("button-quota", "3", "button-quota")


@scene
async def person_role(stage: Stage) -> None:
    """What they are here: for owners to say."""
    await to_person(stage)
    await stage.tap("button-role")


@scene
async def person_block(stage: Stage) -> None:
    """Before they are blocked: why, and what becomes of their bookings."""
    await to_person(stage)
    await stage.tap("button-block")
    await stage.say(stage.either("Left the team", "Більше не в команді"))


@scene
async def person_blocked(stage: Stage) -> None:
    """A person who is blocked."""
    await person_block.act(stage)
    await stage.tap("button-block-cancel")


@scene
async def person_for(stage: Stage) -> None:
    """Booking for somebody, in the ordinary dialogue."""
    await to_person(stage)
    await stage.tap("button-book-for", "Podcast studio", "12", "10:00", "1 h")


@scene
async def person_anyway(stage: Stage) -> None:
    """A rule stands against it; an admin may set it aside."""
    await to_person(stage)
    await stage.tap("button-book-for", "Library")
    await stage.say(stage.either("12 march 23:00-23:30", "12 березня 23:00-23:30"))


@scene
async def person_booked(stage: Stage) -> None:
    """It is booked for them, against a rule."""
    await person_anyway.act(stage)
    why = stage.texts.plain("override-why", code="outside-hours")
    await stage.tap(stage.texts.plain("button-anyway", why=why, more=0))
