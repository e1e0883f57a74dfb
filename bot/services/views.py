"""Rows into views, inside the transaction that read them."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.schemas.actor import Actor, Person, QuietHours
from bot.schemas.bookings import BookingView, HeldResource
from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan, ResourceView
from db.enums import ResourceKind
from db.models import Booking, Resource, User
from db.repositories.resources import COLUMNS, ResourceRow, parse_hours


@lru_cache(maxsize=4096)
def resource_view(row: ResourceRow) -> ResourceView:
    """The same columns are the same view: they change seldom, and are read with every tap."""
    hours = tuple(OpeningSpan(*span) for span in parse_hours(row[-1]))
    columns = dict(zip(COLUMNS, row, strict=False))
    return ResourceView(**columns, opening_hours=hours)


def actor_view(user: User) -> Actor:
    """Somebody whom others act for; what Telegram says of them is what their row has."""
    person = Person(
        telegram_id=user.telegram_id,
        username=user.username,
        full_name=user.full_name,
        language_code=user.language_code,
    )
    return Actor(
        user_id=user.id,
        person=person,
        role=user.role,
        language=user.language,
        name=user.full_name,
        tags=user.tags,
        quiet_hours=QuietHours(user.quiet_from_minute, user.quiet_until_minute),
        max_open_bookings=user.max_open_bookings,
        block_reason=user.block_reason,
        is_invited=user.invite_id is not None,
    )


def booking_view(booking: Booking) -> BookingView:
    """`booking` must have its user, decider and resources loaded."""
    resources = {one.resource_id: one.resource for one in booking.allocations}
    units = Counter(one.resource_id for one in booking.allocations)
    return _view(
        booking,
        [(resource, units[resource.id]) for resource in resources.values()],
        user_name=booking.user.full_name,
        user_telegram_id=booking.user.telegram_id,
        decided_by_name=booking.decider.full_name if booking.decider else None,
    )


def new_booking_view(
    booking: Booking, actor: Actor, held: Iterable[tuple[ResourceView, int]]
) -> BookingView:
    """The same for one that the actor has just made, from what is known already."""
    return _view(
        booking,
        held,
        user_name=actor.name,
        user_telegram_id=actor.person.telegram_id,
        decided_by_name=None,
    )


def _view(
    booking: Booking,
    held: Iterable[tuple[Resource | ResourceView, int]],
    *,
    user_name: str,
    user_telegram_id: int,
    decided_by_name: str | None,
) -> BookingView:
    in_order = sorted(held, key=_rooms_first)
    return BookingView(
        id=booking.id,
        revision=booking.revision,
        user_id=booking.user_id,
        user_name=user_name,
        user_telegram_id=user_telegram_id,
        held=held_resources(in_order),
        timezone=in_order[0][0].timezone,
        period=Period(starts_at=booking.starts_at, ends_at=booking.ends_at),
        status=booking.status,
        purpose=booking.purpose,
        decide_by=booking.decide_by,
        decided_by_name=decided_by_name,
        decided_at=booking.decided_at,
        decision_reason=booking.decision_reason,
        created_at=booking.created_at,
    )


def _rooms_first(held: tuple[Resource | ResourceView, int]) -> tuple[bool, int]:
    return held[0].kind is not ResourceKind.ROOM, held[0].id


def held_resources(
    held: Iterable[tuple[Resource | ResourceView, int]],
) -> tuple[HeldResource, ...]:
    """Rooms first, for a booking is named after them."""
    in_order = sorted(held, key=_rooms_first)
    return tuple(_held_resource(resource, units) for resource, units in in_order)


def _held_resource(resource: Resource | ResourceView, units: int) -> HeldResource:
    return HeldResource(
        id=resource.id,
        kind=resource.kind,
        name=resource.name,
        location=resource.location,
        units=units,
    )
