"""Where everything is on the picture of a plan. In pixels: three of them are a point of a phone."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.clock import day_bounds
from bot.pictures.axis import HOUR, Axis, axis_of
from bot.schemas.periods import Period
from bot.schemas.plans import Plan, PlanRow

WIDTH = 1080
MARGIN = 28
NAMES = 326
"""The width of the column of names, with the space behind it."""
TOP = 168
"""Where the rows begin: the title, a line below it, and the hours are above."""
HOURS = 48
"""The height of the line of hours."""
RESOURCE_ROW, DAY_ROW, GAP = 80, 90, 8
LEGEND_LINE = 52
MANY_ROWS = 9
"""With more, the hours are written below too."""
HOUR_LABEL = 62
"""Hours are at least so far apart, or only every other one is named."""
LABEL_STEPS = (1, 2, 3, 4, 6)

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are outside."""


@dataclass(frozen=True)
class Layout:
    """The boxes of a plan; `legend_lines` are below its rows."""

    plan: Plan
    axis: Axis
    legend_lines: int = 1
    _places: dict[tuple[date, datetime], int] = field(default_factory=dict, compare=False)
    """Where instants are: on a grid many rows have the same ones."""

    @property
    def left(self) -> int:
        """Where the hours begin."""
        return MARGIN + NAMES

    @property
    def right(self) -> int:
        return WIDTH - MARGIN

    @property
    def row_height(self) -> int:
        return RESOURCE_ROW if self.plan.resource_name is None else DAY_ROW

    @property
    def bottom(self) -> int:
        """Where the rows end."""
        return TOP + max(1, len(self.plan.rows)) * (self.row_height + GAP) - GAP

    @property
    def has_hours_below(self) -> bool:
        return len(self.plan.rows) > MANY_ROWS

    @property
    def legend_top(self) -> int:
        return self.bottom + (HOURS if self.has_hours_below else 0) + MARGIN // 2

    @property
    def height(self) -> int:
        return self.legend_top + self.legend_lines * LEGEND_LINE + MARGIN // 2

    def track(self, index: int) -> Box:
        """The row's stretch of hours."""
        top = TOP + index * (self.row_height + GAP)
        return self.left, top, self.right, top + self.row_height

    def along(self, minute: float) -> int:
        """Where a minute of the axis is across; at the border where it is not on it."""
        within = min(max(minute, self.axis.first), self.axis.last) - self.axis.first
        return self.left + round(
            within * (self.right - self.left) / (self.axis.last - self.axis.first)
        )

    def at(self, row: PlanRow, at: datetime) -> int:
        """Where an instant is in a row; at the border where it is not in it."""
        known = self._places.get((row.day, at))
        if known is None:
            begins, ends = day_bounds(row.day, self.axis.zone)
            known = self.along(self.axis.minute(row.day, min(max(at, begins), ends)))
            self._places[row.day, at] = known
        return known

    def has(self, row: PlanRow, period: Period) -> bool:
        """Whether any of a period is on the row's day."""
        begins, ends = day_bounds(row.day, self.axis.zone)
        return period.starts_at < ends and begins < period.ends_at

    def across(self, row: PlanRow, period: Period) -> tuple[int, int]:
        """From where to where a period goes; nothing of it is there where both are the same."""
        return self.at(row, period.starts_at), self.at(row, period.ends_at)

    @property
    def hour_step(self) -> int:
        """Every how many hours one is named."""
        hours = (self.axis.last - self.axis.first) / HOUR
        width = (self.right - self.left) / hours
        return next((step for step in LABEL_STEPS if step * width >= HOUR_LABEL), LABEL_STEPS[-1])


def layout_of(plan: Plan, *, legend_lines: int = 1) -> Layout:
    return Layout(plan, axis_of(plan), legend_lines)
