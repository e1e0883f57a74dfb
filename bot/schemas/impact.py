"""What a change would do to what is booked, and what is to be done about it."""

from enum import StrEnum
from hashlib import blake2s
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView, HeldResource, Wanted
from bot.schemas.closures import ClosureDraft
from bot.schemas.periods import Period, Zoned
from bot.schemas.resources import ResourceChange
from bot.schemas.rules import RuleChanges
from bot.schemas.weekly import Day


class Fate(StrEnum):
    """What becomes of the bookings that a change would not allow."""

    KEEP = "keep"
    MOVE = "move"  # those that can be; the others stay
    MOVE_OR_CANCEL = "swap"  # those that can be; the others are cancelled
    CANCEL = "cancel"

    @property
    def moves(self) -> bool:
        return self in (Fate.MOVE, Fate.MOVE_OR_CANCEL)

    @property
    def cancels(self) -> bool:
        return self in (Fate.CANCEL, Fate.MOVE_OR_CANCEL)


class Relocation(Zoned):
    """Where a booking could go; the zone is that of what it would be named after."""

    period: Period
    wanted: tuple[Wanted, ...]
    held: tuple[HeldResource, ...]


class Touched(BaseModel):
    """A booking that would not be allowed any more."""

    model_config = ConfigDict(frozen=True)

    booking: BookingView
    resource_ids: tuple[int, ...]
    """Of what it holds, that which stands in its way."""
    relocation: Relocation | None = None

    @property
    def about(self) -> HeldResource:
        """The resource under which it is listed."""
        return next(one for one in self.booking.held if one.id in self.resource_ids)


class Impact(BaseModel):
    """All bookings that a change touches, those of a resource together, earliest first."""

    model_config = ConfigDict(frozen=True)

    touched: tuple[Touched, ...]

    @property
    def movable(self) -> tuple[Touched, ...]:
        return tuple(one for one in self.touched if one.relocation is not None)

    @property
    def people(self) -> int:
        return len({one.booking.user_id for one in self.touched})

    def mark(self, fate: Fate) -> int:
        """A number that says what was seen: these bookings, and where they would go."""
        seen: list[Any] = [
            (one.booking.id, one.booking.revision, one.booking.status) for one in self.touched
        ]
        if fate.moves:
            seen += [
                (one.booking.id, one.relocation.period.model_dump_json(), one.relocation.wanted)
                for one in self.movable
                if one.relocation is not None
            ]
        return int.from_bytes(blake2s(repr(seen).encode(), digest_size=4).digest())


class ResourceDraft(BaseModel):
    """A change of one resource that waits for an answer."""

    model_config = ConfigDict(frozen=True)

    resource_id: int
    changed: ResourceChange = ResourceChange()
    days: dict[int, Day] = {}
    """Weekday -> its new hours; the other days are, when it is made, as they are by then."""


class SiteDraft(BaseModel):
    """The same of the site's rules."""

    model_config = ConfigDict(frozen=True)

    changed: RuleChanges


ChangeDraft = ClosureDraft | ResourceDraft | SiteDraft
"""What may touch future bookings."""


class Answer(BaseModel):
    """What an admin has decided, having seen an impact."""

    model_config = ConfigDict(frozen=True)

    fate: Fate
    seen: int
    """Its mark."""
    message: str | None = None
    """To those whose bookings are cancelled."""


class Applied(BaseModel):
    """The change is made, and this is what has become of the bookings."""

    model_config = ConfigDict(frozen=True)

    kept: int = 0
    moved: int = 0
    cancelled: int = 0
