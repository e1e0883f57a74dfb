"""Several approval groups: each is asked about its own, and decides about nothing else."""

import logging

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.services import notices
from bot.services.place import approval_groups
from bot.services.refusals import GroupMissing, NotAdmin, ResourceMissing
from bot.startup import prepare
from db.enums import BookingStatus, ResourceKind, Role
from db.models import ApprovalGroup, Booking, Resource
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.world import World

CARD = "🔔 Request for approval"


@pytest.fixture
def lab(telegram: Telegram, admin: Person) -> Group:
    """The laboratory's own group; Olena is not in it."""
    return telegram.add_group(-1005, "Laboratory", creator=admin)


@pytest.fixture
async def boss(world: World, admin: Person, emma: Person, group: Group, lab: Group) -> Actor:
    """Both groups are bound; "Approvals" is the default."""
    for person in (admin, emma):
        await world.start(person)
    for each in (lab, group):
        await world.say(admin, "/bind", each)
    return await world.actor(admin)


async def id_of(world: World, group: Group) -> int:
    async with world.db.reading() as session:
        query = select(ApprovalGroup.id).where(ApprovalGroup.chat_id == group.id)
        found: int = (await session.scalars(query)).one()
        return found


async def ask(world: World, clock: FrozenClock, *names: str) -> int:
    """Emma asks for these resources, for noon."""
    booker = await world.actor(world.telegram.people[1])
    async with world.db.reading() as session:
        ids = dict((await session.execute(select(Resource.name, Resource.id))).all())
    first, *others = (ids[name] for name in names)
    now = clock.now()
    asked = request(first, now.replace(hour=12), extras=dict.fromkeys(others, 1))
    view = await book(world.db, booker, asked, now=now)
    await world.settle()
    return view.id


async def status(world: World) -> BookingStatus:
    async with world.db.reading() as session:
        return (await session.scalars(select(Booking.status))).one()


def cards(person: Person, group: Group) -> list[str]:
    return [one.text for one in person.messages(group) if (one.text or "").startswith(CARD)]


async def test_an_approver_looks_at_what_waits_for_their_own_groups(
    world: World, boss: Actor, clock: FrozenClock, emma: Person, olena: Person, lab: Group
) -> None:
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    await add_resource(world.db, "Studio", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, microscope, await id_of(world, lab))
    grace = world.telegram.add_person(7, "Grace", language_code="en")
    lab.add(grace)
    for asked in ("Microscope", "Studio"):
        await ask(world, clock, asked)
    for person in (grace, olena):
        await world.start(person)
    assert "1 request waits" in ((await world.say(grace, "/today")).caption or "")
    await world.tap(grace, "Waiting (1)")
    assert "Microscope" in str(world.labels(grace))
    assert "Studio" not in str(world.labels(grace))
    await world.say(olena, "/today")
    await world.tap(olena, "Чекають (1)")
    assert "Studio" in str(world.labels(olena))
    assert "Microscope" not in str(world.labels(olena))


