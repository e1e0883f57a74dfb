"""Which resource: names in any case, with typos, in part, or in the other language's word.

A name that is there as a whole beats one that is there in part. What fits equally well is all
candidates.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.phrases.counts import counted, take_units
from bot.phrases.numbers import NUMBER
from bot.phrases.tokens import CLOSED, Line, fold, rule
from bot.phrases.vocabulary import ALL_WORDS, piece, word_set
from bot.schemas.bookings import Wanted
from bot.schemas.phrases import Known
from db.enums import ResourceKind

_ENDINGS = sorted(
    ("а", "я", "у", "ю", "і", "ї", "и", "о", "е", "й", "ь", "ий", "ій", "їй", "ої", "ьої", "ею",
     "ою", "ьою", "ого", "ього", "ому", "ьому", "им", "їм", "ім", "их", "іх", "ими", "іми", "ами",
     "ями", "ам", "ям", "ах", "ях", "ом", "ем", "ові", "еві", "ів", "їв", "ей"),
    key=len, reverse=True,
)  # fmt: skip
STEM_MIN = 3
TYPO_MIN, TYPOS_MIN = 4, 10
"""Letters of a stem in which one typo may be, and two."""
LONE_TYPO_MIN = 6
"""Letters of a word with a typo that may stand for a longer name alone."""

SAME_THINGS = (
    "room кімната", "hall зал зала", "studio студія", "podcast подкаст", "library бібліотека",
    "workshop майстерня", "lab лабораторія", "conference conf конференц конф",
    "phone телефон телефонна", "booth будка", "classroom клас", "kitchen кухня", "office офіс",
    "projector проектор", "laptop ноутбук ноут ноутик лептоп", "camera камера", "printer принтер",
    "3d 3д", "bicycle bike велосипед", "microphone mic мікрофон мік", "speaker колонка",
    "screen екран", "whiteboard дошка", "tripod штатив", "scanner сканер", "tablet планшет",
    "blue синя", "green зелена", "red червона", "yellow жовта", "white біла", "black чорна",
    "big large велика", "small little мала маленька",
)  # fmt: skip
"""People who speak both languages name a thing in either."""


class Likeness(IntEnum):
    NONE = 0
    TYPO = 1
    TRANSLATED = 2
    EXACT = 3


class Named(NamedTuple):
    """A resource that a stretch of the line may name."""

    resource: Known
    begins: int
    ends: int
    words: int
    likeness: int
    is_whole: bool

    @property
    def is_exact(self) -> bool:
        return self.likeness == self.words * Likeness.EXACT

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.is_whole, self.words, self.likeness

    def overlaps(self, other: "Named") -> bool:
        return self.begins < other.ends and other.begins < self.ends


class Word(NamedTuple):
    text: str
    begins: int
    ends: int


class Asked(NamedTuple):
    """What a phrase wants: candidates for one resource, and what comes with it."""

    resources: tuple[Known, ...]
    kind: ResourceKind | None
    units: int | None
    extras: tuple[Wanted, ...]


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """What is left of a word in all its cases, roughly."""
    endings = _ENDINGS if word[-1] > "z" else ["s"]
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_MIN:
            return word[: -len(ending)]
    return word


_SAME = {
    stem(fold(word)): index for index, words in enumerate(SAME_THINGS) for word in words.split()
}
_ANY_ROOM = {stem(word) for word in word_set("rooms")}
_GRAMMAR = ALL_WORDS - word_set("halls")

_ROOMS = piece("rooms")
_LINKED = re.compile(
    rf"(?:(?<!\w){piece('link')} |[+&] ?)(?:the |a |an )?(?:{NUMBER} ?{piece('pieces')}? ?)?$"
)
_PLACED = rule(r"(?:in|into|inside|у|в) (?:the |our )?$")
_AFTER_FIGURES = re.compile(
    rf" ?[-:./][0-9]| ?{piece('hours', 'minutes', 'people', 'parts', 'months', 'oclock')}(?!\w)"
)


@lru_cache(maxsize=16384)
def likeness(word: str, name: str) -> Likeness:
    """Whether a word may be a word of a name, both folded; a word of the grammar is no typo."""
    if word == name:
        return Likeness.EXACT
    said, meant = stem(word), stem(name)
    if said == meant:
        return Likeness.EXACT
    if said in _SAME and _SAME[said] == _SAME.get(meant):
        return Likeness.TRANSLATED
    if word in ALL_WORDS or not word.isalpha() or not name.isalpha():
        return Likeness.NONE
    typos = (len(meant) >= TYPO_MIN) + (len(meant) >= TYPOS_MIN)
    is_typo = OSA.distance(said, meant, score_cutoff=typos) <= typos
    return Likeness.TYPO if is_typo and len(said) >= STEM_MIN else Likeness.NONE


def words_of(text: str) -> list[Word]:
    return [Word(found[0], *found.span()) for found in re.finditer(r"\w+", text)]


@lru_cache(maxsize=1024)
def name_words(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(Line(name, spelling=str).text))


def find_named(text: str, resources: Sequence[Known]) -> list[Named]:
    """The stretch that names each resource best; one that nothing names is not there."""
    said = words_of(text)
    found: list[Named] = []
    for resource in resources:
        tries = [_named_at(text, said, first, resource) for first in range(len(said))]
        found += sorted(filter(None, tries), key=lambda one: one.rank)[-1:]
    return found


def _named_at(text: str, said: list[Word], first: int, resource: Known) -> Named | None:
    """The longest name from one word on, in whatever order its words come."""
    unsaid = list(name_words(resource.name))
    alike: list[tuple[Word, Likeness]] = []
    for word in said[first : first + len(unsaid)]:
        best = max(unsaid, key=lambda name: likeness(word.text, name))
        likely = likeness(word.text, best)
        if not likely or not _follows(text, alike, word) or _is_of_a_time(text, word):
            break
        unsaid.remove(best)
        alike.append((word, likely))
    if not alike or (unsaid and not any(_tells(*one) for one in alike)):
        return None
    begins, ends = alike[0][0].begins, alike[-1][0].ends
    total = sum(likely for _, likely in alike)
    return Named(resource, begins, ends, len(alike), total, not unsaid)


def _follows(text: str, alike: list[tuple[Word, Likeness]], word: Word) -> bool:
    return not alike or text[alike[-1][0].ends : word.begins] in (" ", "-", " - ")


def _is_of_a_time(text: str, word: Word) -> bool:
    """ "room 2 hours", "room 14-16": the figures belong to what follows."""
    return word.text.isdecimal() and bool(_AFTER_FIGURES.match(text, word.ends))


def _tells(word: Word, likely: Likeness) -> bool:
    """Whether a word alone may stand for a longer name."""
    if stem(word.text) in _ANY_ROOM or word.text in _GRAMMAR or not word.text[-1].isalpha():
        return False
    return len(word.text) >= (LONE_TYPO_MIN if likely is Likeness.TYPO else STEM_MIN)


def best_named(found: list[Named]) -> list[Named]:
    """What fits best, and whatever fits as well: in the same place, or elsewhere in the line."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: one.rank, reverse=True):
        is_as_good = not kept or (
            one.is_whole == kept[0].is_whole and one.is_exact >= kept[0].is_exact
        )
        if is_as_good and not any(one.overlaps(each) and one.rank < each.rank for each in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.begins)


