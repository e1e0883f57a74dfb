"""A card to print and to hang at a door: whoever scans it books what is behind."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import segno
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.pictures.fonts import cut, drawable, font, wrapped
from bot.schemas.resources import ResourceView
from bot.texts import Texts

DPI = 300
INK, FAINT_INK, PAPER = 0, 90, 255
"""Shades of grey: any printer has them."""
QUIET = 4
"""Modules around a code that stay white: the standard's own figure."""
QUALITY = 95
"""Of the JPEG inside the PDF."""


class Paper(StrEnum):
    A5 = "a5"
    A6 = "a6"


SIZES = {Paper.A5: (1748, 2480), Paper.A6: (1240, 1748)}
"""In pixels, at 300 to the inch."""

MARGIN, NAME_MIDDLE, CODE_TOP, CODE_SIDE, CALL_MIDDLE = 0.07, 0.21, 0.39, 0.82, 1.29
"""Shares of the paper's width, as all that follows."""
NAME_SIZES = ((0.1, 2), (0.085, 2), (0.06, 3))
"""Of the letters, each with its most lines: the largest in which there is room for the name."""
PLACE_SIZE, PLACE_LINES = 0.042, 2
CALL_SIZE, LEAST_CALL_SIZE = 0.07, 0.03
LINE = 1.25
"""Of the size of the letters."""


@dataclass(frozen=True)
class DoorCard:
    """A card as it is printed."""

    image: Image.Image
    title: str

    def png(self) -> bytes:
        return self._saved("PNG", dpi=(DPI, DPI))

    def pdf(self) -> bytes:
        """One page, as large as the paper."""
        return self._saved("PDF", resolution=DPI, quality=QUALITY, title=self.title)

    def _saved(self, kind: str, **options: object) -> bytes:
        stream = BytesIO()
        self.image.save(stream, kind, **options)
        return stream.getvalue()


def draw_card(resource: ResourceView, link: str, texts: Texts, paper: Paper) -> DoorCard:
    """Name and place above, the code of the link in the middle, what to do with it below."""
    size = SIZES[paper]
    image = Image.new("L", size, PAPER)
    code = _code(link, round(CODE_SIDE * size[0]))
    image.paste(code, ((size[0] - code.width) // 2, round(CODE_TOP * size[0])))
    _write_name(image, resource)
    _write_call(image, texts.plain("door-card-call"))
    return DoorCard(image, resource.name)


def _code(link: str, side: int) -> Image.Image:
    """Up to so many pixels wide, the quiet zone included; a third of it may be lost or dirty."""
    matrix = segno.make(link, error="h", micro=False).matrix
    modules = len(matrix)
    small = Image.new("L", (modules + 2 * QUIET, modules + 2 * QUIET), PAPER)
    dots = b"".join(bytes(INK if dark else PAPER for dark in line) for line in matrix)
    small.paste(Image.frombytes("L", (modules, modules), dots), (QUIET, QUIET))
    scale = side // small.width
    return small.resize((small.width * scale, small.height * scale), Image.Resampling.NEAREST)


def _write_name(image: Image.Image, resource: ResourceView) -> None:
    """The name with the place below, around one middle."""
    room = image.width * (1 - 2 * MARGIN)
    face, names = _name_lines(drawable(resource.name) or f"№ {resource.id}", image.width, room)
    lines = [(name, face, INK) for name in names]
    small = font(round(PLACE_SIZE * image.width))
    place = wrapped(drawable(resource.location or ""), small, room, most=PLACE_LINES)
    lines += [(line, small, FAINT_INK) for line in place]
    heights = [each.size * LINE for _, each, _ in lines]
    middle = NAME_MIDDLE * image.width - sum(heights) / 2
    for (line, each, ink), height in zip(lines, heights, strict=True):
        middle += height / 2
        _write(image, middle, line, each, ink)
        middle += height / 2


def _name_lines(name: str, width: int, room: float) -> tuple[FreeTypeFont, list[str]]:
    for share, most in NAME_SIZES:
        face = font(round(share * width), bold=True)
        lines = wrapped(name, face, room, most=most)
        if " ".join(lines) == name:
            break
    return face, lines


def _write_call(image: Image.Image, call: str) -> None:
    """On one line, as large as it fits."""
    room, size = image.width * (1 - 2 * MARGIN), round(CALL_SIZE * image.width)
    while font(size, bold=True).getlength(call) > room and size > LEAST_CALL_SIZE * image.width:
        size -= 2
    face = font(size, bold=True)
    _write(image, CALL_MIDDLE * image.width, cut(call, face, room), face, INK)


def _write(image: Image.Image, middle: float, line: str, face: FreeTypeFont, ink: int) -> None:
    centre = image.width / 2, middle
    ImageDraw.Draw(image).text(centre, line, fill=ink, font=face, anchor="mm")
