"""/today: what waits and what needs attention, under the plan of the day."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.models import Closure, Resource
from sandbox.people.groups import Group
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, request
from tests.clocks import FrozenClock
from tests.handlers.test_admin_people import buttons
from tests.handlers.world import World


async def test_an_admin_reads_the_counts_under_the_plan_and_opens_each_list(
    pending: World, admin: Person, emma: Person, clock: FrozenClock
) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    booker = await pending.actor(emma)
    blue = await add_resource(pending.db, "Blue room")
    green = await add_resource(pending.db, "Green room")
    for room in (blue, green):
        await book(pending.db, booker, request(room, tomorrow), now=clock.now())
    async with pending.db.writing() as session:
        session.add(Closure(resource_id=blue, starts_at=tomorrow, ends_at=tomorrow + timedelta(1)))
        await session.execute(update(Resource).where(Resource.id == green).values(is_active=False))
    await pending.start(admin)
    shown = await pending.say(admin, "/today")
    assert shown.photo
    text = shown.caption or ""
    assert "1 request waits" in text
    assert "2 bookings of this week no longer fit" in text
    listed = await pending.tap(admin, "Waiting (1)")
    assert listed.message_id == shown.message_id
    assert "Studio" in buttons(admin)[0]
    card = await pending.tap(admin, "Studio")
    assert "Emma Clark" in card.text
    assert "The approvers decide" in card.text
    await pending.tap(admin, "Back")
    await pending.tap(admin, "No longer fitting (2)")
    misfits = next(one for one in admin.messages() if one.message_id == shown.message_id)
    rows = misfits.reply_markup.inline_keyboard if misfits.reply_markup else []
    assert sorted(row[0].text[0] for row in rows[:2]) == ["🗄", "🚧"]


async def test_what_could_not_be_told_and_a_lost_group_need_attention(
    pending: World, admin: Person, emma: Person, olena: Person, group: Group, clock: FrozenClock
) -> None:
    emma.blocked = True
    await pending.tap(olena, "Approve", group)
    group.bot_status = "kicked"
    await pending.settle()
    studio = 1
    await book(
        pending.db, await add_actor(pending.db, 77), request(studio, clock.now() + timedelta(2)),
        now=clock.now(),
    )  # fmt: skip
    await pending.settle()
    clock.advance(minutes=11)
    await pending.start(admin)
    text = (await pending.say(admin, "/today")).caption or ""
    assert "1 notice could not be delivered" in text
    assert "The approval group can't be reached" in text
    await pending.tap(admin, "Not delivered (1)")
    assert "Emma Clark" in buttons(admin)[0]
    pending.telegram.journal.clear()


async def test_without_a_group_nobody_would_be_asked(world: World, admin: Person) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.start(admin)
    assert "No approval group is bound" in ((await world.say(admin, "/today")).caption or "")


async def test_an_approver_looks_in_private_and_is_told_where_to_decide(
    pending: World, olena: Person
) -> None:
    await pending.start(olena)
    shown = await pending.say(olena, "/today")
    assert "1 запит чекає на відповідь" in (shown.caption or "")
    await pending.taps(olena, "Чекають (1)", "Studio")
    assert olena.answers[-1].text == "Вирішуйте на картці в групі схвалення."


@pytest.mark.parametrize("data", ["td:counts:0", "td:misfits:0", "tdw:1"])
async def test_a_member_sees_none_of_it(pending: World, emma: Person, data: str) -> None:
    refused = await pending.say(emma, "/today")
    assert refused.text == "Only approvers and administrators can see that."
    emma.tap_data(data, emma.last())
    await pending.settle()
    assert emma.answers[-1].text == "Only approvers and administrators can see that."
