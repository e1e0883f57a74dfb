"""The tables of both languages as one, folded: a phrase may mix them, whatever the setting."""

import re
from functools import lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.phrases.english import ENGLISH
from bot.phrases.tokens import any_of, fold
from bot.phrases.ukrainian import UKRAINIAN

LANGUAGES = (ENGLISH, UKRAINIAN)
MISSPELT_MIN, MISSPELT_MAX = 6, 15
"""Letters: in a shorter word one typo makes another word too easily."""
LONG = 8
"""Letters of a word that may have two typos."""


def folded(phrase: str) -> str:
    return " ".join(map(fold, phrase.split()))


def table(name: str) -> dict[str, Any]:
    """What each word of a table stands for, in both languages."""
    return {
        folded(word): thing for words in LANGUAGES for word, thing in getattr(words, name).items()
    }


def words(*names: str) -> list[str]:
    """What stands in these tables, in both languages."""
    return [word for each in LANGUAGES for name in names for word in getattr(each, name)]


def word_set(*names: str) -> frozenset[str]:
    """The single words of these tables, folded."""
    return frozenset(fold(word) for said in words(*names) for word in said.split())


@lru_cache(maxsize=256)
def piece(*names: str) -> str:
    """A piece of a pattern: any word of these tables."""
    return any_of(words(*names))


@lru_cache(maxsize=256)
def not_after(*names: str) -> str:
    """A piece that matches where no word of these tables stands before."""
    before = sorted({folded(word) for word in words(*names)})
    return "".join(rf"(?<!(?<!\w){re.escape(word)} )" for word in before)


ALL_WORDS = frozenset(fold(word) for each in LANGUAGES for word in each.all_words())
"""None of these is a typo of a name."""
_SPELLINGS = {word: folded(meant) for word, meant in table("spellings").items()}
_SPELT = {
    word: (name, thing)
    for name in ("relative_days", "weekdays", "months")
    for word, thing in table(name).items()
    if len(word) >= MISSPELT_MIN and " " not in word
}
_SPELT |= {word: ("imperatives", None) for word in word_set("imperatives") if len(word) >= LONG}


@lru_cache(maxsize=4096)
def spelled(word: str) -> str:
    """A folded word as the tables have it: slang is replaced, and typos in days and imperatives."""
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if word in ALL_WORDS or not MISSPELT_MIN <= len(word) <= MISSPELT_MAX:
        return word
    typos = 2 if len(word) >= LONG else 1
    found = process.extract(word, list(_SPELT), scorer=OSA.distance, score_cutoff=typos, limit=9)
    best = [name for name, distance, _ in found if distance == found[0][1]]
    return best[0] if len({_SPELT[name] for name in best}) == 1 else word
