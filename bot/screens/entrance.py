"""What somebody is shown who came in by a link."""

from bot.schemas.actor import Actor
from bot.screens.screen import Screen, button, keyboard
from bot.screens.start import Admin, Home
from bot.texts import Texts


def claimed_screen(texts: Texts, owner: Actor) -> Screen:
    """For the first owner: what to do next."""
    rows = [
        [button(texts.plain("button-admin"), Admin(), style="primary")],
        [button(texts.plain("button-home"), Home())],
    ]
    return Screen(texts.html("claimed-text", name=owner.person.full_name), keyboard(rows))
