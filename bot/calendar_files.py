"""A booking as an iCalendar file (RFC 5545), for the calendar that a person keeps anyway."""

from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from bot.schemas.bookings import BookingStory, BookingView
from bot.screens.held import held_names
from bot.texts import Texts
from db.enums import BookingStatus

STATUSES = {BookingStatus.PENDING: "TENTATIVE", BookingStatus.APPROVED: "CONFIRMED"}
"""Whatever is none of these is CANCELLED."""


def calendar_file(texts: Texts, story: BookingStory, *, bot_id: int, now: datetime) -> bytes:
    """The file as it is to be imported now: the same event, as many times as it changes.

    A calendar knows the event again by its UID, and keeps the highest SEQUENCE: each step of the
    ledger raises it. What is off is METHOD:CANCEL, which takes the event away.
    """
    booking = story.booking
    starts_at, ends_at = _spoken(booking)
    event = Event()
    event.add("uid", f"booking-{booking.id}@{bot_id}.bronia")
    event.add("sequence", len(story.lines) - 1)
    event.add("dtstamp", now)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", held_names(texts, booking.held))
    event.add("status", STATUSES.get(booking.status, "CANCELLED"))
    if booking.main.location:
        event.add("location", booking.main.location)
    if booking.purpose:
        event.add("description", booking.purpose)

    calendar = Calendar()
    calendar.add("prodid", "-//Bronia//Bronia//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if booking.status.is_active else "CANCEL")
    calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=date(starts_at.year, 1, 1), last_date=date(ends_at.year + 1, 1, 1)
    )
    return bytes(calendar.to_ical())


def _spoken(booking: BookingView) -> tuple[datetime, datetime]:
    """On the wall clock of its place; in UTC where an hour comes a second time.

    A wall time that comes twice means the first (RFC 5545, 3.3.5).
    """
    period = booking.period
    local = [at.astimezone(booking.zone) for at in (period.starts_at, period.ends_at)]
    if any(at.fold for at in local):
        return period.starts_at.astimezone(UTC), period.ends_at.astimezone(UTC)
    return local[0], local[1]
