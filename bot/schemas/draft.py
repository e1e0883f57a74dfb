"""A booking that is being made: what the dialogue remembers between two taps."""

import secrets
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from bot.schemas.periods import Period
from db.enums import ResourceKind


def new_draft_id() -> str:
    """Eight characters that fit into every button of the dialogue."""
    return secrets.token_urlsafe(6)


class Draft(BaseModel):
    """Filled step by step; going back keeps what was chosen before that step."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(default_factory=new_draft_id)
    kind: ResourceKind | None = None
    search: str | None = None
    page: int | None = None
    """Of the list that is shown, where that was turned."""
    resource_id: int | None = None
    units: int = 1
    """Of the resource; a room has one."""
    extras: dict[int, int] = Field(default_factory=dict)
    """What comes with it: resource id -> how many units."""
    refused: tuple[int, ...] = ()
    """Which of it could not be had when it was last asked for."""
    day: date | None = None
    starts_at: datetime | None = None
    minutes: int | None = None
    people: int | None = None
    """How many will come, where that was said."""
    purpose: str | None = None
    said: tuple[str, ...] = ()
    """The lines that were typed, oldest first: they answer what they can of each step."""
    replaces: int | None = None
    """The booking that it moves, rather than makes another."""
    for_user: int | None = None
    """For whom it is, where an admin books or moves for somebody."""
    reason: str | None = None
    """Why an admin moves it."""
    overrides: frozenset[str] = frozenset()
    """The rules that an admin has set aside for it."""
    against: frozenset[str] = frozenset()
    """Those that stood against it when it was last asked for, and that may be set aside."""
    message_id: int | None = None
    """The message that is edited in place; a typed text has to find it again."""

    @property
    def says_more(self) -> bool:
        """Whether it asks for more than a resource and a period, which a button can carry."""
        return bool(self.purpose or self.extras)

    @property
    def period(self) -> Period | None:
        if self.starts_at is None or self.minutes is None:
            return None
        return Period.of(self.starts_at, self.minutes)