def take_wanted(line: Line, resources: Sequence[Known]) -> Asked:
    """The resource that is named, its units, and the equipment that comes with it."""
    main, extras = _apart(line.text, find_named(line.text, resources))
    main = _meant(line.text, main)
    for one in (*main, *extras):
        line.close(one.begins, one.ends)
    units = None
    if main and all(one.resource.kind is ResourceKind.EQUIPMENT for one in main):
        units = take_units(line, main[0].begins, main[0].ends)
    wanted = tuple(_extra(line, one) for one in extras)
    kind = _take_kind(line, main)
    return Asked(tuple(one.resource for one in main), kind, units, wanted)


def _apart(text: str, found: list[Named]) -> tuple[list[Named], list[Named]]:
    """What may be the main resource, and the equipment that was said to come with it.

    Rooms come first, in whatever order; "a room with a projector" is any room.
    """
    best = best_named(found)
    linked = [one for one in best if one.is_whole and _LINKED.search(text[: one.begins])]
    extras = [one for one in linked if one.resource.kind is ResourceKind.EQUIPMENT]
    rest = [one for one in found if not any(one.overlaps(extra) for extra in extras)]
    main = best_named(rest)
    if extras and not main and not rule(_ROOMS).search(text[: extras[0].begins]):
        return best, []
    rooms = [one for one in linked if one.resource.kind is ResourceKind.ROOM]
    if rooms and len(rooms) < len(main):
        extras += [one for one in main if one.resource.kind is ResourceKind.EQUIPMENT]
        main = [one for one in main if one.resource.kind is ResourceKind.ROOM]
    return main, extras


def _meant(text: str, named: list[Named]) -> list[Named]:
    """Of "3 laptops for a workshop" what is counted, of "workshop in the blue room" the place."""
    is_rooms = all(one.resource.kind is ResourceKind.ROOM for one in named)
    is_marked = _PLACED.search if is_rooms else counted
    marked = [one for one in named if is_marked(text[: one.begins])]
    is_clear = bool(marked) and all(one.begins == marked[0].begins for one in marked)
    return marked if is_clear else named


def _extra(line: Line, one: Named) -> Wanted:
    units = take_units(line, one.begins, one.ends, is_linked=True)
    return Wanted(resource_id=one.resource.id, units=units or 1)


def _take_kind(line: Line, main: list[Named]) -> ResourceKind | None:
    """Of what is named, where that agrees; else what it is called: "a room"."""
    if main:
        line.take(rf"(?<={CLOSED} ){_ROOMS}|{_ROOMS}(?= {CLOSED})")
        kinds = {one.resource.kind for one in main}
        return kinds.pop() if len(kinds) == 1 else None
    if line.take(rf"{_ROOMS}|{piece('halls')}"):
        return ResourceKind.ROOM
    return ResourceKind.EQUIPMENT if line.take(piece("equipment")) else None
