"""What a picture is made of: letters, boxes with soft corners, stripes."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.pictures.layout import Box
from bot.pictures.themes import Colour, Palette

SMOOTHING = 4
"""What is slanted or round is drawn so many times larger, and made smaller again."""
STRIPES = 20
"""From one stripe to the next."""
COMPRESSION = 3
"""Of zlib: more takes twice the time, and saves a fifth."""


class Canvas:
    """An image with the few things that are drawn on it."""

    def __init__(self, width: int, height: int, paper: Colour) -> None:
        self.image = Image.new("RGB", (width, height), paper)
        self._pen = ImageDraw.Draw(self.image)

    def fill(self, box: Box, colour: Colour) -> None:
        left, top, right, bottom = box
        if left < right and top < bottom:
            self._pen.rectangle((left, top, right - 1, bottom - 1), colour)

    def block(self, box: Box, colour: Colour, *, radius: int) -> None:
        """A box with soft corners, as round as there is room."""
        left, top, right, bottom = box
        radius = min(radius, (right - left) // 2, (bottom - top) // 2)
        if radius < 1:
            self.fill(box, colour)
            return
        self.image.paste(colour, box, _rounded(right - left, bottom - top, radius))

    def stripe(self, box: Box, ground: Colour, stripe: Colour) -> None:
        """Slanted stripes; those of neighbouring boxes go on from one to the other."""
        left, top, right, bottom = box
        if left < right and top < bottom:
            sheet = _stripes(self.image.width + STRIPES, bottom - top + STRIPES, ground, stripe)
            piece = sheet.crop((left, top % STRIPES, right, top % STRIPES + bottom - top))
            self.image.paste(piece, (left, top))

    def write(
        self, at: tuple[float, float], text: str, face: FreeTypeFont, ink: Colour, *, anchor: str
    ) -> None:
        """`anchor` as Pillow has it: "lm" is left and middle, "ms" middle and baseline."""
        self._pen.text(at, text, fill=ink, font=face, anchor=anchor)

    def png(self, palette: Palette) -> bytes:
        """In the shades of the palette: half the size, and made in half the time."""
        stream = BytesIO()
        plain = self.image.quantize(palette=_table(palette), dither=Image.Dither.NONE)
        plain.save(stream, "PNG", compress_level=COMPRESSION)
        return stream.getvalue()


@lru_cache
def _table(palette: Palette) -> Image.Image:
    """An image that has the shades of a palette, which is how Pillow wants them."""
    table = Image.new("P", (1, 1))
    table.putpalette([level for shade in palette.shades() for level in shade])
    return table


@lru_cache(maxsize=256)
def _rounded(width: int, height: int, radius: int) -> Image.Image:
    """The mask of a box with soft corners; most bookings of a day are as long as many others."""
    mask, disc = Image.new("L", (width, height), 255), _disc(radius)
    for x, from_x in ((0, 0), (width - radius, radius)):
        for y, from_y in ((0, 0), (height - radius, radius)):
            mask.paste(disc.crop((from_x, from_y, from_x + radius, from_y + radius)), (x, y))
    return mask


@lru_cache
def _disc(radius: int) -> Image.Image:
    side = 2 * radius * SMOOTHING
    large = Image.new("L", (side, side))
    ImageDraw.Draw(large).ellipse((0, 0, side - 1, side - 1), fill=255)
    return large.resize((2 * radius, 2 * radius), Image.Resampling.BOX)


@lru_cache(maxsize=16)
def _stripes(width: int, height: int, ground: Colour, stripe: Colour) -> Image.Image:
    """A sheet of stripes, made of one tile."""
    side = STRIPES * SMOOTHING
    large = Image.new("L", (side, side))
    pen = ImageDraw.Draw(large)
    for shift in (-side, 0, side):
        pen.line((shift - side, 2 * side, shift + 2 * side, -side), fill=255, width=side // 5)
    mask = large.resize((STRIPES, STRIPES), Image.Resampling.BOX)
    tile = Image.new("RGB", (STRIPES, STRIPES), ground)
    tile.paste(stripe, (0, 0), mask)
    sheet = Image.new("RGB", (width, height))
    for x in range(0, width, STRIPES):
        for y in range(0, height, STRIPES):
            sheet.paste(tile, (x, y))
    return sheet
