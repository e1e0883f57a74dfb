"""What a change would touch, what could be done about it, and what was done."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.schemas.impact import Applied, Fate, Impact, Touched
from bot.schemas.pages import page_within
from bot.screens.held import held_names
from bot.screens.screen import PageNumber, Row, Screen, button, keyboard, lines, page_turns
from bot.texts import Texts

PAGE_SIZE = 8

Seen = Annotated[int, Field(ge=0, le=2**32 - 1)]


class ShowImpact(CallbackData, prefix="imq"):
    page: PageNumber = 0


class ShowMoves(CallbackData, prefix="imv"):
    """Where each of those would go that can be moved."""

    page: PageNumber = 0


class AskMessage(CallbackData, prefix="imc"):
    """What to tell those whose bookings are cancelled."""


class Settle(CallbackData, prefix="ims"):
    """Make the change; what was seen, is in the mark."""

    fate: Fate
    seen: Seen


def impact_screen(
    texts: Texts,
    about: Sequence[str | None],
    impact: Impact,
    back: CallbackData,
    *,
    page: int = 0,
    is_new: bool = False,
) -> Screen:
    """`about`: what would be changed. `is_new`: it is not what was seen before."""
    keep = Settle(fate=Fate.KEEP, seen=impact.mark(Fate.KEEP))
    last = [button(texts.plain("button-back"), back)]
    if not impact.touched:
        yes = [button(texts.plain("button-impact-none"), keep, style="success")]
        return Screen(lines(*about, "", texts.html("impact-none")), keyboard([yes, last]))
    page, pages = page_within(page, len(impact.touched), PAGE_SIZE)
    shown = impact.touched[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    count, movable = len(impact.touched), len(impact.movable)
    text = lines(
        texts.html("impact-new") if is_new else None,
        *about,
        "",
        texts.html("impact-count", count=count, people=impact.people),
        *_grouped(texts, shown, with_places=False),
        "",
        texts.html("impact-ask"),
    )
    moves = [button(texts.plain("button-impact-move", count=movable), ShowMoves())]
    return Screen(
        text,
        keyboard(
            [
                page_turns(page, pages, lambda to: ShowImpact(page=to)),
                [button(texts.plain("button-impact-keep"), keep)],
                moves if movable else [],
                [button(texts.plain("button-impact-cancel"), AskMessage(), style="danger")],
                last,
            ]
        ),
    )


def _grouped(texts: Texts, shown: Sequence[Touched], *, with_places: bool) -> Iterator[str]:
    """A line each, under its resource and its day."""
    heading = None
    for one in shown:
        period, zone = one.booking.period, one.booking.zone
        day = texts.day(period.starts_at.astimezone(zone).date())
        if heading != (one.about.id, day):
            heading = (one.about.id, day)
            away = texts.away(period.starts_at, zone)
            yield texts.html("impact-heading", name=one.about.name, day=day, away=away)
        hours = texts.hours(period, zone)
        yield texts.html("impact-line", hours=hours, who=one.booking.user_name)
        if with_places and one.relocation is not None:
            to = one.relocation
            yield texts.html(
                "impact-place",
                names=held_names(texts, to.held),
                period=texts.period(to.period, to.zone),
                away=texts.away(to.period.starts_at, to.zone),
            )


def moves_screen(
    texts: Texts, about: Sequence[str | None], impact: Impact, *, page: int = 0
) -> Screen:
    """Every move, before it is made."""
    movable, left = impact.movable, len(impact.touched) - len(impact.movable)
    page, pages = page_within(page, len(movable), PAGE_SIZE)
    shown = movable[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    mark = impact.mark(Fate.MOVE)
    text = lines(
        *about,
        "",
        texts.html("impact-moves", count=len(movable), left=left),
        *_grouped(texts, shown, with_places=True),
    )
    rows: list[Row] = [page_turns(page, pages, lambda to: ShowMoves(page=to))]
    fates = (Fate.MOVE, Fate.MOVE_OR_CANCEL) if left else (Fate.MOVE,)
    for fate in fates:
        label = texts.plain("button-impact-do", fate=fate, left=left)
        rows.append([button(label, Settle(fate=fate, seen=mark))])
    return Screen(text, keyboard([*rows, [button(texts.plain("button-back"), ShowImpact())]]))


def message_screen(
    texts: Texts, about: Sequence[str | None], impact: Impact, message: str | None
) -> Screen:
    """The message to those whose bookings are cancelled is typed here."""
    count = len(impact.touched)
    yes = Settle(fate=Fate.CANCEL, seen=impact.mark(Fate.CANCEL))
    hint = texts.html("impact-message-hint")
    text = lines(
        *about,
        "",
        texts.html("impact-cancel-text", count=count, people=impact.people),
        texts.html("impact-message", message=message) if message else hint,
    )
    return Screen(
        text,
        keyboard(
            [
                [button(texts.plain("button-impact-cancel-yes", count=count), yes, style="danger")],
                [button(texts.plain("button-back"), ShowImpact())],
            ]
        ),
    )


def applied_lines(texts: Texts, applied: Applied) -> list[str]:
    """What has become of the bookings; nothing where none was touched."""
    told = (
        texts.html("impact-kept", count=applied.kept) if applied.kept else None,
        texts.html("impact-moved", count=applied.moved) if applied.moved else None,
        texts.html("impact-cancelled", count=applied.cancelled) if applied.cancelled else None,
    )
    return [one for one in told if one is not None]
