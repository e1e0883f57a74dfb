"""What a plan of an import is made of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schemas.tables import LineReport


@dataclass(frozen=True)
class Terms:
    """Who imports, when, and what holds for what a file leaves out."""

    actor_id: int | None
    """None: whoever has the shell."""
    now: datetime
    timezone: str
    language: str
    fixed_owners: frozenset[int] = frozenset()
    reminder_leads: Sequence[timedelta] = ()
    sets_rules_aside: bool = False
    """For bookings: rules of the resources do not count. What is taken stays taken."""


@dataclass(frozen=True)
class Plan:
    """What would become of each line, and how that is written."""

    lines: Sequence[LineReport]
    write: Callable[[AsyncSession], Awaitable[None]]
