"""The picture of how the place is used: a bar for each resource, and the hours of the week."""

import asyncio
from threading import Lock

from cachetools import LRUCache, cached

from bot.pictures.canvas import Canvas
from bot.pictures.fonts import cut, drawable, font
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.themes import PALETTES, Palette, Theme, mixed
from bot.schemas.stats import ResourceUse, Stats
from bot.texts import Texts

TITLE, TEXT, SMALL = 44, 32, 26
TOP = 132
BAR, GAP = 46, 14
BARS = 12
"""The fullest; a picture of more is read by nobody."""
NAMES, FIGURES = 320, 116
HEAD = 84
"""Above the hours of the week."""
CELL, DAYS_WIDTH = 54, 92
FIRST_HOUR, LAST_HOUR = 6, 24
"""The night is left out, unless somebody was there."""
LEVELS = 6
ROUND = 10
KEPT = 16

_one_at_a_time = Lock()


async def picture_of(stats: Stats, texts: Texts, theme: Theme) -> bytes:
    """The picture as PNG, drawn beside the event loop."""
    return await asyncio.to_thread(draw, stats, texts, theme)


@cached(
    LRUCache(KEPT),
    key=lambda stats, texts, theme: (stats.model_dump_json(), texts.language, theme),
    lock=Lock(),
)
def draw(stats: Stats, texts: Texts, theme: Theme) -> bytes:
    """The picture as PNG: for the same figures, language and theme the same bytes."""
    palette = PALETTES[theme]
    with _one_at_a_time:
        bars = stats.resources[:BARS]
        bottom = TOP + len(bars) * (BAR + GAP)
        canvas = Canvas(WIDTH, bottom + HEAD + 7 * CELL + 2 * MARGIN + TEXT, palette.paper)
        _draw_title(canvas, stats, texts, palette)
        for index, use in enumerate(bars):
            _draw_bar(canvas, TOP + index * (BAR + GAP), use, palette)
        _draw_heat(canvas, bottom + HEAD, stats, texts, palette)
        return canvas.png(palette)


def _draw_title(canvas: Canvas, stats: Stats, texts: Texts, palette: Palette) -> None:
    title = texts.plain("stats-picture-title")
    canvas.write((MARGIN, 46), title, font(TITLE, bold=True), palette.ink, anchor="lm")
    days = f"{texts.day(stats.first_day)} – {texts.day(stats.last_day)}"
    canvas.write((MARGIN, 98), days, font(SMALL), palette.faint_ink, anchor="lm")


def _draw_bar(canvas: Canvas, top: int, use: ResourceUse, palette: Palette) -> None:
    middle, face = top + BAR / 2, font(TEXT)
    name = cut(drawable(use.name) or f"№ {use.resource_id}", face, NAMES - 20)
    canvas.write((MARGIN, middle), name, face, palette.ink, anchor="lm")
    left, right = MARGIN + NAMES, WIDTH - MARGIN - FIGURES
    canvas.block((left, top, right, top + BAR), palette.free, radius=ROUND)
    length = round((right - left) * min(1.0, use.share))
    canvas.block((left, top, left + length, top + BAR), palette.mine, radius=ROUND)
    percent = f"{round(100 * use.share)} %"
    canvas.write((WIDTH - MARGIN, middle), percent, face, palette.ink, anchor="rm")


def _draw_heat(canvas: Canvas, top: int, stats: Stats, texts: Texts, palette: Palette) -> None:
    """Weekdays down, hours across; the fuller, the darker."""
    first, last = _hours(stats)
    width = (WIDTH - 2 * MARGIN - DAYS_WIDTH) // (last - first)
    most = max(max(hours) for hours in stats.heat)
    for hour in range(first, last, 2 if width < CELL else 1):
        at = MARGIN + DAYS_WIDTH + (hour - first) * width + width / 2, top - 24
        canvas.write(at, f"{hour:02}", font(SMALL), palette.faint_ink, anchor="mm")
    for weekday, name in enumerate(texts.weekdays()):
        row = top + weekday * CELL
        canvas.write((MARGIN, row + CELL / 2), name, font(TEXT), palette.ink, anchor="lm")
        for hour in range(first, last):
            left = MARGIN + DAYS_WIDTH + (hour - first) * width
            level = -(-LEVELS * stats.heat[weekday][hour] // most) if most else 0
            colour = mixed(palette.mine, palette.free, level / LEVELS)
            canvas.fill((left + 2, row + 2, left + width - 2, row + CELL - 2), colour)


def _hours(stats: Stats) -> tuple[int, int]:
    used = [hour for hours in stats.heat for hour, taken in enumerate(hours) if taken]
    return min([FIRST_HOUR, *used]), max([LAST_HOUR, *(hour + 1 for hour in used)])
