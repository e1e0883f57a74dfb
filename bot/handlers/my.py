"""/my: look at one's own bookings, and cancel them."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.calendar_files import calendar_file
from bot.handlers.turn import Turn
from bot.schemas.bookings import BookingTab
from bot.screens import my as screens
from bot.screens.start import MyBookings
from bot.services import booking, cards, stories

router = Router(name="my")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("my"))
@router.callback_query(MyBookings.filter())
async def show_upcoming(event: Message | CallbackQuery, turn: Turn) -> None:
    page = await booking.list_own(turn.db, turn.actor, BookingTab.UPCOMING, page=0, now=turn.now)
    await turn.show(event, screens.list_screen(turn.texts, page))


@router.callback_query(screens.MyPage.filter())
async def show_page(tap: CallbackQuery, callback_data: screens.MyPage, turn: Turn) -> None:
    page = await booking.list_own(
        turn.db, turn.actor, callback_data.tab, page=callback_data.page, now=turn.now
    )
    await turn.show(tap, screens.list_screen(turn.texts, page))


@router.callback_query(screens.MyCard.filter())
async def show_card(tap: CallbackQuery, callback_data: screens.MyCard, turn: Turn) -> None:
    card = await cards.get_card(turn.db, turn.actor, callback_data.booking_id, now=turn.now)
    screen = screens.card_screen(turn.texts, card, now=turn.now, tab=callback_data.tab)
    await turn.show(tap, screen)


@router.callback_query(screens.SendFile.filter())
async def send_file(tap: CallbackQuery, callback_data: screens.SendFile, turn: Turn) -> None:
    story = await stories.read_own_story(turn.db, turn.actor, callback_data.booking_id)
    content = calendar_file(turn.texts, story, bot_id=turn.bot.id, now=turn.now)
    is_on = story.booking.status.is_active
    text = turn.texts.html("my-file-text" if is_on else "my-file-off-text")
    name = f"booking-{story.booking.id}.ics"
    await turn.display.send_file(tap.from_user.id, name, content, text=text)


@router.callback_query(screens.AskCancel.filter())
async def ask_cancel(tap: CallbackQuery, callback_data: screens.AskCancel, turn: Turn) -> None:
    view = await booking.get_own(turn.db, turn.actor, callback_data.booking_id)
    booking.check_cancellable(view, now=turn.now)
    await turn.show(tap, screens.cancel_question_screen(turn.texts, view))


@router.callback_query(screens.Cancel.filter())
async def cancel(tap: CallbackQuery, callback_data: screens.Cancel, turn: Turn) -> None:
    view = await booking.cancel(turn.db, turn.actor, callback_data.booking_id, now=turn.now)
    turn.toast.text = turn.texts.plain("my-cancelled")
    card = await cards.get_card(turn.db, turn.actor, view.id, now=turn.now)
    await turn.show(tap, screens.card_screen(turn.texts, card, now=turn.now))
