"""One row of a plan: when it is open and closed, and what is booked."""

from bot.pictures.canvas import Canvas
from bot.pictures.fonts import ELLIPSIS, cut, drawable, font, length_of
from bot.pictures.layout import Box, Layout
from bot.pictures.levels import Level, Look, State, levels, runs, stretches
from bot.pictures.themes import Colour, Palette
from bot.schemas.periods import Period
from bot.schemas.plans import Booked, PlanRow
from bot.texts import Texts

LABEL, COUNT = 34, 30
"""The size of the letters on a booking, and of the figures on a pool."""
COUNT_TOP, COUNT_HALF, COUNT_ROOM = 3, 19, 8
ROUND, RIM, INSET, EDGE_INSET = 12, 4, 5, 16
LABEL_ROOM = 14
"""What stays free beside a label, on both sides together."""
LEAST_LABEL = 4
"""Fewer letters say nothing."""
LEAST_BLOCK = 6
"""The shortest booking is that wide, or nobody would see it."""
LEAST_UNIT = 4
"""The same for the height of one unit of a large pool."""


class RowPainter:
    """Draws rows of one plan."""

    def __init__(self, canvas: Canvas, layout: Layout, palette: Palette, texts: Texts) -> None:
        self._canvas, self._layout, self._palette = canvas, layout, palette
        self._texts = texts

    def draw(self, index: int, row: PlanRow) -> None:
        track = self._layout.track(index)
        self._draw_hours(row, track)
        if row.quantity == 1:
            for one in row.booked:
                self._draw_booking(row, track, one)
        else:
            self._draw_pool(row, track)

    def _draw_hours(self, row: PlanRow, track: Box) -> None:
        colours = self._palette
        self._canvas.stripe(track, colours.closed, colours.closed_stripe)
        for period in row.open:
            self._draw_open(self._box(row, track, period))
        for one in row.closed:
            box = self._box(row, track, one.period)
            self._canvas.stripe(box, colours.closure, colours.closure_stripe)
            self._label(box, [one.reason or ""], colours.ink)
        for begins, ends in self._layout.axis.gaps(row.day):
            left, right = self._layout.along(begins), self._layout.along(ends)
            box = left, track[1], right, track[3]
            self._canvas.stripe(box, colours.closed, colours.closed_stripe)

    def _draw_open(self, box: Box) -> None:
        left, top, right, bottom = box
        self._canvas.fill(box, self._palette.free)
        for minute, _ in self._layout.axis.hours():
            x = self._layout.along(minute)
            line = max(left, x - 1), top, min(right, x + 1), bottom
            self._canvas.fill(line, self._palette.grid)

    def _draw_booking(self, row: PlanRow, track: Box, one: Booked) -> None:
        for period, look in stretches(one):
            box = self._box(row, track, period)
            if look.state is State.TURNAROUND:
                self._fill_edge(box, look)
            elif self._layout.has(row, period):
                box = box[0], box[1], max(box[2], box[0] + LEAST_BLOCK), box[3]
                self._fill_block(inside(box, 1, INSET), look, round_to=ROUND)
                self._label(box, self._names(one), self._ink(look))

    def _draw_pool(self, row: PlanRow, track: Box) -> None:
        found = list(levels(row.booked))
        for level in found:
            self._stack(row, track, level)
        for period, taken in runs(found):
            self._count(self._box(row, track, period), f"{taken}/{row.quantity}")

    def _count(self, box: Box, text: str) -> None:
        """On a ground of its own, for it may lie on any colour; above, where units are last."""
        face = font(COUNT, bold=True)
        width, middle = length_of(text, face) + COUNT_ROOM, box[1] + COUNT_TOP + COUNT_HALF
        if width <= box[2] - box[0]:
            centre, half = (box[0] + box[2]) // 2, round(width / 2)
            ground = centre - half, middle - COUNT_HALF, centre + half, middle + COUNT_HALF
            self._canvas.block(ground, self._palette.paper, radius=COUNT_HALF // 2)
            self._canvas.write((centre, middle), text, face, self._palette.ink, anchor="mm")

    def _stack(self, row: PlanRow, track: Box, level: Level) -> None:
        """The units of a level upon each other, from below."""
        left, top, right, bottom = self._box(row, track, level.period)
        height = bottom - top
        floor = bottom
        for look, units in level.units:
            share = max(LEAST_UNIT, round(height * units / row.quantity))
            ceiling = max(top, floor - share)
            box = left, ceiling, right, floor
            if look.state is State.TURNAROUND:
                self._canvas.fill(box, self._palette.edge(is_mine=not look.is_others))
            else:
                self._fill_block(box, look, round_to=0)
            floor = ceiling

    def _fill_edge(self, box: Box, look: Look) -> None:
        colour = self._palette.edge(is_mine=not look.is_others)
        self._canvas.fill(inside(box, 0, EDGE_INSET), colour)

    def _fill_block(self, box: Box, look: Look, *, round_to: int) -> None:
        """Approved: full; pending: a rim around something pale."""
        colours, is_mine = self._palette, not look.is_others
        self._canvas.block(box, colours.solid(is_mine=is_mine), radius=round_to)
        if look.state is State.PENDING:
            rim = inside(box, RIM, RIM)
            if rim[0] < rim[2] and rim[1] < rim[3]:
                self._canvas.block(rim, colours.pale(is_mine=is_mine), radius=round_to - RIM)

    def _ink(self, look: Look) -> Colour:
        if look.state is State.PENDING:
            return self._palette.ink
        return self._palette.ink_on(is_mine=not look.is_others)

    def _names(self, one: Booked) -> list[str]:
        """From the longest to the shortest."""
        if one.is_mine:
            return [self._texts.plain("picture-mine")]
        words = drawable(one.name or "").split()
        initials = "".join(word[0] for word in words)
        return [" ".join(words), words[0], initials] if words else []

    def _label(self, box: Box, names: list[str], ink: Colour) -> None:
        """The first of the names that fits; if none does, as much of it as says something."""
        face, room = font(LABEL), box[2] - box[0] - LABEL_ROOM
        names = [name for name in map(drawable, names) if name]
        text = next((name for name in names if length_of(name, face) <= room), "")
        if not text and names and length_of(names[0][:LEAST_LABEL] + ELLIPSIS, face) <= room:
            text = cut(names[0], face, room)
        if text:
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            self._canvas.write(middle, text, face, ink, anchor="mm")

    def _box(self, row: PlanRow, track: Box, period: Period) -> Box:
        left, right = self._layout.across(row, period)
        return left, track[1], right, track[3]


def inside(box: Box, across: int, down: int) -> Box:
    """The box without so much on each side."""
    left, top, right, bottom = box
    return left + across, top + down, right - across, bottom - down
