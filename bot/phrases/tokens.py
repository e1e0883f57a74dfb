"""A phrase as the rules see it: folded to what matters, and closed where it was understood.

Case, the kinds of apostrophes and dashes, and є or е do not matter. What is left over comes back
as it was typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

READ_MAX = 400
"""Characters that are read: nobody needs more for a booking. The rest is part of its purpose."""
CLOSED = "\x00"
DAY = "\x01"
"""Stands where a day was understood: a bare number beside it is a time."""
WEEKDAY = "\x02"
"""The same of a weekday, beside which it may also be the day of a month."""

APOSTROPHES = "'ʼ’‘`´ʹ′"
DASHES = "‐‑‒–—―−"
_NOBODY = -1
_LETTERS = str.maketrans(
    {"є": "е", "ґ": "г", **dict.fromkeys([*APOSTROPHES, CLOSED, DAY, WEEKDAY])}
)
_SIGNS = str.maketrans(dict.fromkeys(DASHES, "-"))
_LOOKALIKES = str.maketrans("aceiopxy", "асеіорху")
_CYRILLIC = re.compile("[а-яії]")
_PIECE = re.compile(rf"[0-9]+|[^\W\d_](?:[{APOSTROPHES}]?[^\W\d_])*|\S")


def fold(word: str) -> str:
    """What matters of it; a Latin letter within a Cyrillic word was meant to be Cyrillic."""
    folded = word.lower().translate(_LETTERS).translate(_SIGNS)
    return folded.translate(_LOOKALIKES) if _CYRILLIC.search(folded) else folded


def any_of(words: Iterable[str]) -> str:
    """A piece of a pattern that matches any of the words, longer ones first."""
    folded = {" ".join(map(fold, word.split())) for word in words}
    return f"(?:{'|'.join(sorted(map(re.escape, folded), key=len, reverse=True))})"


@lru_cache(maxsize=512)
def rule(piece: str) -> re.Pattern[str]:
    """A pattern of whole words: it neither begins nor ends within one."""
    return re.compile(rf"(?<!\w)(?:{piece})(?!\w)")


class Piece(NamedTuple):
    """A word, a number or a sign: as the rules see it, and where it was typed."""

    text: str
    begins: int
    ends: int


class Line:
    """What is still open of a phrase. Whoever understands a stretch closes it for the rest."""

    def __init__(self, typed: str, *, spelling: Callable[[str], str]) -> None:
        self._typed = " ".join(typed.split())
        self._pieces = [
            Piece(spelling(fold(found[0])), *found.span())
            for found in _PIECE.finditer(self._typed)
            if found.start() < READ_MAX
        ]
        self._taken: set[int] = set()
        self._owners: list[int] = []
        self.text = ""
        for index, piece in enumerate(self._pieces):
            is_apart = index > 0 and self._pieces[index - 1].ends < piece.begins
            self.text += f" {piece.text}" if is_apart else piece.text
            self._owners += [_NOBODY] * is_apart + [index] * len(piece.text)

    @property
    def is_cyrillic(self) -> bool:
        return any(_CYRILLIC.search(piece.text) for piece in self._pieces)

    def take(self, piece: str) -> re.Match[str] | None:
        """The first stretch that matches, which is then understood."""
        found = rule(piece).search(self.text)
        if found is not None:
            self.close(*found.span())
        return found

    def set_aside(self, piece: str) -> None:
        """Close every stretch that matches, but leave it in the person's own words."""
        for found in rule(piece).finditer(self.text):
            self.keep(*found.span())

    def keep(self, begins: int, ends: int) -> None:
        """These characters of `text` are nothing for the rules."""
        self._blank(begins, ends, mark=CLOSED)

    def close(self, begins: int, ends: int, *, mark: str = CLOSED) -> None:
        """These characters of `text` are understood."""
        self._taken.update(self._owners[begins:ends])
        self._blank(begins, ends, mark=mark)

    def _blank(self, begins: int, ends: int, *, mark: str) -> None:
        self.text = self.text[:begins] + mark * (ends - begins) + self.text[ends:]

    def leftover(self) -> Iterator[list[Piece]]:
        """The stretches that nobody has understood."""
        numbered = enumerate(self._pieces)
        for is_taken, stretch in groupby(numbered, key=lambda one: one[0] in self._taken):
            if not is_taken:
                yield [piece for _, piece in stretch]

    def written(self, pieces: list[Piece]) -> str:
        """Pieces that follow each other, as they were typed."""
        return self._typed[pieces[0].begins : pieces[-1].ends]

    @property
    def unread(self) -> str:
        """What was too long to be read."""
        return self._typed[self._pieces[-1].ends :].strip() if self._pieces else ""
