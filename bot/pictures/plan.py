"""The picture of a plan."""

import asyncio
from datetime import UTC, date, datetime
from threading import Lock

from cachetools import LRUCache, cached

from bot.pictures.canvas import Canvas
from bot.pictures.fonts import cut, drawable, font, wrapped
from bot.pictures.layout import HOURS, MARGIN, NAMES, TOP, WIDTH, Layout, layout_of
from bot.pictures.legend import draw_legend, lines_of, words_of
from bot.pictures.rows import RowPainter
from bot.pictures.themes import PALETTES, Palette, Theme
from bot.schemas.periods import Period
from bot.schemas.plans import Booked, Closed, Plan, PlanRow
from bot.settings import LANGUAGES
from bot.texts import Texts, texts_of
from db.enums import BookingStatus

TITLE, SUBTITLE, HOUR, NAME, SMALL_NAME, NOTE = 50, 36, 34, 38, 34, 32
NAME_ROOM = NAMES - 16
LINE = 40
NOW_WIDTH = 6
TITLE_MIDDLE, SUBTITLE_MIDDLE = 46, 102
KEPT = 64
"""Pictures: some five megabytes."""

_one_at_a_time = Lock()
"""Fonts are shared, and a second thread would only wait for the first one's Python."""


async def picture_of(plan: Plan, texts: Texts, theme: Theme) -> bytes:
    """The picture as PNG, drawn beside the event loop."""
    return await asyncio.to_thread(draw, plan, texts, theme)


def warm_up() -> None:
    """Load the letters, and make the shades and the stripes: with the first day and month names
    that is a third of a second, which the first picture need not wait for."""
    noon, evening = (datetime(2000, 1, 1, hour, tzinfo=UTC) for hour in (12, 18))
    day = Period(starts_at=noon, ends_at=evening)
    booked = Booked(period=day, occupied=day, status=BookingStatus.PENDING, is_mine=True)
    row = PlanRow(
        timezone="UTC", day=date(2000, 1, 1), resource_id=1, name="A", quantity=2,
        open=(day,), closed=(Closed(period=day, reason=None),), booked=(booked,),
    )  # fmt: skip
    plan = Plan(
        timezone="UTC", first_day=row.day, last_day=row.day, rows=(row,), now=noon,
    )  # fmt: skip
    for language in LANGUAGES:
        for theme in Theme:
            draw(plan, texts_of(language), theme)


@cached(LRUCache(KEPT), key=lambda plan, texts, theme: (plan, texts.language, theme), lock=Lock())
def draw(plan: Plan, texts: Texts, theme: Theme) -> bytes:
    """The picture as PNG: for the same plan, language and theme the same bytes."""
    with _one_at_a_time:
        return _draw(plan, texts, PALETTES[theme]).png(PALETTES[theme])


def _draw(plan: Plan, texts: Texts, palette: Palette) -> Canvas:
    legend = lines_of(words_of(plan, texts)) if plan.rows else []
    layout = layout_of(plan, legend_lines=len(legend))
    canvas = Canvas(WIDTH, layout.height, palette.paper)
    _draw_title(canvas, plan, texts, palette)
    if not plan.rows:
        middle = WIDTH / 2, TOP + layout.row_height / 2
        nothing = texts.plain("picture-nothing")
        canvas.write(middle, nothing, font(NAME), palette.faint_ink, anchor="mm")
        return canvas
    _draw_hours(canvas, layout, palette)
    painter = RowPainter(canvas, layout, palette, texts)
    for index, row in enumerate(plan.rows):
        _draw_name(canvas, layout, index, texts, palette)
        painter.draw(index, row)
    _draw_now(canvas, layout, palette)
    draw_legend(canvas, legend, layout.legend_top, palette)
    return canvas


