"""One thing to be told, ready to be rendered and sent."""

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView
from db.enums import NotificationKind


class Notice(BaseModel):
    """A notification under our lease, checked against its booking."""

    model_config = ConfigDict(frozen=True)

    id: int
    token: str
    """The lease: without it nobody may close the row."""
    kind: NotificationKind
    attempts: int
    booking: BookingView
    chat_id: int
    user_id: int | None
    """The recipient; None is the approval group."""
    language: str | None
    """None: the approval group's."""
    edits: int | None = None
    """The message to edit, rather than to send a new one."""