async def test_a_request_goes_to_the_group_that_its_resource_names(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    lab_id = await id_of(world, lab)
    await approval_groups.set_group_of(world.db, boss, microscope, lab_id)
    await ask(world, clock, "Microscope")
    assert (len(cards(admin, lab)), len(cards(admin, group))) == (1, 0)
    await world.tap(admin, "Approve", lab)
    assert await status(world) is BookingStatus.APPROVED
    assert admin.last(lab).text.startswith("✅ Approved by Ada")


async def test_of_several_resources_the_first_that_asks_decides_who_is_asked_rooms_first(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    """A resource that needs no approval has no say, whatever it names."""
    equipment = {"kind": ResourceKind.EQUIPMENT}
    free = await add_resource(world.db, "A free room")
    laser = await add_resource(world.db, "Laser", requires_approval=True, **equipment)
    await add_resource(world.db, "Studio", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, free, await id_of(world, group))
    await approval_groups.set_group_of(world.db, boss, laser, await id_of(world, lab))
    await ask(world, clock, "Laser", "Studio", "A free room")
    assert (len(cards(admin, lab)), len(cards(admin, group))) == (1, 0)


async def test_another_group_decides_nothing_about_it(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, olena: Person, group: Group,
    lab: Group,
) -> None:  # fmt: skip
    """Forged: the data of the card's buttons, by members of the other group, in that group."""
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, microscope, await id_of(world, lab))
    await world.start(olena)
    booking_id = await ask(world, clock, "Microscope")
    place = admin.last(group)
    for person in (olena, admin):
        for kind in ("yes", "no", "no1"):
            person.tap_data(f"{kind}:{booking_id}:1", place, group)
            await world.settle()
            assert person.answers[-1].text in (
                "Only members of the approval group can decide, in that group.",
                "Вирішувати можуть лише учасники групи схвалення, у самій групі.",
            )
    told = await world.say(admin, f"/why {booking_id}", group)
    assert told.text.startswith("Only members of the approval group")
    assert (await world.say(admin, f"/why {booking_id}", lab)).text.startswith("📜")
    assert await status(world) is BookingStatus.PENDING


async def test_a_request_is_answered_where_it_was_asked_whatever_is_the_default_by_now(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await ask(world, clock, "Studio")
    await world.say(admin, "/bind", lab)
    await world.tap(admin, "Approve", group)
    assert await status(world) is BookingStatus.APPROVED


async def test_a_group_that_is_away_is_in_no_others_way(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    """The bot was removed from one of them; once it is back, the request is there."""
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    await add_resource(world.db, "Studio", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, microscope, await id_of(world, lab))
    lab.set_bot("kicked")
    await ask(world, clock, "Microscope")
    (refused,) = world.telegram.refused()
    assert refused.error_code == 403
    world.telegram.journal.remove(refused)
    booker = await world.actor(admin)
    async with world.db.reading() as session:
        studio = (await session.scalars(select(Resource.id).where(Resource.name == "Studio"))).one()
    asked = request(studio, clock.now().replace(hour=12))
    await book(world.db, booker, asked, now=clock.now())
    await world.settle()
    assert len(cards(admin, group)) == 1

    lab.set_bot("member")
    clock.advance(minutes=1)
    await world.settle()
    assert len(cards(admin, lab)) == 1


async def test_every_group_that_becomes_a_supergroup_is_followed(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, lab: Group
) -> None:
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, microscope, await id_of(world, lab))
    lab.migrate(-2005)
    await world.settle()
    await ask(world, clock, "Microscope")
    assert len(cards(admin, lab)) == 1
    await world.tap(admin, "Approve", lab)
    assert await status(world) is BookingStatus.APPROVED


async def test_groups_are_listed_made_the_default_and_unbound_by_taps(
    world: World, boss: Actor, admin: Person, group: Group, lab: Group
) -> None:
    await world.start(admin)
    shown = await world.taps(admin, "Run the place", "Approvers")
    assert world.telegram.labels(shown)[:2] == ["⭐ Approvals", "👥 Laboratory"]
    shown = await world.tap(admin, "Laboratory")
    assert "No resource names it.\nNo request waits for its answer." in shown.text
    await world.tap(admin, "Make it the default")
    assert await world.app.groups.get_chat_id() == lab.id
    shown = await world.taps(admin, "Back", "Approvals", "Ask it no more")
    assert world.telegram.labels(shown) == ["⭐ Laboratory", "‹ Back"]
    assert [one.title for one in await approval_groups.list_groups(world.db, boss)] == [
        "Laboratory"
    ]


async def test_a_group_in_use_stays(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    microscope = await add_resource(world.db, "Microscope", requires_approval=True)
    lab_id = await id_of(world, lab)
    await approval_groups.set_group_of(world.db, boss, microscope, lab_id)
    await world.start(admin)
    await world.taps(admin, "Run the place", "Approvers", "Laboratory", "Ask it no more")
    assert admin.answers[-1].text == "1 resource names this group: give it another one first."

    await ask(world, clock, "Microscope")
    await approval_groups.set_group_of(world.db, boss, microscope, None)
    await world.tap(admin, "Ask it no more")
    assert admin.answers[-1].text.startswith("1 request waits for this group's answer")
    assert await id_of(world, lab) == lab_id

    await world.tap(admin, "Approve", lab)
    await world.tap(admin, "Ask it no more")
    assert admin.answers[-1].text == "It is asked no more."
    assert len(await approval_groups.list_groups(world.db, boss)) == 1


async def test_the_default_group_with_requests_stays(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await ask(world, clock, "Studio")
    await world.start(admin)
    await world.taps(admin, "Run the place", "Approvers", "Approvals", "Ask it no more")
    assert admin.answers[-1].text.startswith("1 request waits for this group's answer")
    assert await world.app.groups.get_chat_id() == group.id


async def test_what_is_not_there_is_not_named_and_members_name_nothing(
    world: World, boss: Actor, lab: Group
) -> None:
    room, lab_id = await add_resource(world.db), await id_of(world, lab)
    member = await add_actor(world.db, 77, role=Role.MEMBER)
    with pytest.raises(GroupMissing):
        await approval_groups.set_group_of(world.db, boss, room, 404)
    with pytest.raises(ResourceMissing):
        await approval_groups.set_group_of(world.db, boss, 404, lab_id)
    for attempt in (
        approval_groups.set_group_of(world.db, member, room, lab_id),
        approval_groups.list_groups(world.db, member),
        approval_groups.get_card(world.db, member, lab_id),
        world.app.groups.unbind(member, lab_id),
        world.app.groups.make_default(member, lab_id, now=world.app.clock.now()),
    ):
        with pytest.raises(NotAdmin):
            await attempt
    async with world.db.reading() as session:
        assert (await session.scalars(select(Resource.approval_group_id))).one() is None


async def test_what_is_being_sent_to_one_group_holds_up_no_other(
    world: World, boss: Actor, clock: FrozenClock, emma: Person, lab: Group
) -> None:
    """And of one group's, the second waits for the first."""
    microscope = await add_resource(world.db, "Microscope", requires_approval=True, quantity=2)
    studio = await add_resource(world.db, "Studio", requires_approval=True)
    await approval_groups.set_group_of(world.db, boss, microscope, await id_of(world, lab))
    booker, now = await world.actor(emma), clock.now()
    for resource in (microscope, microscope, studio):
        await book(world.db, booker, request(resource, now.replace(hour=12)), now=now)
    first = await notices.claim_next(world.db, now=now)
    assert first is not None
    second = await notices.claim_next(world.db, now=now, busy=[first.recipient])
    assert second is not None
    assert (first.chat_id, second.chat_id) == (lab.id, await world.app.groups.get_chat_id())
    assert (
        await notices.claim_next(world.db, now=now, busy=[first.recipient, second.recipient])
        is None
    )


async def test_a_start_names_every_group_that_the_bot_is_not_in(
    world: World, boss: Actor, lab: Group, caplog: pytest.LogCaptureFixture
) -> None:
    app = world.app
    lab.bot_status = "left"
    await prepare(app.bot, app.groups, app.settings, app.clock)
    (problem,) = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert problem.startswith(f"The bot is not in the approval group {lab.id}.")
    for refused in world.telegram.refused():
        world.telegram.journal.remove(refused)


async def test_which_group_decides_about_a_resource_is_chosen_on_its_card(
    world: World, boss: Actor, clock: FrozenClock, admin: Person, group: Group, lab: Group
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.start(admin)
    card = await world.taps(admin, "Run the place", "Resources", "Studio")
    assert "✅ Approvers: the default group (Approvals)" in card.text
    shown = await world.tap(admin, "✅ Approvers")
    assert world.telegram.labels(shown)[:3] == [
        "• ⭐ Whichever is the default", "⭐ Approvals", "👥 Laboratory",
    ]  # fmt: skip
    shown = await world.tap(admin, "Laboratory")
    assert world.telegram.labels(shown)[2] == "• 👥 Laboratory"
    assert "✅ Approvers: Laboratory" in (await world.tap(admin, "Back")).text
    await ask(world, clock, "Studio")
    assert (len(cards(admin, lab)), len(cards(admin, group))) == (1, 0)
    await world.taps(admin, "✅ Approvers", "Whichever is the default")
    assert "✅ Approvers: the default group (Approvals)" in admin.last().text


async def test_where_nobody_is_asked_and_there_is_one_group_there_is_no_choice(
    world: World, boss: Actor, admin: Person, lab: Group
) -> None:
    await add_resource(world.db, "Free room")
    await world.start(admin)
    card = await world.taps(admin, "Run the place", "Resources", "Free room")
    assert "Approvers" not in card.text
    assert "✅ Approvers" in world.telegram.labels(card)
    await world.app.groups.unbind(boss, await id_of(world, lab))
    card = await world.taps(admin, "Back", "Free room")
    assert "✅ Approvers" not in world.telegram.labels(card)


async def test_a_group_that_is_gone_is_not_chosen(world: World, boss: Actor, admin: Person) -> None:
    studio = await add_resource(world.db, "Studio", requires_approval=True)
    await world.start(admin)
    for data in (f"groupto:{studio}:99", "groupto:99:", "groupof:99"):
        admin.tap_data(data, admin.last())
        await world.settle()
        assert admin.answers[-1].text
    async with world.db.reading() as session:
        assert (await session.scalars(select(Resource.approval_group_id))).one() is None
