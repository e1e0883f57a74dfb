"""What a booking holds, in words: a line each in a message, joined in a button."""

from collections.abc import Sequence

from bot.schemas.bookings import HeldResource
from bot.texts import Texts

NAMES_MAX = 24
"""Characters of a button; what goes past them is counted. The first name is always whole."""


def held_name(texts: Texts, held: HeldResource) -> str:
    """Such as "2 × Laptop"."""
    return texts.plain("held-name", name=held.name, units=held.units)


def held_line(texts: Texts, held: HeldResource) -> str:
    """Such as "🧰 2 × Laptop"."""
    icon = texts.plain("kind-icon", kind=held.kind)
    return f"{icon} {held_name(texts, held)}"


def held_lines(texts: Texts, held: Sequence[HeldResource]) -> str:
    return "\n".join(held_line(texts, one) for one in held)


def held_names(texts: Texts, held: Sequence[HeldResource], *, most: int | None = None) -> str:
    """Such as "Blue room + 2 × Laptop"; where that is longer than `most`, "Blue room + 2 more"."""
    names = [held_name(texts, one) for one in held]
    told = [_joined(texts, names, kept) for kept in range(len(names), 0, -1)]
    return next((one for one in told if most is None or len(one) <= most), told[-1])


def _joined(texts: Texts, names: Sequence[str], kept: int) -> str:
    joined, count = " + ".join(names[:kept]), len(names) - kept
    return texts.plain("held-more", names=joined, count=count) if count else joined


def location_lines(texts: Texts, held: Sequence[HeldResource]) -> list[str]:
    """As HTML, where to find what; of a single resource it goes without saying what."""
    if len(held) == 1:
        place = held[0].location
        return [texts.html("held-location", location=place)] if place else []
    return [
        texts.html("held-location-of", name=one.name, location=one.location)
        for one in held
        if one.location
    ]
