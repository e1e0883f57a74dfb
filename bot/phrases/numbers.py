"""Numbers, in figures and in words."""

from bot.phrases.tokens import any_of
from bot.phrases.vocabulary import piece, table

_NUMBERS: dict[str, int] = table("numbers")
_TENS: dict[str, int] = table("tens")
_ONES = {word: number for word, number in _NUMBERS.items() if number < 10}

WORDED = rf"(?:{any_of(_TENS)}[ -]{any_of(_ONES)}|{piece('numbers')})"
NUMBER = rf"(?:[0-9]{{1,4}}|{WORDED})"


def number_of(said: str) -> int:
    """Of "12", "twelve" or "twenty five"; of "an" it is 1."""
    if said.isdecimal():
        return int(said)
    if said in _NUMBERS:
        return _NUMBERS[said]
    tens, _, ones = said.replace("-", " ").partition(" ")
    return _TENS.get(tens, 0) + _ONES.get(ones, 0) or 1
