"""Links that let people in."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict


class InviteForm(BaseModel):
    """An invite that is being made."""

    model_config = ConfigDict(frozen=True)

    uses: int = 1
    """How many people it lets in; 0: as many as like to."""
    days: int = 7
    """For how long; 0: for ever."""
    tags: frozenset[str] = frozenset()
    """What those who come by it are given."""
    message_id: int | None = None
    """The message that shows it."""

    @property
    def lasts(self) -> timedelta | None:
        return timedelta(days=self.days) if self.days else None


class InviteView(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    code: str
    tags: frozenset[str]
    max_uses: int | None
    uses: int
    expires_at: datetime | None


class InvitePage(BaseModel):
    """Invites that still let somebody in, the newest first; pages count from 0."""

    model_config = ConfigDict(frozen=True)

    invites: tuple[InviteView, ...]
    page: int
    pages: int
