"""The colours of a picture, light and dark."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PIL import ImageColor

Colour = tuple[int, ...]
"""Red, green, blue."""


STEP = 20
"""Of 256 levels of red, green or blue."""


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Palette:
    """Each shade of a booking differs from the others in brightness too, not in hue alone."""

    paper: Colour
    ink: Colour
    faint_ink: Colour
    free: Colour
    grid: Colour
    closed: Colour
    closed_stripe: Colour
    closure: Colour
    closure_stripe: Colour
    mine: Colour
    ink_on_mine: Colour
    others: Colour
    ink_on_others: Colour
    now: Colour

    def solid(self, *, is_mine: bool) -> Colour:
        """An approved booking; also the rim of a pending one."""
        return self.mine if is_mine else self.others

    def ink_on(self, *, is_mine: bool) -> Colour:
        return self.ink_on_mine if is_mine else self.ink_on_others

    def pale(self, *, is_mine: bool) -> Colour:
        """The inside of a pending booking."""
        return mixed(self.solid(is_mine=is_mine), self.free, 0.2)

    def edge(self, *, is_mine: bool) -> Colour:
        """Turnaround."""
        return mixed(self.solid(is_mine=is_mine), self.free, 0.42)

    def shades(self) -> list[Colour]:
        """Each colour, and what lies between it and those it meets: all that a picture needs."""
        grounds = [self.paper, self.free, self.closed, self.closure, self.mine, self.others]
        grounds += [self.pale(is_mine=is_mine) for is_mine in (True, False)]
        edges = [self.edge(is_mine=is_mine) for is_mine in (True, False)]
        stripes = [(self.closed_stripe, self.closed), (self.closure_stripe, self.closure)]
        inks = [(self.ink, ground) for ground in grounds]
        inks += [(self.ink_on_mine, self.mine), (self.ink_on_others, self.others)]
        rims = [(rim, self.free) for rim in (self.mine, self.others, self.now)]
        found = [*grounds, *edges, self.grid]
        for one, ground in (*inks, *rims, *stripes, (self.faint_ink, self.paper)):
            found += _between(one, ground)
        return list(dict.fromkeys(found))


def _between(colour: Colour, ground: Colour) -> list[Colour]:
    """From one colour to another in steps that are hardly seen."""
    steps = max(abs(one - other) for one, other in zip(colour, ground, strict=True)) // STEP + 1
    return [mixed(colour, ground, step / steps) for step in range(steps + 1)]


@lru_cache(maxsize=4096)
def mixed(colour: Colour, ground: Colour, share: float) -> Colour:
    """So much of a colour, the rest of the ground it lies on."""
    pairs = zip(colour, ground, strict=True)
    return tuple(round(share * one + (1 - share) * other) for one, other in pairs)


def _palette(**colours: str) -> Palette:
    return Palette(**{name: ImageColor.getrgb(code) for name, code in colours.items()})


PALETTES = {
    Theme.LIGHT: _palette(
        paper="#ffffff", ink="#17191c", faint_ink="#626b76", free="#e3f4ea", grid="#c3dccd",
        closed="#f1f3f5", closed_stripe="#d3d8de", closure="#fdf0e0", closure_stripe="#ecc48f",
        mine="#1f6feb", ink_on_mine="#ffffff", others="#66727f", ink_on_others="#ffffff",
        now="#e02b2b",
    ),
    Theme.DARK: _palette(
        paper="#17212b", ink="#f2f5f8", faint_ink="#98a7b5", free="#22493f", grid="#35665a",
        closed="#1b2630", closed_stripe="#31404e", closure="#3a2f22", closure_stripe="#77592f",
        mine="#63a4ff", ink_on_mine="#0b1a2e", others="#8794a1", ink_on_others="#10171e",
        now="#ff6b6b",
    ),
}  # fmt: skip
