"""Lines of bookings put together: who wants what, and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.schemas.actor import Actor
from bot.schemas.bookings import WANTED_MAX
from bot.schemas.periods import Period
from bot.schemas.resources import ResourceView
from bot.schemas.tables import BookingLine
from bot.services import refusals
from bot.services.imports.people import Known
from bot.services.refusals import Refusal
from bot.tables.cells import moment
from db.enums import BookingStatus


@dataclass(frozen=True)
class Claim:
    """One booking of a file."""

    lines: Sequence[BookingLine]
    resources: Sequence[ResourceView]
    """Of each line."""
    booker: Actor
    period: Period

    @property
    def status(self) -> BookingStatus:
        return self.lines[0].status


@dataclass
class Problems(Exception):
    """The lines of one booking that are refused; the others are because of them."""

    why: dict[int, Refusal] = field(default_factory=dict)


def group(lines: Iterable[BookingLine]) -> list[list[BookingLine]]:
    """Lines that name the same booking are one."""
    groups: dict[object, list[BookingLine]] = {}
    for line in lines:
        groups.setdefault(line.booking or line.number, []).append(line)
    return list(groups.values())


def claim_of(lines: Sequence[BookingLine], known: Mapping[str, ResourceView], who: Known) -> Claim:
    """Raises Problems."""
    problems = Problems()
    read: list[tuple[ResourceView, Actor, Period]] = []
    for line in lines:
        try:
            read.append(_read(line, known, who))
        except Refusal as why:
            problems.why[line.number] = why
    if problems.why:
        raise problems
    problems.why.update(_disagreements(lines, read))
    if problems.why:
        raise problems
    _, booker, period = read[0]
    return Claim(lines, [resource for resource, _, _ in read], booker, period)


def _read(
    line: BookingLine, known: Mapping[str, ResourceView], who: Known
) -> tuple[ResourceView, Actor, Period]:
    resource = known.get(line.resource)
    if resource is None:
        raise refusals.ResourceUnknown(line.resource)
    booker = who.find_actor(line.person) if line.person else None
    if booker is None:
        raise refusals.PersonUnknown(str(line.person))
    starts_at, ends_at = (moment(cell, resource.zone) for cell in (line.starts, line.ends))
    if starts_at >= ends_at:
        raise refusals.EndsBeforeStart
    return resource, booker, Period(starts_at=starts_at, ends_at=ends_at)


def _disagreements(
    lines: Sequence[BookingLine], read: Sequence[tuple[ResourceView, Actor, Period]]
) -> Iterator[tuple[int, Refusal]]:
    first, seen = lines[0], dict[int, int]()
    for line, (resource, booker, period) in zip(lines, read, strict=True):
        same = (booker.user_id, period, line.purpose, line.status)
        if same != (read[0][1].user_id, read[0][2], first.purpose, first.status):
            yield line.number, refusals.LinesDiffer(first.number)
        elif (before := seen.setdefault(resource.id, line.number)) != line.number:
            yield line.number, refusals.SaidBefore(before)
        elif len(seen) > WANTED_MAX:
            yield line.number, refusals.TooManyLines(WANTED_MAX)
