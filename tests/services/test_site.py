"""The site's rules: written to every resource that follows them, or to none."""

from datetime import timedelta

import pytest

from bot.schemas.actor import Actor
from bot.schemas.periods import Period
from bot.schemas.resources import NewResource, ResourceChange, ResourceView
from bot.schemas.rules import RuleChanges
from bot.services import changes, refusals
from bot.services.place import inventory, resources, site
from db.engine import Database
from db.enums import ResourceKind, Rule
from db.repositories import allocations
from tests.builders import add_actor, book, change_rules, request
from tests.clocks import FrozenClock


async def add(db: Database, name: str = "Blue room", **fields: object) -> int:
    values = {"kind": ResourceKind.ROOM, "timezone": "Europe/Kyiv"} | fields
    return await resources.add(db, NewResource(name=name, **values))


async def look(db: Database, admin: Actor, resource_id: int) -> ResourceView:
    return await inventory.get_any(db, admin, resource_id)


async def test_a_change_reaches_those_that_follow_and_no_others(db: Database, admin: Actor) -> None:
    follower, own = await add(db), await add(db, "Hall", notice_minutes=60)
    asleep = await add(db, "Attic", is_active=False)
    changed = RuleChanges(notice_minutes=120, max_open_bookings=3)
    await change_rules(db, admin, changed)
    rules = await site.get_rules(db, admin)
    assert (rules.notice_minutes, rules.max_open_bookings) == (120, 3)
    found = [await look(db, admin, one) for one in (follower, own, asleep)]
    assert [(one.notice_minutes, one.max_open_bookings) for one in found] == [
        (120, 3), (60, 3), (120, 3),
    ]  # fmt: skip
    assert [one.own_rules for one in found] == [frozenset(), {Rule.NOTICE}, frozenset()]
    new = await look(db, admin, await add(db, "New"))
    assert (new.notice_minutes, new.own_rules) == (120, frozenset())


async def test_where_anothers_own_rules_contradict_all_stays_as_it_was(
    db: Database, admin: Actor
) -> None:
    """The booth's longest is an hour, and its own; the site's shortest would be longer."""
    follower = await add(db)
    names = [f"Booth {number}" for number in range(1, 7)]
    for name in names:
        await add(db, name, max_minutes=60)
    with pytest.raises(refusals.OthersContradict) as raised:
        await change_rules(db, admin, RuleChanges(min_minutes=90))
    assert raised.value.figures == {"names": "Booth 1, Booth 2, Booth 3, Booth 4", "more": 2}
    assert (await look(db, admin, follower)).min_minutes == 30
    assert (await site.get_rules(db, admin)).min_minutes == 30


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"grid_minutes": 1441}, refusals.LengthOutside(1, 1440)),
        ({"horizon_days": None}, refusals.NumberOutside(1, 730)),
        ({"min_minutes": 300}, refusals.RulesContradict(300, 240)),
        ({"grid_minutes": 300}, refusals.RulesContradict(300, 240)),
    ],
)
async def test_what_cannot_be_is_refused(
    db: Database, admin: Actor, changed: dict[str, object], refusal: refusals.Refusal
) -> None:
    room = await add(db)
    before = await site.get_rules(db, admin), await look(db, admin, room)
    with pytest.raises(type(refusal)) as raised:
        await change_rules(db, admin, RuleChanges.model_validate(changed))
    assert raised.value.figures == refusal.figures
    assert (await site.get_rules(db, admin), await look(db, admin, room)) == before


async def test_members_neither_see_nor_change_them(db: Database) -> None:
    member = await add_actor(db)
    for asked in (
        site.get_rules(db, member),
        change_rules(db, member, RuleChanges(grid_minutes=15)),
    ):
        with pytest.raises(refusals.NotAdmin):
            await asked


async def test_a_buffer_that_grows_for_all_takes_nothing_from_who_was_there(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """Two follow each other without a pause. They keep theirs; what is new keeps its distance."""
    room, at = await add(db), clock.now() + timedelta(days=1)
    first = await book(db, admin, request(room, at), now=clock.now())
    second = await book(db, admin, request(room, at + timedelta(hours=1)), now=clock.now())
    await change_rules(db, admin, RuleChanges(buffer_minutes=15))
    with pytest.raises(refusals.SlotTaken):
        await book(db, admin, request(room, at + timedelta(hours=2)), now=clock.now())
    third = await book(
        db, admin, request(room, at + timedelta(hours=2, minutes=30)), now=clock.now()
    )
    shorter = Period.of(first.period.starts_at, 30)
    await changes.move(db, admin, first.id, period=shorter, now=clock.now())
    async with db.reading() as session:
        kept = [await allocations.kept_of(session, one.id) for one in (first, second, third)]
    assert [one[room].buffer_minutes for one in kept] == [0, 0, 15]


async def test_a_buffer_that_shrinks_leaves_what_is_booked_its_distance(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """A neighbour may come as near as the larger of the two margins allows."""
    room, at = await add(db, buffer_minutes=30), clock.now() + timedelta(days=1)
    first = await book(db, admin, request(room, at), now=clock.now())
    follow = ResourceChange(follows=frozenset({Rule.BUFFER}))
    await resources.edit(db, admin, room, follow, now=clock.now())
    with pytest.raises(refusals.SlotTaken):
        await book(db, admin, request(room, at + timedelta(hours=1)), now=clock.now())
    half_past = at + timedelta(hours=1, minutes=30)
    second = await book(db, admin, request(room, half_past), now=clock.now())
    async with db.reading() as session:
        kept = [await allocations.kept_of(session, one.id) for one in (first, second)]
    assert [one[room].buffer_minutes for one in kept] == [30, 0]
