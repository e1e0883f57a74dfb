"""The menu of those who run the place. Each feature has its own screens; their doors are here."""

from aiogram.filters.callback_data import CallbackData

from bot.schemas.today import Part
from bot.screens.access import ShowAccess
from bot.screens.approval_groups import ShowGroups
from bot.screens.closures import ListClosures
from bot.screens.imports import InOut
from bot.screens.resources import ListResources
from bot.screens.rules import SiteRules
from bot.screens.screen import Id, PageNumber, Screen, button, keyboard
from bot.screens.start import Home
from bot.screens.stats import ShowStats
from bot.texts import Texts


class People(CallbackData, prefix="ppl"):
    """Everybody, the newest first."""


class PersonCard(CallbackData, prefix="pp"):
    user_id: Id
    page: PageNumber = 0
    """Of what lies ahead of them."""


class AnyBooking(CallbackData, prefix="any"):
    """Whosever it is."""

    booking_id: Id


class ShowToday(CallbackData, prefix="td"):
    """What waits, and what needs attention."""

    part: Part = Part.COUNTS
    page: PageNumber = 0


def menu_screen(texts: Texts) -> Screen:
    return Screen(
        texts.html("admin-text"),
        keyboard(
            [
                [
                    button(texts.plain("button-people"), People()),
                    button(texts.plain("button-today"), ShowToday()),
                ],
                [
                    button(texts.plain("resources-button"), ListResources()),
                    button(texts.plain("rules-button"), SiteRules()),
                ],
                [
                    button(texts.plain("button-access"), ShowAccess()),
                    button(texts.plain("button-groups"), ShowGroups()),
                ],
                [
                    button(texts.plain("button-closures"), ListClosures()),
                    button(texts.plain("in-out-button"), InOut()),
                ],
                [
                    button(texts.plain("button-stats"), ShowStats()),
                ],
                [button(texts.plain("button-home"), Home())],
            ]
        ),
    )
