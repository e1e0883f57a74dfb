"""Queries about the approval groups."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import has_row_locks
from db.enums import NotificationKind
from db.models import Allocation, ApprovalGroup, Booking, Notification, Resource


async def find_bound(session: AsyncSession) -> ApprovalGroup | None:
    """The default one."""
    query = select(ApprovalGroup).where(ApprovalGroup.is_default)
    found: ApprovalGroup | None = await session.scalar(query)
    return found


async def find_by_chat(session: AsyncSession, chat_id: int) -> ApprovalGroup | None:
    query = select(ApprovalGroup).where(ApprovalGroup.chat_id == chat_id)
    found: ApprovalGroup | None = await session.scalar(query)
    return found


async def bind(session: AsyncSession, chat_id: int, *, title: str, bound_by: int | None) -> None:
    """Make a group the default one; the one that was stays, for resources that name it."""
    await session.execute(
        update(ApprovalGroup)
        .where(ApprovalGroup.is_default, ApprovalGroup.chat_id != chat_id)
        .values(is_default=False)
    )
    group = await find_by_chat(session, chat_id)
    if group is None:
        group = ApprovalGroup(chat_id=chat_id)
        session.add(group)
    group.title, group.bound_by, group.is_default = title, bound_by, True


async def find(session: AsyncSession, group_id: int | None) -> ApprovalGroup | None:
    """The one of this id; the default one for None."""
    if group_id is None:
        return await find_bound(session)
    return await session.get(ApprovalGroup, group_id)


async def list_all(session: AsyncSession) -> Sequence[ApprovalGroup]:
    """The default one first, the others by name."""
    query = select(ApprovalGroup).order_by(
        ApprovalGroup.is_default.desc(), ApprovalGroup.title, ApprovalGroup.id
    )
    return (await session.scalars(query)).all()


async def find_named(session: AsyncSession, booking_id: int) -> int | None:
    """The group that is named by the first resource of a booking that needs approval; rooms first.

    None: none is named, so it is the default one.
    """
    query = (
        select(Resource.approval_group_id)
        .join(Allocation, Allocation.resource_id == Resource.id)
        .where(
            Allocation.booking_id == booking_id,
            Resource.requires_approval,
            Resource.approval_group_id.is_not(None),
        )
        .order_by(Resource.kind.desc(), Resource.position, Resource.name)
    )
    found: int | None = await session.scalar(query.limit(1))
    return found


async def make_default(session: AsyncSession, group: ApprovalGroup) -> None:
    """Of two there is only one at a time, so the other has to be gone first."""
    await session.execute(
        update(ApprovalGroup)
        .where(ApprovalGroup.is_default, ApprovalGroup.id != group.id)
        .values(is_default=False)
    )
    group.is_default = True


async def count_resources(session: AsyncSession, group_id: int) -> int:
    """How many name it."""
    query = select(func.count()).where(Resource.approval_group_id == group_id)
    return await session.scalar(query) or 0


async def list_names(session: AsyncSession, group_id: int) -> Sequence[str]:
    """Of the resources that name it."""
    query = select(Resource.name).where(Resource.approval_group_id == group_id)
    return (await session.scalars(query.order_by(Resource.name))).all()


async def lock(session: AsyncSession, group_id: int) -> ApprovalGroup | None:
    """The row, so that nobody unbinds it meanwhile, nor names it while it is being unbound."""
    locks = has_row_locks(session)
    return await session.get(ApprovalGroup, group_id, with_for_update=locks or None)


def waits_for(groups: Iterable[ApprovalGroup]) -> ColumnElement[bool]:
    """Those requests that one of them is asked about: shown in it, or on their way there."""
    its = [one for group in groups for one in _cards_of(group)]
    return exists().where(
        Notification.booking_id == Booking.id,
        Notification.kind == NotificationKind.APPROVAL_CARD,
        Notification.revision == Booking.revision,
        or_(false(), *its),
    )


def _cards_of(group: ApprovalGroup) -> Iterator[ColumnElement[bool]]:
    yield Notification.chat_id == group.chat_id
    yield Notification.group_id == group.id
    if group.is_default:
        yield and_(Notification.group_id.is_(None), Notification.chat_id.is_(None))


async def delete_one(session: AsyncSession, group: ApprovalGroup) -> None:
    """What it was told in former times no longer names it."""
    await session.execute(
        update(Notification)
        .where(Notification.group_id == group.id)
        .values(group_id=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(delete(ApprovalGroup).where(ApprovalGroup.id == group.id))
