"""People, as those see them who run the place."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.schemas.bookings import BookingView
from db.enums import Role


class PersonLine(BaseModel):
    """A line in the list of people."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    telegram_id: int
    full_name: str
    username: str | None
    role: Role
    reachable: bool


class PeoplePage(BaseModel):
    """A page of the people who match a search, the newest first; `page` counts from 0."""

    model_config = ConfigDict(frozen=True)

    people: tuple[PersonLine, ...]
    search: str | None
    count: int
    page: int
    pages: int


class PersonView(PersonLine):
    """One person, with a page of what lies ahead of them."""

    is_fixed_owner: bool
    """ADMIN_IDS names them, so nobody makes them anything else."""
    tags: frozenset[str]
    max_open_bookings: int | None
    block_reason: str | None
    created_at: datetime
    bookings: tuple[BookingView, ...]
    ahead: int
    """How many bookings they have that have not ended."""
    others: int
    """How many are over, one way or another."""
    page: int
    pages: int

    @property
    def runs_the_place(self) -> bool:
        return self.role in (Role.ADMIN, Role.OWNER)
