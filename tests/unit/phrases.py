"""How the corpora of phrases are written: what a sentence means to a person, on the wall clock.

A meaning has only what the sentence says; the rest has to stay open. Said on Wednesday 4 March 2026
at 09:20 in Kyiv, where it does not say otherwise. `at` is "03-05 14:00", in the year 2026 unless it
has one of its own; an hour that comes twice has its offset, "10-25 03:30+02". Several of a
thing are candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import wall_times
from bot.phrases import understand
from bot.schemas.phrases import Known, Understood
from db.enums import ResourceKind

SAID = "2026-03-04 09:20"
KYIV = "Europe/Kyiv"
NEW_YORK = "America/New_York"
LONDON = "Europe/London"
ROOM, EQUIPMENT = ResourceKind.ROOM, ResourceKind.EQUIPMENT


@dataclass(frozen=True)
class Meaning:
    name: str | tuple[str, ...] = ()
    kind: ResourceKind | None = None
    """Only where nothing is named."""
    units: int | None = None
    extras: tuple[tuple[str, int], ...] = ()
    people: int | None = None
    day: str | tuple[str, ...] = ()
    """Only where no start is known."""
    wall: str | tuple[str, ...] = ()
    """The same: "14:00", or "14:00-16:00"."""
    at: str | tuple[str, ...] = ()
    minutes: int | None = None
    lengths: tuple[int | None, ...] = ()
    """Of each start, where they differ."""
    missing: str | None = None
    now: bool = False
    purpose: str | None = None
    said: str = SAID
    zone: str = KYIV


Row = tuple[str, Meaning]


def office(zone: str, *names: tuple[str, ResourceKind]) -> list[Known]:
    return [
        Known(number, name, kind, ZoneInfo(zone)) for number, (name, kind) in enumerate(names, 1)
    ]


def meaning_of(
    sentence: str, expected: Meaning, names: Sequence[tuple[str, ResourceKind]]
) -> Meaning:
    """What the bot understands, written as the corpus is."""
    zone = ZoneInfo(expected.zone)
    said = datetime.fromisoformat(expected.said)
    now = wall_times(said.date(), said.hour * 60 + said.minute, zone)[0]
    resources = office(expected.zone, *names)
    found = understand(sentence, now=now, zone=zone, resources=resources)
    return replace(written(found, resources, zone), said=expected.said, zone=expected.zone)


def written(found: Understood, resources: Sequence[Known], zone: ZoneInfo) -> Meaning:
    name_of = {one.id: one.name for one in resources}
    named = [name_of[resource_id] for resource_id in found.resource_ids]
    lengths = tuple(start.minutes for start in found.starts)
    return Meaning(
        name=one_or_all(sorted(named)),
        kind=None if named else found.kind,
        units=found.units,
        extras=tuple((name_of[extra.resource_id], extra.units) for extra in found.extras),
        people=found.people,
        day=() if found.starts else one_or_all([day_of(day) for day in found.days]),
        wall=() if found.starts else one_or_all([wall_of(*wall) for wall in found.walls]),
        at=one_or_all([at_of(start.at, zone) for start in found.starts]),
        minutes=found.minutes,
        lengths=lengths if len(set(lengths)) > 1 else (),
        missing=found.missing and f"{day_of(found.missing[0])} {clock_of(found.missing[1])}",
        now=found.is_now,
        purpose=found.purpose,
    )


def one_or_all(shown: list[str]) -> str | tuple[str, ...]:
    return shown[0] if len(shown) == 1 else tuple(shown)


def day_of(day: date) -> str:
    return f"{day:%m-%d}" if day.year == 2026 else f"{day:%Y-%m-%d}"


def clock_of(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def wall_of(minute: int, until: int | None) -> str:
    return clock_of(minute) if until is None else f"{clock_of(minute)}-{clock_of(until)}"


def at_of(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    is_doubled = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    offset = f"{local:%z}"[:3] if is_doubled else ""
    return f"{day_of(local.date())} {local:%H:%M}{offset}"
