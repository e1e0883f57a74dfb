"""/start, /help, /language, /quiet, and the menu."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.schemas.actor import QuietHours
from bot.screens import start as screens
from bot.settings import LANGUAGES
from bot.texts import texts_of

router = Router(name="start")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(CommandStart())
async def greet(message: Message, turn: Turn) -> None:
    await turn.state.clear()
    await turn.admission.check_admitted(turn.actor)
    await turn.show(message, screens.home_screen(turn.texts, turn.actor))


@router.callback_query(screens.Home.filter())
async def go_home(tap: CallbackQuery, turn: Turn) -> None:
    await turn.admission.check_admitted(turn.actor)
    await turn.show(tap, screens.home_screen(turn.texts, turn.actor))


@router.message(Command("help"))
@router.callback_query(screens.Help.filter())
async def show_help(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.show(event, screens.help_screen(turn.texts, turn.actor))


@router.message(Command("language"))
@router.callback_query(screens.ChooseLanguage.filter())
async def ask_language(event: Message | CallbackQuery, turn: Turn) -> None:
    await turn.show(event, screens.language_screen(turn.texts))


@router.callback_query(screens.SetLanguage.filter(F.language.in_(LANGUAGES)))
async def set_language(tap: CallbackQuery, callback_data: screens.SetLanguage, turn: Turn) -> None:
    changed = await turn.actors.set_language(turn.actor, callback_data.language)
    texts = texts_of(changed.language, turn.settings.zone)
    turn.toast.text = texts.plain("language-changed")
    is_in = await turn.admission.is_admitted(changed)
    screen = screens.home_screen(texts, changed) if is_in else screens.language_screen(texts)
    await turn.show(tap, screen)


@router.message(Command("quiet"))
async def ask_quiet_hours(message: Message, turn: Turn) -> None:
    await turn.show(message, screens.quiet_screen(turn.texts, turn.actor.quiet_hours))


@router.callback_query(screens.SetQuietHours.filter())
async def set_quiet_hours(
    tap: CallbackQuery, callback_data: screens.SetQuietHours, turn: Turn
) -> None:
    hours = QuietHours(60 * callback_data.begins, 60 * callback_data.ends)
    changed = await turn.actors.set_quiet_hours(turn.actor, hours)
    turn.toast.text = turn.texts.plain("quiet-changed")
    await turn.show(tap, screens.quiet_screen(turn.texts, changed.quiet_hours))