def _draw_title(canvas: Canvas, plan: Plan, texts: Texts, palette: Palette) -> None:
    face = font(TITLE, bold=True)
    title = cut(_title(plan, texts), face, WIDTH - 2 * MARGIN)
    canvas.write((MARGIN, TITLE_MIDDLE), title, face, palette.ink, anchor="lm")
    below = cut(_subtitle(plan, texts), font(SUBTITLE), WIDTH - 2 * MARGIN)
    canvas.write((MARGIN, SUBTITLE_MIDDLE), below, font(SUBTITLE), palette.faint_ink, anchor="lm")


def _title(plan: Plan, texts: Texts) -> str:
    if plan.resource_name is None:
        return texts.day(plan.first_day)
    return drawable(plan.resource_name) or f"№ {plan.rows[0].resource_id}"


def _subtitle(plan: Plan, texts: Texts) -> str:
    parts = []
    if plan.resource_name is not None:
        parts.append(f"{texts.day(plan.first_day)} – {texts.day(plan.last_day)}")
    if plan.kind is not None:
        parts.append(texts.plain(f"kind-{plan.kind}"))
    parts.append(texts.place(plan.zone))
    if plan.pages > 1:
        parts.append(texts.plain("picture-page", page=plan.page + 1, pages=plan.pages))
    return " · ".join(parts)


def _draw_hours(canvas: Canvas, layout: Layout, palette: Palette) -> None:
    lines = [TOP - HOURS // 2]
    if layout.has_hours_below:
        lines.append(layout.bottom + HOURS // 2)
    face = font(HOUR)
    for minute, hour in layout.axis.hours():
        if hour % layout.hour_step == 0:
            for middle in lines:
                at = layout.along(minute), middle
                canvas.write(at, f"{hour:02}", face, palette.faint_ink, anchor="mm")


def _draw_name(canvas: Canvas, layout: Layout, index: int, texts: Texts, palette: Palette) -> None:
    """The name on one line or, smaller, on two; with a note below it always on one."""
    row, (_, top, _, bottom) = layout.plan.rows[index], layout.track(index)
    name, note = _name(layout.plan, row, texts), _note(layout.plan, row, texts)
    face = font(NAME)
    if note:
        lines = [(cut(name, face, NAME_ROOM), face, palette.ink)]
        lines.append((cut(note, font(NOTE), NAME_ROOM), font(NOTE), palette.faint_ink))
    elif face.getlength(name) <= NAME_ROOM:
        lines = [(name, face, palette.ink)]
    else:
        face = font(SMALL_NAME)
        lines = [(line, face, palette.ink) for line in wrapped(name, face, NAME_ROOM, most=2)]
    middle = (top + bottom) / 2 - LINE * (len(lines) - 1) / 2
    for number, (line, face, ink) in enumerate(lines):
        canvas.write((MARGIN, middle + LINE * number), line, face, ink, anchor="lm")


def _name(plan: Plan, row: PlanRow, texts: Texts) -> str:
    if plan.resource_name is not None:
        return texts.day(row.day)
    return drawable(row.name) or f"№ {row.resource_id}"


def _note(plan: Plan, row: PlanRow, texts: Texts) -> str:
    """How many units there are, and where it is, if the hours across are those of elsewhere."""
    is_pool = row.quantity > 1 and plan.resource_name is None
    parts = [f"× {row.quantity}"] if is_pool else []
    if row.timezone != plan.timezone:
        parts.append(texts.place(row.zone))
    return " · ".join(parts)


def _draw_now(canvas: Canvas, layout: Layout, palette: Palette) -> None:
    """Through all the rows of its day."""
    now = layout.plan.now
    if now is None:
        return
    day = now.astimezone(layout.axis.zone).date()
    rows = [index for index, row in enumerate(layout.plan.rows) if row.day == day]
    minute = layout.axis.minute(day, now)
    if not rows or not layout.axis.first <= minute <= layout.axis.last:
        return
    left, half = layout.along(minute), NOW_WIDTH // 2
    top, bottom = layout.track(rows[0])[1] - half, layout.track(rows[-1])[3] + half
    canvas.block((left - half, top, left + half, bottom), palette.now, radius=half)
