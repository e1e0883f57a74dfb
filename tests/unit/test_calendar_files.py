"""The file of a booking says to a calendar what the bot says in the chat."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from bot.calendar_files import calendar_file
from bot.schemas.bookings import BookingStory, BookingView, HeldResource, LedgerLine
from bot.schemas.periods import Period
from bot.texts import texts_of
from db.enums import BookingAction, BookingStatus, ResourceKind
from tests.unit.time_corpus import (
    APIA,
    CASABLANCA,
    KATHMANDU,
    KYIV,
    LONDON,
    LORD_HOWE,
    NEW_YORK,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = (BookingAction.BOOKED, BookingAction.MOVED, BookingAction.CANCELLED)


def story(
    zone: str = KYIV,
    starts_at: datetime = NOW,
    *,
    hours: int = 1,
    status: BookingStatus = BookingStatus.APPROVED,
    steps: int = 1,
) -> BookingStory:
    room = HeldResource(
        id=1, kind=ResourceKind.ROOM, name="Синя, кімната", location="2; floor", units=1
    )
    booking = BookingView(
        id=7,
        revision=1,
        user_id=1,
        user_name="Emma",
        user_telegram_id=1,
        held=(room,),
        timezone=zone,
        period=Period.of(starts_at, hours * 60),
        status=status,
        purpose="Стендап\nand planning " * 6,
        decide_by=None,
        decided_by_name=None,
        decided_at=None,
        decision_reason=None,
        created_at=NOW,
    )
    lines = tuple(
        LedgerLine(at=NOW, action=action, actor_id=1, actor_name="Emma", reason=None)
        for action in STEPS[:steps]
    )
    return BookingStory(booking=booking, lines=lines)


def read(of: BookingStory) -> tuple[Calendar, Event]:
    raw = calendar_file(texts_of("uk"), of, bot_id=42, now=NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))  # RFC 5545, 3.1
    calendar = Calendar.from_ical(raw)
    (event,) = calendar.events
    return calendar, event


@pytest.mark.parametrize(
    "zone", [KYIV, LONDON, NEW_YORK, LORD_HOWE, KATHMANDU, CASABLANCA, APIA, "UTC"]
)
def test_the_written_out_zone_alone_gives_the_instants(zone: str) -> None:
    """All year round, and over both changes of the clock; no zone database is asked."""
    for days in range(0, 800, 11):
        starts_at = NOW + timedelta(days=days, minutes=15)
        calendar, event = read(story(zone, starts_at, hours=30))
        for name, instant in (("dtstart", starts_at), ("dtend", starts_at + timedelta(hours=30))):
            told = event[name].dt
            zones = {each["tzid"]: each.to_tz(lookup_tzid=False) for each in calendar.timezones}
            own = zones.get(event[name].params.get("tzid"), UTC)
            assert told.replace(tzinfo=own).astimezone(UTC) == instant, (zone, instant)


def test_it_says_what_where_and_why() -> None:
    _, event = read(story())
    assert event["summary"] == "Синя, кімната"
    assert event["location"] == "2; floor"
    assert event["description"] == "Стендап\nand planning " * 6
    assert event["status"] == "CONFIRMED"


def test_a_change_is_the_same_event_with_a_higher_sequence() -> None:
    (_, first), (_, second) = read(story(steps=1)), read(story(steps=2))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)


@pytest.mark.parametrize(
    ("status", "method", "said"),
    [
        (BookingStatus.PENDING, "PUBLISH", "TENTATIVE"),
        (BookingStatus.APPROVED, "PUBLISH", "CONFIRMED"),
        (BookingStatus.CANCELLED, "CANCEL", "CANCELLED"),
        (BookingStatus.REJECTED, "CANCEL", "CANCELLED"),
        (BookingStatus.EXPIRED, "CANCEL", "CANCELLED"),
    ],
)
def test_what_is_off_is_cancelled(status: BookingStatus, method: str, said: str) -> None:
    calendar, event = read(story(status=status, steps=3))
    assert (calendar["method"], event["status"], event["sequence"]) == (method, said, 2)
