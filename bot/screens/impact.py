"""What a change would touch, what could be done about it, and what was done."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.schemas.closures import ClosureDraft
from bot.schemas.impact import (
    Applied,
    ChangeDraft,
    Fate,
    Impact,
    ResourceDraft,
    SiteDraft,
    Touched,
)
from bot.schemas.pages import page_within
from bot.schemas.resources import ResourceChange, ResourceField, ResourceView
from bot.schemas.rules import RuleChanges
from bot.screens import closures
from bot.screens.fields import EditField
from bot.screens.held import held_names
from bot.screens.resources import ShowResource
from bot.screens.rules import EditRule, change_lines
from bot.screens.screen import (
    PageNumber,
    Row,
    Screen,
    back_row,
    button,
    keyboard,
    lines,
    page_turns,
)
from bot.screens.weekly import ShowWeek, week_lines
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


def resource_lines(texts: Texts, after: ResourceView, changed: ResourceChange) -> list[str | None]:
    """What would be different about a resource; it is given as it would be."""
    rules = changed.rules | changed.follows
    if rules:
        return list(change_lines(texts, after, rules, resource=after))
    if changed.opening_hours is not None:
        what, more = "hours", week_lines(texts, after)
    else:
        what, more = "zone" if changed.timezone is not None else "service", []
    about = {"name": after.name, "what": what, "place": texts.place(after.zone)}
    return [texts.html("impact-resource", **about), *more]


def site_lines(texts: Texts, changed: RuleChanges) -> list[str | None]:
    return list(change_lines(texts, changed, changed.rules))


def back_of(draft: ChangeDraft) -> CallbackData:
    """Where it was asked for."""
    match draft:
        case ClosureDraft():
            return closures.back_to_question(draft)
        case SiteDraft():
            return EditRule(rule=min(draft.changed.rules))
        case ResourceDraft(resource_id=one, changed=changed):
            rules = changed.rules | changed.follows
            if rules:
                return EditRule(rule=min(rules), resource_id=one)
            if changed.timezone is not None:
                return EditField(resource_id=one, field=ResourceField.TIMEZONE)
            return ShowWeek(resource_id=one) if draft.days else ShowResource(resource_id=one)


def impact_screen(
    texts: Texts,
    about: Sequence[str | None],
    impact: Impact,
    draft: ChangeDraft,
    *,
    page: int = 0,
    is_new: bool = False,
) -> Screen:
    """`about`: what would be changed. `is_new`: it is not what was seen before."""
    if is_new:
        about = [texts.html("impact-new"), *about]
    keep = Settle(fate=Fate.KEEP, seen=impact.mark(Fate.KEEP))
    last = back_row(texts, back_of(draft))
    if not impact.touched:
        return _nothing_screen(texts, about, draft, keep, last)
    page, pages = page_within(page, len(impact.touched), PAGE_SIZE)
    shown = impact.touched[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    count, movable = len(impact.touched), len(impact.movable)
    text = lines(
        *about,
        "",
        texts.html("impact-count", count=count, people=impact.people),
        *_grouped(texts, shown, with_places=False),
        "",
        texts.html("impact-ask", count=count),
    )
    return Screen(
        text,
        keyboard(
            [
                page_turns(page, pages, lambda to: ShowImpact(page=to)),
                *_answers(texts, keep, count=count, movable=movable),
                last,
            ]
        ),
    )


def _answers(texts: Texts, keep: Settle, *, count: int, movable: int) -> Iterator[Row]:
    """What may become of so many bookings, of which so many can be moved."""
    yield [button(texts.plain("button-impact-keep", count=count), keep)]
    if movable:
        yield [button(texts.plain("button-impact-move", count=movable), ShowMoves())]
    cancel = texts.plain("button-impact-cancel", count=count)
    yield [button(cancel, AskMessage(), style="danger")]


def _nothing_screen(
    texts: Texts, about: Sequence[str | None], draft: ChangeDraft, yes: Settle, last: Row
) -> Screen:
    is_closure = isinstance(draft, ClosureDraft)
    label = texts.plain("button-impact-none" if is_closure else "button-impact-change")
    nothing = texts.html("impact-none" if is_closure else "impact-none-touched")
    rows = [[button(label, yes, style="success")], last]
    return Screen(lines(*about, "", nothing), keyboard(rows))


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
    return Screen(text, keyboard([*rows, back_row(texts, ShowImpact())]))


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
                back_row(texts, ShowImpact()),
            ]
        ),
    )


def done_screen(
    texts: Texts, about: Sequence[str | None], applied: Applied, draft: ChangeDraft
) -> Screen:
    """It is made, and this is what has become of the bookings."""
    text = lines(texts.html("impact-done"), *about, *_applied_lines(texts, applied))
    back: list[Row] = [back_row(texts, back_of(draft))]
    is_closure = isinstance(draft, ClosureDraft)
    return Screen(text, keyboard(closures.done_rows(texts) if is_closure else back))


def _applied_lines(texts: Texts, applied: Applied) -> list[str]:
    """Nothing where none was touched."""
    told = (
        texts.html("impact-kept", count=applied.kept) if applied.kept else None,
        texts.html("impact-moved", count=applied.moved) if applied.moved else None,
        texts.html("impact-cancelled", count=applied.cancelled) if applied.cancelled else None,
    )
    return [one for one in told if one is not None]
