"""A change that touches what is booked ahead: seen first, then made with what is to follow."""

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.handlers.dialogue import TYPED
from bot.handlers.forms import Form
from bot.handlers.states import Asked
from bot.handlers.turn import Turn
from bot.schemas.closures import ClosureDraft, NewClosure
from bot.schemas.impact import (
    Answer,
    Applied,
    ChangeDraft,
    Fate,
    Impact,
    ResourceDraft,
    SiteDraft,
)
from bot.schemas.resources import ResourceChange
from bot.screens import closures as closure_screens
from bot.screens import impact as screens
from bot.screens.screen import Screen
from bot.services import refusals
from bot.services.place import closures, impact, inventory, opening, resources, site
from bot.services.place.impact import Pending
from bot.services.reasons import check_reason

router = Router(name="impact")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)

DRAFTS: Mapping[str, type[ClosureDraft] | type[ResourceDraft] | type[SiteDraft]] = {
    "closure": ClosureDraft,
    "resource": ResourceDraft,
    "site": SiteDraft,
}
"""As what each is remembered."""
NOTHING = Impact(touched=())


async def make(event: Message | CallbackQuery, turn: Turn, draft: ChangeDraft) -> bool:
    """Make a change at once where it touches nothing; else show what it would, and ask.

    Whether it is made.
    """
    unasked = Answer(fate=Fate.KEEP, seen=NOTHING.mark(Fate.KEEP))
    result = await apply(turn, draft, unasked)
    if isinstance(result, Applied):
        return True
    screen = await impact_screen(turn, draft, result)
    await put(event, turn, screen, draft, Asked.impact_choice)
    return False


async def show(event: Message | CallbackQuery, turn: Turn, draft: ChangeDraft) -> None:
    """What it would touch, nothing included."""
    screen = await impact_screen(turn, draft, await look(turn, draft))
    await put(event, turn, screen, draft, Asked.impact_choice)


async def put(
    event: Message | CallbackQuery,
    turn: Turn,
    screen: Screen,
    draft: ChangeDraft,
    state: State,
    **known: Any,
) -> None:
    name = next(name for name, kind in DRAFTS.items() if isinstance(draft, kind))
    said = {name: draft.model_dump(mode="json", exclude_unset=True)}
    await Form(turn).ask(event, screen, state, **said, **known)


async def open_draft(event: Message | CallbackQuery, turn: Turn) -> ChangeDraft:
    """The change that is asked about; QuestionOver where that is not in the message tapped."""
    about = await Form(turn).about()
    shown = event.message if isinstance(event, CallbackQuery) else None
    if shown is not None and shown.message_id != about.get("asked"):
        raise refusals.QuestionOver
    for name, kind in DRAFTS.items():
        if name in about:
            return kind.model_validate(about[name])
    raise refusals.QuestionOver


def closure_of(draft: ClosureDraft) -> NewClosure:
    """QuestionOver for a tap that skips questions."""
    if draft.closure is None:
        raise refusals.QuestionOver
    return draft.closure


async def pending_of(turn: Turn, draft: ChangeDraft) -> Pending:
    match draft:
        case ClosureDraft():
            closure, closure_id = closure_of(draft), draft.closure_id
            return closures.pending(closure, closure_id=closure_id, now=turn.now)
        case ResourceDraft():
            changed = await change_of(turn, draft)
            return resources.pending(draft.resource_id, changed, now=turn.now)
        case SiteDraft():
            return site.pending(draft.changed)


async def change_of(turn: Turn, draft: ResourceDraft) -> ResourceChange:
    if not draft.days:
        return draft.changed
    resource = await inventory.get_any(turn.db, turn.actor, draft.resource_id)
    return opening.change_of(resource, draft.days)


async def look(turn: Turn, draft: ChangeDraft) -> Impact:
    pending = await pending_of(turn, draft)
    return await impact.preview(turn.db, turn.actor, pending, now=turn.now)


async def apply(turn: Turn, draft: ChangeDraft, answer: Answer) -> Applied | Impact:
    return await impact.apply(
        turn.db,
        turn.actor,
        await pending_of(turn, draft),
        answer,
        now=turn.now,
        reminder_leads=turn.settings.reminder_leads,
    )


async def about(turn: Turn, draft: ChangeDraft) -> list[str | None]:
    """What would be changed, in words."""
    match draft:
        case ClosureDraft():
            return closure_screens.closure_lines(turn.texts, closure_of(draft), draft.name)
        case ResourceDraft(resource_id=resource_id):
            changed = await change_of(turn, draft)
            after = await resources.get_changed(turn.db, turn.actor, resource_id, changed)
            return screens.resource_lines(turn.texts, after, changed)
        case SiteDraft():
            return screens.site_lines(turn.texts, draft.changed)


async def impact_screen(
    turn: Turn, draft: ChangeDraft, seen: Impact, *, page: int = 0, is_new: bool = False
) -> Screen:
    what = await about(turn, draft)
    return screens.impact_screen(turn.texts, what, seen, draft, page=page, is_new=is_new)


@router.callback_query(screens.ShowImpact.filter())
async def show_impact(tap: CallbackQuery, callback_data: screens.ShowImpact, turn: Turn) -> None:
    draft = await open_draft(tap, turn)
    screen = await impact_screen(turn, draft, await look(turn, draft), page=callback_data.page)
    await put(tap, turn, screen, draft, Asked.impact_choice)


@router.callback_query(screens.ShowMoves.filter())
async def show_moves(tap: CallbackQuery, callback_data: screens.ShowMoves, turn: Turn) -> None:
    draft = await open_draft(tap, turn)
    seen = await look(turn, draft)
    if seen.movable:
        what, page = await about(turn, draft), callback_data.page
        screen = screens.moves_screen(turn.texts, what, seen, page=page)
    else:
        screen = await impact_screen(turn, draft, seen)
    await put(tap, turn, screen, draft, Asked.impact_choice)


@router.callback_query(screens.AskMessage.filter())
async def ask_message(tap: CallbackQuery, turn: Turn) -> None:
    await show_message(tap, turn, message=None)


@router.message(StateFilter(Asked.impact_message), TYPED)
async def type_message(message: Message, turn: Turn) -> None:
    typed = (message.text or "").strip()
    check_reason(typed)
    await show_message(message, turn, message=typed)


async def show_message(event: Message | CallbackQuery, turn: Turn, *, message: str | None) -> None:
    draft = await open_draft(event, turn)
    seen, what = await look(turn, draft), await about(turn, draft)
    screen = screens.message_screen(turn.texts, what, seen, message)
    await put(event, turn, screen, draft, Asked.impact_message, message=message)


@router.callback_query(screens.Settle.filter())
async def settle(tap: CallbackQuery, callback_data: screens.Settle, turn: Turn) -> None:
    """Where something has changed since it was seen, it is shown anew, and asked again."""
    draft = await open_draft(tap, turn)
    fate, seen = callback_data.fate, callback_data.seen
    message = (await Form(turn).about()).get("message")
    what = await about(turn, draft)
    result = await apply(turn, draft, Answer(fate=fate, seen=seen, message=message))
    if isinstance(result, Impact):
        screen = await impact_screen(turn, draft, result, is_new=True)
        await put(tap, turn, screen, draft, Asked.impact_choice)
        return
    await Form(turn).close(tap, screens.done_screen(turn.texts, what, result, draft))
