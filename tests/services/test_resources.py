"""Adding, changing, duplicating and ordering resources: what is kept, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.schemas.actor import Actor
from bot.schemas.resources import (
    NewResource,
    OpeningSpan,
    ResourceChange,
    ResourceField,
    ResourceView,
)
from bot.services import refusals
from bot.services.finding import slots
from bot.services.place import inventory, resources
from db.engine import Database
from db.enums import ResourceKind, Role, Rule
from db.models import Resource
from tests.builders import add_actor, book, count_rows, request
from tests.clocks import FrozenClock

ROOM = ResourceKind.ROOM


async def add(db: Database, name: str = "Blue room", **fields: object) -> int:
    values = {"kind": ROOM, "timezone": "Europe/Kyiv"} | fields
    return await resources.add(db, NewResource(name=name, **values))


async def look(db: Database, admin: Actor, resource_id: int) -> ResourceView:
    return await inventory.get_any(db, admin, resource_id)


async def names(db: Database, admin: Actor) -> list[str]:
    page = await inventory.list_page(db, admin, ROOM, page=0)
    return [one.name for one in page.resources]


async def test_what_was_given_is_its_own_and_the_rest_the_sites(db: Database, admin: Actor) -> None:
    room = await look(db, admin, await add(db, grid_minutes=15, min_minutes=15))
    assert room.own_rules == {Rule.GRID, Rule.SHORTEST}
    assert (room.grid_minutes, room.max_minutes, room.horizon_days) == (15, 240, 60)


async def test_a_change_of_a_rule_makes_it_its_own_until_it_follows_again(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room = await add(db)
    changed = ResourceChange(max_minutes=60, name="Red room", description="Round table")
    view = await resources.edit(db, admin, room, changed, now=clock.now())
    assert (view.own_rules, view.max_minutes, view.name) == ({Rule.LONGEST}, 60, "Red room")
    back = ResourceChange(follows=frozenset({Rule.LONGEST}))
    view = await resources.edit(db, admin, room, back, now=clock.now())
    assert (view.own_rules, view.max_minutes) == (frozenset(), 240)
    assert view.description == "Round table"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"quantity": 0}, refusals.NumberOutside(1, 1000)),
        ({"quantity": 1001}, refusals.NumberOutside(1, 1000)),
        ({"capacity": 0}, refusals.NumberOutside(1, 100_000)),
        ({"name": ""}, refusals.TextOutside(1, 64, 0)),
        ({"name": None}, refusals.TextOutside(1, 64, 0)),
        ({"description": "x" * 501}, refusals.TextOutside(0, 500, 501)),
        ({"timezone": "Atlantis"}, refusals.NoSuchZone("Atlantis")),
        ({"timezone": None}, refusals.NoSuchZone("None")),
        ({"bookers": frozenset({"персонал"})}, refusals.NotATag("персонал")),
        ({"features": frozenset({"a,b"})}, refusals.NoFeature("a,b")),
        ({"features": frozenset(f"{n:030}" for n in range(17))}, refusals.TooManyWords(500)),
        ({"grid_minutes": 0}, refusals.LengthOutside(1, 1440)),
        ({"grid_minutes": None}, refusals.LengthOutside(1, 1440)),
        ({"notice_minutes": 10**9}, refusals.LengthOutside(0, 86_400)),
        ({"horizon_days": 731}, refusals.NumberOutside(1, 730)),
        ({"max_week_minutes": 0}, refusals.LengthOutside(1, 10_080)),
        ({"min_minutes": 300}, refusals.RulesContradict(300, 240)),
        ({"opening_hours": ((7, 0, 60),)}, refusals.NotUnderstood()),
        ({"name": "Green room"}, refusals.NameTaken("Green room")),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    db: Database,
    admin: Actor,
    clock: FrozenClock,
    changed: dict[str, object],
    refusal: refusals.Refusal,
) -> None:
    room = await add(db)
    await add(db, "Green room")
    before = await look(db, admin, room)
    with pytest.raises(type(refusal)) as raised:
        await resources.edit(
            db, admin, room, ResourceChange.model_validate(changed), now=clock.now()
        )
    assert raised.value.figures == refusal.figures
    assert await look(db, admin, room) == before


async def test_a_name_is_taken_once(db: Database) -> None:
    await add(db)
    with pytest.raises(refusals.NameTaken):
        await add(db)
    assert await count_rows(db, Resource) == 1


async def test_members_and_the_blocked_change_nothing(db: Database, clock: FrozenClock) -> None:
    room = await add(db)
    for number, role in enumerate((Role.MEMBER, Role.BLOCKED), start=20):
        other = await add_actor(db, number, role=role)
        for asked in (
            resources.edit(db, other, room, ResourceChange(quantity=2), now=clock.now()),
            inventory.duplicate(db, other, room),
            inventory.shift(db, other, room, up=True),
            inventory.get_any(db, other, room),
            inventory.list_page(db, other, ROOM, page=0),
            inventory.list_words(db, other, ResourceField.FEATURES),
        ):
            with pytest.raises(refusals.NotAdmin):
                await asked
    assert await count_rows(db, Resource) == 1


async def test_what_is_not_there_is_missing(db: Database, admin: Actor, clock: FrozenClock) -> None:
    for asked in (
        resources.edit(db, admin, 7, ResourceChange(quantity=2), now=clock.now()),
        inventory.duplicate(db, admin, 7),
        inventory.shift(db, admin, 7, up=True),
        inventory.get_any(db, admin, 7),
    ):
        with pytest.raises(refusals.ResourceMissing):
            await asked


async def test_a_duplicate_is_alike_beside_it_and_out_of_service(
    db: Database, admin: Actor
) -> None:
    hours = (OpeningSpan(0, 540, 1080),)
    room = await add(
        db, capacity=6, features=frozenset({"дошка"}), grid_minutes=15, opening_hours=hours
    )
    first = await look(db, admin, await inventory.duplicate(db, admin, room))
    second = await look(db, admin, await inventory.duplicate(db, admin, first.id))
    source = await look(db, admin, room)
    same = {"name": source.name, "id": room, "is_active": True}
    assert [one.name for one in (first, second)] == ["Blue room 2", "Blue room 3"]
    assert not first.is_active
    assert first.model_copy(update=same) == second.model_copy(update=same) == source
    listed = await slots.list_resources(db, admin)
    assert [one.name for one in listed.options] == ["Blue room"]


async def test_a_long_name_leaves_room_for_its_number(db: Database, admin: Actor) -> None:
    copy = await inventory.duplicate(db, admin, await add(db, "r" * 64))
    assert (await look(db, admin, copy)).name == "r" * 62 + " 2"


async def test_resources_are_put_in_order_within_their_kind(db: Database, admin: Actor) -> None:
    blue, _, red = [await add(db, name) for name in ("Blue", "Green", "Red")]
    await add(db, "Laptop", kind=ResourceKind.EQUIPMENT)
    await inventory.shift(db, admin, red, up=True)
    assert await names(db, admin) == ["Blue", "Red", "Green"]
    await inventory.shift(db, admin, blue, up=False)
    await inventory.shift(db, admin, red, up=True)
    assert await names(db, admin) == ["Red", "Blue", "Green"]
    await add(db, "Amber")
    assert await names(db, admin) == ["Red", "Blue", "Green", "Amber"]
    listed = await slots.list_resources(db, admin, kind=ROOM)
    assert [one.name for one in listed.options] == ["Red", "Blue", "Green", "Amber"]


async def test_out_of_service_is_not_offered_and_what_is_booked_stays(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room, later = await add(db), clock.now() + timedelta(days=1)
    await book(db, admin, request(room, later), now=clock.now())
    out = ResourceChange(is_active=False)
    await resources.edit(db, admin, room, out, now=clock.now())
    with pytest.raises(refusals.ResourceMissing):
        await slots.get_resource(db, room)
    with pytest.raises(refusals.ResourceMissing):
        await book(db, admin, request(room, later + timedelta(hours=3)), now=clock.now())
    assert await names(db, admin) == ["Blue room"]
    again = await resources.edit(db, admin, room, ResourceChange(is_active=True), now=clock.now())
    assert again.is_active


async def test_a_photo_is_for_whoever_may_look_at_the_resource(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    member, staff = await add_actor(db, 20), await add_actor(db, 21, tags=frozenset({"staff"}))
    room = await add(db, bookers=frozenset({"staff"}))
    with pytest.raises(refusals.PhotoMissing):
        await inventory.get_photo(db, staff, room)
    photo = ResourceChange(photo_id="photo-1")
    await resources.edit(db, admin, room, photo, now=clock.now())
    for actor in (staff, admin):
        assert (await inventory.get_photo(db, actor, room)).photo_id == "photo-1"
    with pytest.raises(refusals.NotForYou):
        await inventory.get_photo(db, member, room)
    out = ResourceChange(is_active=False)
    await resources.edit(db, admin, room, out, now=clock.now())
    with pytest.raises(refusals.ResourceMissing):
        await inventory.get_photo(db, staff, room)
    assert (await inventory.get_photo(db, admin, room)).photo_id == "photo-1"


async def test_features_are_counted_and_those_that_most_have_come_first(
    db: Database, admin: Actor
) -> None:
    await add(db, features=frozenset({"дошка", "video call"}))
    await add(db, "Green room", features=frozenset({"video call", "projector"}), is_active=False)
    assert await inventory.list_words(db, admin, ResourceField.FEATURES) == [
        "video call",
        "projector",
        "дошка",
    ]


async def test_the_search_finds_features(db: Database, admin: Actor) -> None:
    await add(db, features=frozenset({"дошка", "video call"}))
    await add(db, "Green room")
    for search in ("дошка", "Video"):
        found = await slots.list_resources(db, admin, search=search)
        assert [one.name for one in found.options] == ["Blue room"]


async def test_an_example_is_what_could_be_booked(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    """It is Monday, 11:00 in Kyiv; on Tuesday it is closed."""
    open_on_wednesdays = (OpeningSpan(2, 8 * 60, 20 * 60),)
    rules = {"grid_minutes": 15, "min_minutes": 20, "max_minutes": 240, "notice_minutes": 120}
    room = await look(db, admin, await add(db, opening_hours=open_on_wednesdays, **rules))
    example = inventory.example_of(room, now=clock.now())
    assert example is not None
    local = [at.astimezone(room.zone) for at in (*example.starts, example.ask_by)]
    assert [f"{at:%a %H:%M}" for at in local] == [
        "Wed 09:00", "Wed 09:15", "Wed 09:30", "Wed 07:00",
    ]  # fmt: skip
    assert (example.shortest_minutes, example.longest_minutes) == (30, 240)
    asked = request(room.id, example.starts[0], minutes=example.longest_minutes)
    await book(db, admin, asked, now=example.ask_by - timedelta(seconds=1))


async def test_rules_that_leave_nothing_have_no_example(
    db: Database, admin: Actor, clock: FrozenClock
) -> None:
    room = await look(db, admin, await add(db, notice_minutes=1440, horizon_days=1))
    assert inventory.example_of(room, now=clock.now()) is not None
    room = await look(db, admin, await add(db, "Red", notice_minutes=2880, horizon_days=1))
    assert inventory.example_of(room, now=clock.now()) is None


async def test_the_database_has_the_rules_by_their_names(db: Database) -> None:
    await add(db, grid_minutes=15, max_open_bookings=None)
    async with db.reading() as session:
        kept = await session.scalar(select(Resource.own_rules))
    assert kept == {"grid", "open"}
