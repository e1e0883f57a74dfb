"""What the colours of a plan mean: only of those that are there."""

from bot.pictures.canvas import Canvas
from bot.pictures.fonts import font
from bot.pictures.layout import LEGEND_LINE, MARGIN, WIDTH, Box
from bot.pictures.rows import RIM, inside
from bot.pictures.themes import Palette
from bot.schemas.plans import Plan
from bot.texts import Texts
from db.enums import BookingStatus

SIZE = 34
SWATCH, SPACE, BETWEEN = 36, 10, 30
ROUND = 8

Word = tuple[str, str]
"""What it is about, and its name in a language."""


def words_of(plan: Plan, texts: Texts) -> list[Word]:
    booked = [one for row in plan.rows for one in row.booked]
    firm = [one for one in booked if one.status is not BookingStatus.PENDING]
    there = {
        "free": True,
        "mine": any(one.is_mine for one in booked),
        "busy": any(not one.is_mine for one in firm),
        "pending": len(firm) < len(booked),
        "turnaround": any(one.occupied != one.period for one in booked),
        "closed": True,
        "closure": any(row.closed for row in plan.rows),
    }
    return [
        (about, texts.plain(f"picture-{about}")) for about, is_there in there.items() if is_there
    ]


def lines_of(words: list[Word]) -> list[list[Word]]:
    """As many on a line as there is room for."""
    face = font(SIZE)
    lines: list[list[Word]] = [[]]
    used = 0.0
    for about, name in words:
        width = SWATCH + SPACE + face.getlength(name)
        if lines[-1] and used + width > WIDTH - 2 * MARGIN:
            lines.append([])
            used = 0.0
        lines[-1].append((about, name))
        used += width + BETWEEN
    return lines


def draw_legend(canvas: Canvas, lines: list[list[Word]], top: int, palette: Palette) -> None:
    face = font(SIZE)
    for number, words in enumerate(lines):
        left, middle = float(MARGIN), top + number * LEGEND_LINE + LEGEND_LINE // 2
        for about, name in words:
            x, half = round(left), SWATCH // 2
            _draw_swatch(canvas, (x, middle - half, x + SWATCH, middle + half), about, palette)
            left += SWATCH + SPACE
            canvas.write((left, middle), name, face, palette.ink, anchor="lm")
            left += face.getlength(name) + BETWEEN


def _draw_swatch(canvas: Canvas, box: Box, about: str, palette: Palette) -> None:
    if about == "closed":
        canvas.stripe(box, palette.closed, palette.closed_stripe)
    elif about == "closure":
        canvas.stripe(box, palette.closure, palette.closure_stripe)
    elif about == "free":
        canvas.block(box, palette.free, radius=ROUND)
    elif about == "turnaround":
        canvas.block(box, palette.edge(is_mine=False), radius=ROUND)
    else:
        canvas.block(box, palette.solid(is_mine=about == "mine"), radius=ROUND)
    if about == "pending":
        canvas.block(inside(box, RIM, RIM), palette.pale(is_mine=False), radius=ROUND - RIM)
