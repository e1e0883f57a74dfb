"""Who acts."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from db.enums import ADMIN_ROLES, Role


class Person(BaseModel):
    """What Telegram tells of a person with each update."""

    model_config = ConfigDict(frozen=True)

    telegram_id: int
    username: str | None
    full_name: str
    language_code: str | None


class Contact(BaseModel):
    """Somebody who can be written to."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    telegram_id: int
    full_name: str


class QuietHours(NamedTuple):
    """Minutes of a local day, which may go past midnight; from and until the same are none."""

    begins: int
    ends: int

    def hold(self, minute: int) -> bool:
        """Whether reminders arrive silently at that minute of the day."""
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends


class Actor(BaseModel):
    """The person behind an update, as the services know them."""

    model_config = ConfigDict(frozen=True)

    user_id: int
    person: Person
    name: str
    """As others see them: their full name, within its width."""
    role: Role
    language: str
    tags: frozenset[str] = frozenset()
    quiet_hours: QuietHours = QuietHours(22 * 60, 8 * 60)
    max_open_bookings: int | None = None
    """How many bookings they may have ahead, of all resources."""
    block_reason: str | None = None
    """Why they may not use the bot, where they may not."""
    is_invited: bool = False
    """Whether they came by an invite."""
    is_approver: bool = False
    """Whether they act as a member of an approval group, inside it."""
    approves_for: int | None = None
    """Which one, by its row; None: the default group."""

    @property
    def is_admin(self) -> bool:
        return self.role in ADMIN_ROLES

    @property
    def is_owner(self) -> bool:
        return self.role is Role.OWNER

    def as_approver(self, *, belongs: bool = True, group_id: int | None = None) -> "Actor":
        """The same person, acting as a member of an approval group; of the default one, if of none
        by name."""
        return self.model_copy(update={"is_approver": belongs, "approves_for": group_id})
