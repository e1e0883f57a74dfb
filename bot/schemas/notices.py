"""One thing to be told: the lease on its row, and what is needed to render and send it."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView, ByAdmin
from db.enums import NotificationKind


class Recipient(NamedTuple):
    """A person, or, where there is none, an approval group; None of both is the default group."""

    user_id: int | None
    group_id: int | None = None


class Lease(BaseModel):
    """Notifications to one recipient under our lease; without the token nobody may close them."""

    model_config = ConfigDict(frozen=True)

    token: str
    id: int
    """The one that has been due longest."""
    user_id: int | None
    """The recipient; None is an approval group."""
    group_id: int | None
    """Which one; None is the default group."""
    chat_id: int | None
    """Where they go; None while no approval group is bound."""
    attempts: int
    """How often it was tried, this time included."""

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.user_id, self.group_id)


class Notice(BaseModel):
    """What to tell, checked against its booking."""

    model_config = ConfigDict(frozen=True)

    kind: NotificationKind
    booking: BookingView
    chat_id: int
    language: str | None = None
    """None: the approval groups'."""
    card_id: int | None = None
    """The notification that posted the card of which this is the outcome."""
    edits: int | None = None
    """The message to edit, rather than to send a new one."""
    is_superseded: bool = False
    """A card whose request was changed: a newer one asks for the answer."""
    extensions: tuple[int, ...] = ()
    """By how many minutes what is about to end could go on."""
    by_admin: ByAdmin | None = None
    """What somebody has done to the booking of whom it tells."""
    is_blocked: bool = False
    """The recipient may not use the bot: they are told, and given no button."""
    is_silent: bool = False
    """It arrives without a sound."""
