"""A door card as files to print: PNG and PDF."""

from aiogram.utils.deep_linking import create_deep_link

from bot.pictures.door_card import Paper, draw_card
from bot.schemas.resources import ResourceView
from bot.texts import Texts


def door_files(
    resource: ResourceView, username: str, texts: Texts, paper: Paper = Paper.A6
) -> dict[str, bytes]:
    """The card of a resource, by the names of the files. Its code is a link to this bot."""
    link = create_deep_link(username, "start", f"door_{resource.id}")
    card = draw_card(resource, link, texts, paper)
    stem = "-".join(("door-card", str(resource.id), texts.language))
    return {f"{stem}.png": card.png(), f"{stem}.pdf": card.pdf()}
