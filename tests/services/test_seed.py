"""The initial data: a lively office, and the same when asked twice."""

from sqlalchemy import func, select

from bot import seed
from bot.settings import Settings
from db.engine import Database
from db.enums import BookingStatus, NotificationKind, ResourceKind
from db.models import Booking, Notification, Resource, User
from tests.builders import count_rows
from tests.clocks import FrozenClock


def settings(**fields: object) -> Settings:
    return Settings(_env_file=None, **fields)


async def test_a_dozen_resources_several_people_and_every_status(
    db: Database, clock: FrozenClock
) -> None:
    await seed.seed_everything(db, settings(), now=clock.now())
    async with db.reading() as session:
        kinds = dict(
            (
                await session.execute(select(Resource.kind, func.count()).group_by(Resource.kind))
            ).all()
        )
        statuses = set((await session.scalars(select(Booking.status))).all())
        starts = (await session.scalars(select(Booking.starts_at))).all()
    assert kinds == {ResourceKind.ROOM: 7, ResourceKind.EQUIPMENT: 5}
    assert await count_rows(db, User) == 5
    assert statuses == set(BookingStatus)
    assert len(starts) >= 36
    assert min(starts) < clock.now() < max(starts)


async def test_a_second_run_adds_nothing(db: Database, clock: FrozenClock) -> None:
    await seed.seed_everything(db, settings(), now=clock.now())
    models = (Resource, User, Booking, Notification)
    before = [await count_rows(db, model) for model in models]
    await seed.seed_everything(db, settings(), now=clock.now())
    assert [await count_rows(db, model) for model in models] == before


async def test_nobody_is_told_of_what_lies_behind(db: Database, clock: FrozenClock) -> None:
    await seed.seed_everything(db, settings(), now=clock.now())
    async with db.reading() as session:
        due = (
            await session.scalars(
                select(Notification.kind).where(
                    Notification.state == "waiting", Notification.due_at <= clock.now()
                )
            )
        ).all()
    assert set(due) == {NotificationKind.APPROVAL_CARD}


async def test_resources_alone_are_added_to_an_empty_database_only(db: Database) -> None:
    assert await seed.seed_resources(db, settings(default_language="uk")) == 12
    assert await seed.seed_resources(db, settings()) == 0
    async with db.reading() as session:
        assert "Синя кімната" in (await session.scalars(select(Resource.name))).all()
