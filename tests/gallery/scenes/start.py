"""The menu and the settings."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.screens.start import LANGUAGE_NAMES
from tests.gallery.scene import scene
from tests.gallery.stage import Stage


@scene
async def home(stage: Stage) -> None:
    """The menu, after /start."""
    await stage.say("/start")


@scene
async def help_(stage: Stage) -> None:
    """What the bot can do."""
    await stage.tap("button-help")


@scene
async def help_admin(stage: Stage) -> None:
    """The same for an administrator."""
    stage.booker = stage.approver
    await stage.say("/start")
    await stage.tap("button-help")


@scene
async def language(stage: Stage) -> None:
    """The choice of a language."""
    await stage.tap("button-language")


@scene
async def language_changed(stage: Stage) -> None:
    """It is chosen."""
    await stage.tap("button-language")
    stage.press(LANGUAGE_NAMES[stage.language])


@scene
async def quiet(stage: Stage) -> None:
    """Quiet hours, as they are at first."""
    await stage.say("/quiet")


@scene
async def quiet_never(stage: Stage) -> None:
    """No quiet hours."""
    await stage.say("/quiet")
    stage.press("quiet-never")


@scene
async def hint(stage: Stage) -> None:
    """An answer to what is no command."""
    await stage.say(stage.either("Hello!", "Привіт!"))


@scene
async def button_outdated(stage: Stage) -> None:
    """A button of an earlier release."""
    old = InlineKeyboardButton(text=stage.word("button-book"), callback_data="earlier:1")
    await stage.world.app.bot.send_message(
        stage.booker.id,
        stage.texts.html("home-text", name=stage.booker.full_name),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[old]]),
    )
    stage.press("button-book")


@scene
async def group_book(stage: Stage) -> None:
    """In a group, the way into the private chat."""
    stage.look_at(stage.group)
    await stage.say("/book", by=stage.colleague)
