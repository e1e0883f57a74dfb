"""/stats: how the place is used, as a picture and as a file."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.pictures.stats import picture_of
from bot.pictures.themes import Theme
from bot.schemas.stats import Span, Stats
from bot.screens import stats as screens
from bot.services.place import stats
from bot.stats_files import stats_file

router = Router(name="stats")
router.message.filter(F.chat.type == ChatType.PRIVATE)
router.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)


@router.message(Command("stats"))
async def show_month(message: Message, turn: Turn) -> None:
    await _show(message, turn, screens.ShowStats())


@router.callback_query(screens.ShowStats.filter())
async def show(tap: CallbackQuery, callback_data: screens.ShowStats, turn: Turn) -> None:
    await _show(tap, turn, callback_data)


@router.callback_query(screens.SendStats.filter())
async def send_file(tap: CallbackQuery, callback_data: screens.SendStats, turn: Turn) -> None:
    figures = await _read(turn, callback_data.days)
    name = f"stats-{figures.first_day}-{figures.last_day}.csv"
    text = turn.texts.html("stats-file-text")
    content = stats_file(figures, turn.texts)
    await turn.display.send_file(tap.from_user.id, name, content, text=text)


async def _show(event: Message | CallbackQuery, turn: Turn, asked: screens.ShowStats) -> None:
    figures = await _read(turn, asked.days)
    theme = Theme.DARK if asked.dark else Theme.LIGHT
    picture = await picture_of(figures, turn.texts, theme)
    screen = screens.stats_screen(turn.texts, figures, picture, asked.days, dark=asked.dark)
    await turn.show(event, screen)


async def _read(turn: Turn, span: Span) -> Stats:
    """What was refused until now is among it."""
    await turn.tally.write_down()
    zone = turn.settings.zone
    return await stats.read_stats(turn.db, turn.actor, span, zone=zone, now=turn.now)
