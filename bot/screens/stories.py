"""What happened to a booking, a line for each step."""

from zoneinfo import ZoneInfo

from bot.schemas.bookings import BookingStory, BookingTab, LedgerLine
from bot.screens.held import held_names
from bot.screens.my import MyCard, figures
from bot.screens.overrides import aside_line
from bot.screens.screen import Screen, button, keyboard, lines
from bot.texts import Texts

LINES_MAX = 8
"""As many fit into one message, however long their names and reasons are."""


def own_story_screen(
    texts: Texts, story: BookingStory, *, tab: BookingTab = BookingTab.UPCOMING
) -> Screen:
    """As its owner reads it."""
    back = button(texts.plain("button-back"), MyCard(booking_id=story.booking.id, tab=tab))
    return Screen(story_text(texts, story, reader_id=story.booking.user_id), keyboard([[back]]))


def asked_story_screen(texts: Texts, story: BookingStory) -> Screen:
    """As the approvers read it, all of them together."""
    return Screen(story_text(texts, story, reader_id=None))


def story_text(texts: Texts, story: BookingStory, *, reader_id: int | None) -> str:
    """`reader_id`: of whom it says "you"."""
    booking = story.booking
    earlier = len(story.lines) - LINES_MAX
    steps = (
        _step(texts, line, booking.zone, reader_id=reader_id) for line in story.lines[-LINES_MAX:]
    )
    return lines(
        texts.html("why-title", number=str(booking.id)),
        texts.html("why-body", **figures(texts, booking)),
        "",
        texts.html("why-earlier", count=earlier) if earlier > 0 else None,
        *steps,
    )


def _step(texts: Texts, line: LedgerLine, zone: ZoneInfo, *, reader_id: int | None) -> str:
    is_own = line.actor_id is not None and line.actor_id == reader_id
    return lines(
        texts.html(
            "why-line",
            moment=texts.moment(line.at, zone),
            who=texts.plain("why-you") if is_own else line.actor_name or "Bronia",
            what=texts.plain("why-step", action=line.action),
        ),
        texts.html(
            "why-holds", names=held_names(texts, line.held), period=texts.period(line.period, zone)
        )
        if line.period
        else None,
        line.reason and texts.html("why-reason", reason=line.reason),
        aside_line(texts, line.overrides),
    )
