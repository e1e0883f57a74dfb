"""From an empty database to a running office, as the README tells it: by taps and words alone."""

import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.startup import offer_claim
from db.enums import Access, BookingStatus, Role
from db.models import Booking, Resource, Site, User
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.handlers.world import World


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nobody owns the place."""
    return settings.model_copy(update={"admin_ids": ()})


async def test_an_empty_database_becomes_a_running_office(
    world: World, telegram: Telegram, emma: Person, olena: Person
) -> None:
    ada = telegram.add_person(7, "Ada", language_code="en")

    # The owner claims the place.
    links: list[str] = []
    await offer_claim(world.db, world.app.bot, world.app.actors, world.app.clock, links.append)
    assert (await world.start(ada, links[0])).text.startswith("🔑 This place is yours now")

    # The approval group is bound.
    group = telegram.add_group(-1001, "Approvals", members=[olena], creator=ada)
    await world.say(ada, "/bind", group)

    # Three resources, with hours.
    await world.say(ada, "/admin")
    for kind, name in (("A room", "Blue room"), ("A room", "Studio"), ("Equipment", "Projector")):
        await world.taps(ada, "Resources", "Add one", kind)
        await world.say(ada, name)
        await world.taps(ada, "🕒 Hours", "Mo")
        await world.say(ada, "9-18")
        week = await world.tap(ada, "To Mon–Fri")
        assert "Mo–Fr: 09:00–18:00" in week.text
        await world.taps(ada, "Back", "Put into service")
        await world.say(ada, "/admin")

    # The studio has to be asked for.
    await world.taps(ada, "Resources", "Studio", "📏 Rules", "Approval", "yes")

    # Only who is invited comes in.
    await world.say(ada, "/admin")
    await world.taps(ada, "Access", "Invited people")
    await world.say(ada, "/invite")
    await world.tap(ada, "New link")
    invite = (await world.tap(ada, "Make the link")).text.partition("start=")[2].split()[0]
    assert (await world.start(emma)).text.startswith("🚪 Not everyone may use this bot")
    await world.start(emma, invite)

    # An invited member books, and an approver approves.
    await world.taps(emma, "Book", "Studio", "3", "14:00", "1 h → ", "✅ Ask for approval")
    assert "Studio" in olena.last(group).text
    await world.tap(olena, "Approve", group)
    assert "Your booking is approved." in emma.last().text

    async with world.db.reading() as session:
        site = (await session.scalars(select(Site))).one()
        names = (await session.scalars(select(Resource.name).order_by(Resource.id))).all()
        roles = dict((await session.execute(select(User.full_name, User.role))).all())
        (booked,) = (await session.scalars(select(Booking))).all()
    assert site.access is Access.INVITED
    assert list(names) == ["Blue room", "Studio", "Projector"]
    assert roles["Ada"] is Role.OWNER
    assert booked.status is BookingStatus.APPROVED
