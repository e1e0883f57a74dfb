"""What was to be booked cannot be had: what would work instead, one tap each."""

from collections.abc import Collection, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot.schemas.bookings import BookingRequest, HeldResource
from bot.schemas.slots import Alternative, WantedView
from bot.screens.book import last_row
from bot.screens.held import NAMES_MAX, held_lines, held_name, held_names
from bot.screens.overrides import anyway_label
from bot.screens.refusals import refusal_text
from bot.screens.screen import (
    DraftId,
    Id,
    Minutes,
    Row,
    Screen,
    Units,
    UnixTime,
    button,
    keyboard,
    lines,
)
from bot.services.refusals import Failure, Refusal
from bot.texts import Texts


class TakeInstead(CallbackData, prefix="b6"):
    draft: DraftId
    resource_id: Id
    at: UnixTime
    minutes: Minutes
    units: Units


class BookWithout(CallbackData, prefix="bw"):
    """Without what the draft remembers as refused."""

    draft: DraftId


class BookAnyway(CallbackData, prefix="bo"):
    """Against the rules that the draft remembers."""

    draft: DraftId


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
            **_when(texts, asked, wanted[0]),
        ),
        "",
        texts.html("book-taken-offer" if instead else "book-taken-nothing"),
    )
    rows = _instead_rows(texts, asked, instead)
    return Screen(text, keyboard([*rows, last_row(texts, asked.draft)]))


def refused_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    refusal: Refusal,
    instead: Sequence[Alternative],
    *,
    against: Collection[str] = (),
) -> Screen:
    """A rule stands against it; `instead` is the nearest that keeps them all.

    `against`: the rules that whoever asks may set aside.
    """
    text = lines(
        texts.html(
            "book-refused-text",
            held=held_lines(texts, [one.held for one in wanted]),
            **_when(texts, asked, wanted[0]),
            why=refusal_text(texts, refusal),
        ),
        "",
        texts.html("book-taken-offer" if instead else "book-not-all-nothing"),
    )
    rows = [*_instead_rows(texts, asked, instead), anyway_row(texts, asked, against)]
    return Screen(text, keyboard([*rows, last_row(texts, asked.draft)]))


def not_all_screen(
    texts: Texts,
    asked: BookingRequest,
    wanted: Sequence[WantedView],
    failed: Sequence[Failure],
    instead: Sequence[Alternative],
    *,
    against: Collection[str] = (),
) -> Screen:
    """Several were wanted, and some cannot be had; the others can be booked without them."""
    reasons = {failure.resource_id: refusal_text(texts, failure.refusal) for failure in failed}
    main = wanted[0]
    has_rest = main.resource.id not in reasons
    rows = _instead_rows(texts, asked, instead)
    if has_rest:
        refused = [one.held for one in wanted if one.resource.id in reasons]
        rows.append(_without_row(texts, refused, asked))
    rows.append(anyway_row(texts, asked, against))
    nothing = "book-not-all-rest" if has_rest else "book-not-all-nothing"
    text = lines(
        texts.html("book-not-all-text", **_when(texts, asked, main)),
        "",
        *(_fate_line(texts, one, reasons.get(one.resource.id)) for one in wanted),
        "",
        texts.html("book-taken-offer" if instead else nothing),
    )
    return Screen(text, keyboard([*rows, last_row(texts, asked.draft)]))


def _when(texts: Texts, asked: BookingRequest, main: WantedView) -> dict[str, str]:
    zone = main.resource.zone
    return {
        "period": texts.period(asked.period, zone),
        "away": texts.away(asked.period.starts_at, zone),
    }


def _fate_line(texts: Texts, one: WantedView, why: str | None) -> str:
    """`why` it cannot be had; None where it can."""
    name = held_name(texts, one.held)
    if why is None:
        return texts.html("book-not-all-fine", name=name)
    return texts.html("book-not-all-failed", name=name, why=why)


def anyway_row(texts: Texts, asked: BookingRequest, against: Collection[str]) -> Row:
    if not against:
        return []
    return [button(anyway_label(texts, against), BookAnyway(draft=asked.draft))]


def _instead_rows(texts: Texts, asked: BookingRequest, instead: Sequence[Alternative]) -> list[Row]:
    return [[_instead_button(texts, option, asked)] for option in instead]


def _instead_button(
    texts: Texts, option: Alternative, asked: BookingRequest
) -> InlineKeyboardButton:
    """Of another resource at the same time, the day goes without saying."""
    main, key = asked.wanted[0], "book-instead-resource"
    if option.resource_id == main.resource_id:
        key = "book-instead-start" if option.units == main.units else "book-instead-units"
    label = texts.plain(
        key,
        icon=texts.plain("kind-icon", kind=option.resource_kind),
        name=texts.plain("held-name", name=option.resource_name, units=option.units),
        units=option.units,
        period=texts.period(option.period, option.zone),
        hours=texts.hours(option.period, option.zone),
    )
    take = TakeInstead(
        draft=asked.draft,
        resource_id=option.resource_id,
        at=int(option.period.starts_at.timestamp()),
        minutes=option.period.minutes,
        units=option.units,
    )
    return button(label, take)


def _without_row(texts: Texts, refused: Sequence[HeldResource], asked: BookingRequest) -> Row:
    kinds = [one.model_copy(update={"units": 1}) for one in refused]
    names = held_names(texts, kinds, most=NAMES_MAX)
    return [button(texts.plain("button-without", names=names), BookWithout(draft=asked.draft))]
