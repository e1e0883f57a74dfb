"""What somebody is shown who came in by a link, and who may not come in."""

from collections.abc import Sequence
from html import escape

from bot.schemas.actor import Actor, Contact
from bot.screens.contacts import contact_links
from bot.screens.refusals import refusal_text
from bot.screens.screen import Screen, button, keyboard, lines
from bot.screens.start import Admin, ChooseLanguage, Home, home_screen
from bot.services.refusals import NotAdmitted
from bot.texts import Texts


def claimed_screen(texts: Texts, owner: Actor) -> Screen:
    """For the first owner: what to do next."""
    rows = [
        [button(texts.plain("button-admin"), Admin(), style="primary")],
        [button(texts.plain("button-home"), Home())],
    ]
    return Screen(texts.html("claimed-text", name=owner.person.full_name), keyboard(rows))


def joined_screen(texts: Texts, actor: Actor) -> Screen:
    """The menu, for who has just come in."""
    return Screen(
        texts.html("joined-text", name=actor.person.full_name), home_screen(texts, actor).keyboard
    )


def outside_screen(texts: Texts, refusal: NotAdmitted, admins: Sequence[Contact]) -> Screen:
    """How to get in, and whom to ask."""
    text = lines(
        texts.html("outside-title"),
        "",
        escape(refusal_text(texts, refusal), quote=False),
        texts.html("outside-ask", who=contact_links(admins)) if admins else None,
    )
    return Screen(text, keyboard([[button(texts.plain("button-language"), ChooseLanguage())]]))
