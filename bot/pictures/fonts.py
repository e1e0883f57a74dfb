"""The letters of a picture: one family in two weights, the same on every machine.

What it has no glyph for (emoji, far scripts) is left out of a text before it is drawn.
"""

import unicodedata
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
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + ELLIPSIS) > width:
        text = text[:-1].rstrip()
    return text + ELLIPSIS if text else ""


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
