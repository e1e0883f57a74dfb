"""What was to be booked cannot be had: what would work instead, one tap each."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import BookingRequest
from bot.schemas.slots import Alternative, WantedView
from bot.screens.book import last_row
from bot.screens.held import held_lines, held_name
from bot.screens.refusals import refusal_text
from bot.screens.screen import Id, Row, Screen, UnixTime, button, keyboard, lines
from bot.services.refusals import Failure
from bot.texts import Texts


class TakeInstead(CallbackData, prefix="b6"):
    draft: str
    resource_id: Id
    at: UnixTime


class BookWithout(CallbackData, prefix="bw"):
    draft: str
    resource_id: Id


def taken_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    instead: Sequence[Alternative],
) -> Screen:
    """Somebody was faster."""
    text = lines(
        texts.html(
            "book-taken-text",
            held=held_lines(texts, [one.held for one in wanted]),
            period=texts.period(asked.period, wanted[0].resource.zone),
        ),
        "",
        texts.html("book-taken-offer" if instead else "book-taken-nothing"),
    )
    rows = _instead_rows(texts, asked, instead)
    return Screen(text, keyboard([*rows, last_row(texts, asked.draft)]))


def not_all_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    failed: Sequence[Failure],
    instead: Sequence[Alternative],
) -> Screen:
    """Several were wanted, and some cannot be had; the others can be booked without them."""
    reasons = {failure.resource_id: refusal_text(texts, failure.refusal) for failure in failed}
    main, *others = wanted
    rows = [
        *_instead_rows(texts, asked, instead),
        *(_without_row(texts, one, asked) for one in others if one.resource.id in reasons),
    ]
    text = lines(
        texts.html("book-not-all-text", period=texts.period(asked.period, main.resource.zone)),
        "",
        *(_fate_line(texts, one, reasons.get(one.resource.id)) for one in wanted),
        "",
        texts.html("book-taken-offer" if rows else "book-taken-nothing"),
    )
    return Screen(text, keyboard([*rows, last_row(texts, asked.draft)]))


def _fate_line(texts: Texts, one: WantedView, why: str | None) -> str:
    """`why` it cannot be had; None where it can."""
    name = held_name(texts, one.held)
    if why is None:
        return texts.html("book-not-all-fine", name=name)
    return texts.html("book-not-all-failed", name=name, why=why)


def _instead_rows(texts: Texts, asked: BookingRequest, instead: Sequence[Alternative]) -> list[Row]:
    return [[_instead_button(texts, option, asked)] for option in instead]


def _instead_button(
    texts: Texts, option: Alternative, asked: BookingRequest
) -> InlineKeyboardButton:
    is_same = option.resource_id == asked.wanted[0].resource_id
    label = texts.plain(
        "book-instead-start" if is_same else "book-instead-resource",
        icon=texts.plain("kind-icon", kind=option.resource_kind),
        name=option.resource_name,
        period=texts.period(option.period, option.zone),
    )
    at = int(option.period.starts_at.timestamp())
    return button(label, TakeInstead(draft=asked.draft, resource_id=option.resource_id, at=at))


def _without_row(texts: Texts, one: WantedView, asked: BookingRequest) -> Row:
    label = texts.plain("button-without", name=one.resource.name)
    return [button(label, BookWithout(draft=asked.draft, resource_id=one.resource.id))]
