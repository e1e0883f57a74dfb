"""Tags, features and time zones."""

import re
from collections.abc import Collection

SEPARATOR = re.compile(r"\s*[,;\n]\s*")
SPACES = re.compile(r"\s+")


def tags_of(typed: str) -> frozenset[str]:
    """Tags, with spaces or commas between them: "staff, lab-2"."""
    return frozenset(re.split(r"[\s,;]+", typed.strip().casefold())) - {""}


def features_of(typed: str) -> frozenset[str]:
    """Features, with commas between them: "projector, video call"."""
    words = SEPARATOR.split(typed.strip().casefold())
    return frozenset(SPACES.sub(" ", word) for word in words) - {""}


def zone_of(typed: str, known: Collection[str]) -> str:
    """The time zone of this name, or of this city; what was typed where there is none."""
    said = SPACES.sub("_", typed.strip()).casefold()
    cities = [zone for zone in sorted(known) if zone.rpartition("/")[2].casefold() == said]
    named = [zone for zone in known if zone.casefold() == said]
    return next(iter([*named, *cities]), typed.strip())
