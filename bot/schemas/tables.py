"""Tables that come in and go out as files: their lines, and what would become of them."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.schemas.resources import ResourceChange
from bot.schemas.weekly import Day
from db.enums import BookingStatus, ResourceKind, Role


class TableKind(StrEnum):
    """Which table a file is; its header row says it."""

    RESOURCES = "resources"
    PEOPLE = "people"
    BOOKINGS = "bookings"


Cell = str | datetime
"""As it stands in the file: a text, or a moment of a spreadsheet, which has no zone."""


class RawLine(NamedTuple):
    number: int
    """As people count in the file: the header row is 1, if nothing stands above it."""
    cells: tuple[Cell, ...]
    is_broken: bool = False
    """Whether some of it is in another encoding than the file."""


class ResourceLine(NamedTuple):
    number: int
    name: str
    kind: ResourceKind | None
    change: ResourceChange
    """What the cells say; an empty one says nothing."""
    days: tuple[Day | None, ...]
    """Monday to Sunday."""
    follows: frozenset[str]
    """The columns whose rules are the site's, as long as it says the same."""


class PersonKey(NamedTuple):
    """How a file names a person."""

    telegram_id: int | None
    username: str | None

    def __str__(self) -> str:
        return f"@{self.username}" if self.telegram_id is None else str(self.telegram_id)


class PersonLine(NamedTuple):
    number: int
    person: PersonKey
    name: str | None
    values: dict[str, Any]
    """Column of the table -> value, for what the cells say."""

    @property
    def role(self) -> Role | None:
        return self.values.get("role")


class BookingLine(NamedTuple):
    number: int
    booking: str | None
    """Lines with the same word are one booking of several resources."""
    resource: str
    person: PersonKey | None
    """None: of somebody who was forgotten."""
    starts: Cell
    ends: Cell
    units: int
    numbers: tuple[int, ...]
    """The units that it shall have, if they are free."""
    purpose: str | None
    status: BookingStatus


AnyLine = ResourceLine | PersonLine | BookingLine


class BadLine(NamedTuple):
    """A line that cannot be read, and the refusal that says why."""

    number: int
    name: str
    why: Exception


class Table(NamedTuple):
    """A file, understood line by line."""

    kind: TableKind
    ignored: tuple[str, ...]
    """Columns that no table of this kind has."""
    lines: tuple[AnyLine, ...]
    bad: tuple[BadLine, ...]


class Outcome(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


class KeptBooking(NamedTuple):
    """One ahead that what a line changes does not allow any more: it is kept all the same."""

    id: int
    starts_at: datetime
    timezone: str


class LineReport(NamedTuple):
    number: int
    name: str
    outcome: Outcome
    what: tuple[str, ...] = ()
    """Of a change: the columns that differ."""
    why: Exception | None = None
    """Of a refusal."""
    kept: tuple[KeptBooking, ...] = ()
    """Of a change, the earliest first."""

    @classmethod
    def refused(cls, number: int, name: str, why: Exception) -> "LineReport":
        """`why` is kept without the frames that it was raised in: they hold everything that was
        looked at, and hold it in a circle."""
        why.__traceback__ = why.__context__ = why.__cause__ = None
        return cls(number, name, Outcome.REFUSED, why=why)


class ImportReport(BaseModel):
    """A dry run: what would be done, or what was, line by line."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    kind: TableKind
    ignored: tuple[str, ...]
    lines: tuple[LineReport, ...]
    refused: tuple[LineReport, ...]
    counts: Mapping[Outcome, int]
    kept: int
    """How many bookings; one may hold several resources."""
    fingerprint: str
    """Two that say the same have the same."""
    is_done: bool = False

    @classmethod
    def of(cls, table: Table, said: Iterable[LineReport]) -> "ImportReport":
        """All of its lines together; of very many it takes a while, so let a thread do it."""
        bad = [LineReport.refused(*one) for one in table.bad]
        lines = tuple(sorted([*said, *bad], key=lambda line: line.number))
        fingerprint = hashlib.sha256()
        for line in lines:
            told = (*line[:4], type(line.why).__name__, line.kept)
            fingerprint.update(repr(told).encode())
        return cls(
            kind=table.kind,
            ignored=table.ignored,
            lines=lines,
            refused=tuple(line for line in lines if line.outcome is Outcome.REFUSED),
            counts=Counter(line.outcome for line in lines),
            kept=len({one.id for line in lines for one in line.kept}),
            fingerprint=fingerprint.hexdigest(),
        )

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome, 0)

    @property
    def can_be_done(self) -> bool:
        """All or nothing; and there has to be something."""
        does = self.count(Outcome.CREATED) + self.count(Outcome.CHANGED)
        return not self.refused and does > 0


Row = dict[str, Any]
"""Column of a file -> what its cell says."""
