"""Who may run the place, as every service that is for them checks it."""

from bot.schemas.actor import Actor
from bot.services import refusals


def check_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise refusals.NotAdmin


def check_owner(actor: Actor) -> None:
    if not actor.is_owner:
        raise refusals.NotOwner
