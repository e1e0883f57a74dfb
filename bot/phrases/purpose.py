"""What a booking is for: what is left once everything else is understood."""

import string
from unicodedata import category

from bot.phrases.tokens import Line, Piece
from bot.phrases.vocabulary import word_set

_ASKING, _IMPERATIVES = word_set("asking"), word_set("imperatives")
_BEFORE = _ASKING | word_set("leading")
_AFTER = _ASKING | word_set("trailing")
_LONE = _BEFORE | _AFTER | _IMPERATIVES
QUOTES = '"«»“”„'
"""What a purpose may be wrapped in; within it they stay."""


def purpose_of(line: Line) -> str | None:
    """The person's own words, without those that ask, or that led to what was understood."""
    framed = [_without_frame(each) for each in line.leftover()]
    stretches = [line.written(pieces) for pieces in framed if pieces]
    said = " ".join([*stretches, line.unread]).strip()
    is_wrapped = len(said) > 1 and said[0] in QUOTES and said[-1] in QUOTES
    return (said.strip(QUOTES) if is_wrapped else said) or None


def _without_frame(pieces: list[Piece]) -> list[Piece]:
    """A number alone is left out: it says nothing to whoever approves."""
    said = [piece for piece in pieces if not _is_sign(piece) and piece.text not in _LONE]
    if not said or (len(said) == 1 and said[0].text.isdecimal()):
        return []
    first, last = 0, len(pieces)
    leading = _BEFORE if pieces[0].begins else _BEFORE | _IMPERATIVES
    while _is_edge(pieces[first]) or pieces[first].text in leading:
        first += 1
    while _is_edge(pieces[last - 1]) or pieces[last - 1].text in _AFTER:
        last -= 1
    return pieces[first:last]


def _is_edge(piece: Piece) -> bool:
    return _is_sign(piece) and piece.text not in (*QUOTES, "(", ")", "#", "?", "!")


def _is_sign(piece: Piece) -> bool:
    return all(each in string.punctuation or category(each)[0] == "P" for each in piece.text)
