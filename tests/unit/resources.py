"""A resource to try the rules on."""

from typing import Any

from bot.schemas.resources import OpeningSpan, ResourceView
from db.enums import ResourceKind


def resource(**fields: Any) -> ResourceView:
    """A room in Kyiv on a grid of 30 minutes, for 30 minutes to 4 hours, always open."""
    values = {
        "id": 1,
        "kind": ResourceKind.ROOM,
        "name": "Blue room",
        "timezone": "Europe/Kyiv",
        "grid_minutes": 30,
        "min_minutes": 30,
        "max_minutes": 240,
        "notice_minutes": 0,
        "horizon_days": 60,
        "buffer_minutes": 0,
        "requires_approval": False,
        "approval_minutes": 1440,
        "is_active": True,
    }
    return ResourceView(**(values | fields))


def daily(opens: int, closes: int) -> tuple[OpeningSpan, ...]:
    """Open every day, from one hour to another."""
    return tuple(
        OpeningSpan(weekday=weekday, opens_minute=opens * 60, closes_minute=closes * 60)
        for weekday in range(7)
    )
