"""The letters of a picture: one family in two weights, the same on every machine.

What it has no glyph for (emoji, far scripts) is left out of a text before it is drawn.
"""

import unicodedata
from bisect import bisect_right
from functools import lru_cache

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont
from ttf_opensans import OPENSANS_REGULAR, OPENSANS_SEMIBOLD

ELLIPSIS = "…"
_PROBE_SIZE = 16
_NO_LETTER = "\U0010ffff"


@lru_cache
def font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """`size` in pixels. Letters are set side by side in the simplest way, so that a machine with
    more libraries draws the same."""
    path = (OPENSANS_SEMIBOLD if bold else OPENSANS_REGULAR).path
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """The text without what cannot be drawn; perhaps nothing is left."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(filter(_has_glyph, composed)).split())


@lru_cache(maxsize=4096)
def _has_glyph(letter: str) -> bool:
    """Whether it is drawn as something other than the box for what is missing."""
    if letter.isspace():
        return True
    if unicodedata.category(letter).startswith("C"):
        return False
    probe = font(_PROBE_SIZE)
    return _look(probe, letter) != _look(probe, _NO_LETTER)


def _look(probe: FreeTypeFont, letter: str) -> tuple[object, bytes]:
    mask = probe.getmask(letter)
    return mask.size, bytes(mask)


def cut(text: str, face: FreeTypeFont, width: float) -> str:
    """As much of a text as fits, with an ellipsis where it is not all of it."""
    if length_of(text, face) <= width:
        return text
    kept = bisect_right(
        range(1, len(text)), width, key=lambda count: face.getlength(_shortened(text, count))
    )
    return _shortened(text, kept) if kept else ""


def _shortened(text: str, count: int) -> str:
    return text[:count].rstrip() + ELLIPSIS


@lru_cache(maxsize=4096)
def length_of(text: str, face: FreeTypeFont) -> float:
    """How wide it is: on a plan the same few words are measured hundreds of times."""
    return face.getlength(text)


def wrapped(text: str, face: FreeTypeFont, width: float, *, most: int) -> list[str]:
    """A text on up to so many lines, broken between words; the last one is cut."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and face.getlength(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(cut(line, face, width))
    return [*lines, cut(" ".join(words), face, width)] if words else lines
