"""The approval groups: the buttons of the cards.

The cards themselves are posted and updated by the delivery; a tap only decides.
"""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, MaybeInaccessibleMessageUnion, Message

from bot.handlers.states import Rejecting
from bot.handlers.turn import Turn
from bot.schemas.actor import Actor
from bot.schemas.bookings import Decision
from bot.screens import approval as screens
from bot.services import approval, undo
from bot.services.reasons import check_reason

router = Router(name="approval")


@router.callback_query(screens.Approve.filter())
async def approve(tap: CallbackQuery, callback_data: screens.Approve, turn: Turn) -> None:
    await approval.decide(
        turn.db,
        await acting_as_approver(tap, turn),
        callback_data.booking_id,
        Decision.APPROVE,
        revision=callback_data.revision,
        now=turn.now,
        reminder_leads=turn.settings.reminder_leads,
    )
    turn.toast.text = turn.texts.plain("toast-approved")


@router.callback_query(screens.Reject.filter(), F.message.as_("card"))
async def ask_for_reason(
    tap: CallbackQuery,
    callback_data: screens.Reject,
    card: MaybeInaccessibleMessageUnion,
    turn: Turn,
) -> None:
    approver = await acting_as_approver(tap, turn)
    view = await approval.get_pending(
        turn.db,
        approver,
        callback_data.booking_id,
        revision=callback_data.revision,
        now=turn.now,
    )
    await withdraw_question(turn, card.chat.id)
    screen = screens.reject_screen(turn.group_texts, approver, view)
    question = await turn.display.send(card.chat.id, screen, reply_to=card.message_id)
    await turn.state.set_state(Rejecting.reason)
    await turn.state.set_data(
        {"booking_id": view.id, "revision": view.revision, "question_id": question}
    )


@router.message(StateFilter(Rejecting.reason), F.text, F.reply_to_message.as_("answered"))
async def reject_with_reason(message: Message, answered: Message, turn: Turn) -> None:
    """Only a reply to the question itself is a reason; other talk in the group is not."""
    data = await turn.state.get_data()
    if answered.message_id != data.get("question_id"):
        return
    reason = (message.text or "").strip()
    check_reason(reason)
    approver = await acting_as_approver(message, turn)
    await withdraw_question(turn, message.chat.id)
    await approval.decide(
        turn.db,
        approver,
        data["booking_id"],
        Decision.REJECT,
        revision=data.get("revision", 1),  # asked by an earlier release, it has none
        now=turn.now,
        reason=reason,
    )


@router.callback_query(screens.RejectSilently.filter(), F.message.as_("question"))
async def reject_silently(
    tap: CallbackQuery,
    callback_data: screens.RejectSilently,
    question: MaybeInaccessibleMessageUnion,
    turn: Turn,
) -> None:
    approver = await acting_as_approver(tap, turn)
    approval.check_approver(approver)
    await close_question(tap, question, turn)
    await approval.decide(
        turn.db,
        approver,
        callback_data.booking_id,
        Decision.REJECT,
        revision=callback_data.revision,
        now=turn.now,
    )
    turn.toast.text = turn.texts.plain("toast-rejected")


@router.callback_query(screens.RejectNot.filter(), F.message.as_("question"))
async def keep_pending(
    tap: CallbackQuery, question: MaybeInaccessibleMessageUnion, turn: Turn
) -> None:
    approval.check_approver(await acting_as_approver(tap, turn))
    await close_question(tap, question, turn)


@router.callback_query(screens.Unreject.filter())
async def take_rejection_back(
    tap: CallbackQuery, callback_data: screens.Unreject, turn: Turn
) -> None:
    await undo.undo_rejection(
        turn.db,
        await acting_as_approver(tap, turn),
        callback_data.booking_id,
        now=turn.now,
        reminder_leads=turn.settings.reminder_leads,
    )
    turn.toast.text = turn.texts.plain("toast-unrejected")


async def close_question(
    tap: CallbackQuery, question: MaybeInaccessibleMessageUnion, turn: Turn
) -> None:
    """Delete the question that was answered.

    A message without that button is none, so it stays; so does one too old to be looked at, which
    bots may not delete either.
    """
    await turn.state.clear()
    markup = question.reply_markup if isinstance(question, Message) else None
    rows = markup.inline_keyboard if markup else []
    if any(button.callback_data == tap.data for row in rows for button in row):
        await turn.display.delete(question.chat.id, question.message_id)


async def acting_as_approver(event: CallbackQuery | Message, turn: Turn) -> Actor:
    """The actor as an approver, if this happens in an approval group and they belong to it."""
    message = event.message if isinstance(event, CallbackQuery) else event
    group_id = None if message is None else await turn.groups.find_id(message.chat.id)
    if message is None or group_id is None:
        return turn.actor
    person_id = turn.actor.person.telegram_id
    belongs = await turn.memberships.is_member(message.chat.id, person_id, fresh=True)
    return turn.actor.as_approver(belongs=belongs, group_id=group_id)


async def withdraw_question(turn: Turn, chat_id: int) -> None:
    """Delete the question that this approver was asked last, if it is still open."""
    data = await turn.state.get_data()
    await turn.state.clear()
    if "question_id" in data:
        await turn.display.delete(chat_id, data["question_id"])
