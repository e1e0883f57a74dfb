"""One thing to be told: the lease on its row, and what is needed to render and send it."""

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView
from db.enums import NotificationKind


class Claim(BaseModel):
    """A notification under our lease; without the token nobody may close the row."""

    model_config = ConfigDict(frozen=True)

    id: int
    token: str
    user_id: int | None
    """The recipient; None is the approval group."""
    attempts: int
    """How often it was tried, this time included."""


class Notice(BaseModel):
    """What to tell, checked against its booking."""

    model_config = ConfigDict(frozen=True)

    kind: NotificationKind
    booking: BookingView
    chat_id: int
    language: str | None = None
    """None: the approval group's."""
    edits: int | None = None
    """The message to edit, rather than to send a new one."""
    is_superseded: bool = False
    """A card whose request was changed: a newer one asks for the answer."""
