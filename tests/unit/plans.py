"""Plans to draw, and what is seen where on their pictures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image

from bot.clock import day_bounds, wall_boundary
from bot.pictures.layout import Layout
from bot.pictures.themes import Colour
from bot.schemas.periods import Period
from bot.schemas.plans import Booked, Plan, PlanRow
from db.enums import BookingStatus

ZONE = "Europe/Kyiv"
KYIV = ZoneInfo(ZONE)
DAY = date(2026, 3, 3)
LONGER, SHORTER = date(2026, 10, 25), date(2026, 3, 29)
"""Of 25 and of 23 hours."""
NEAR = 6
"""So much may a shade differ from its colour: the picture has but some 150 of them."""


def hour(of_day: float, day: date = DAY) -> datetime:
    """On the wall clock; of one that comes twice the first."""
    return wall_boundary(day, int(of_day * 60), KYIV)


def after_midnight(hours: float, day: date) -> datetime:
    return day_bounds(day, KYIV)[0] + timedelta(hours=hours)


def span(begins: float, ends: float, day: date = DAY) -> Period:
    return Period(starts_at=hour(begins, day), ends_at=hour(ends, day))


def booked(
    begins: float, ends: float, *, mine: bool = False, pending: bool = False, **fields: object
) -> Booked:
    """`buffer` in minutes."""
    period = span(begins, ends)
    buffer = timedelta(minutes=fields.pop("buffer", 0))
    values = {"period": period, "occupied": period.padded(buffer)} | fields
    status = BookingStatus.PENDING if pending else BookingStatus.APPROVED
    return Booked(status=status, is_mine=mine, **values)


def row(
    *bookings: Booked, day: date = DAY, opens: float = 8, closes: float = 20, **fields: object
) -> PlanRow:
    values = {"timezone": ZONE, "resource_id": 1, "name": "Blue room"} | fields
    hours = (span(opens, closes, day),) if opens < closes else ()
    return PlanRow(**({"day": day, "open": hours, "booked": bookings} | values))


def plan(*rows: PlanRow, **fields: object) -> Plan:
    days = [one.day for one in rows] or [DAY]
    values = {"timezone": ZONE, "first_day": min(days), "last_day": max(days), "now": None}
    return Plan(rows=rows, **(values | fields))


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def near(seen: Colour, colour: Colour) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(seen, colour, strict=True))


def column(image: Image.Image, layout: Layout, at: datetime, index: int = 0) -> list[Colour]:
    """What is seen in a row at an instant, from above to below."""
    x = layout.at(layout.plan.rows[index], at)
    _, top, _, bottom = layout.track(index)
    return [image.getpixel((x, y)) for y in range(top, bottom)]


def has(seen: Iterable[Colour], colour: Colour) -> bool:
    return any(near(one, colour) for one in seen)
