"""As large a file of bookings as may be, with all that real files have; and what is told of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.tables.reading import LINES_MAX

KYIV = ZoneInfo("Europe/Kyiv")
UTC = ZoneInfo("UTC")
HEADER = "resource,person,start,end,purpose,status\n"
ROOMS, PEOPLE = 40, 300
A_DAY = 10
"""Bookings of each room, an hour each, from eight o'clock on."""
DAYS_AGO = 220
"""When the first was: the last is a month ahead."""
EVERY = 500
"""Among so many lines each mess is there once, every other line at their beginning."""
FORMATS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%Y-%m-%d %H:%M}",
    lambda at: f"{at:%d.%m.%Y %H:%M}",
    lambda at: f"{at.day}.{at.month}.{at.year} {at.hour}:{at:%M}:00",
    lambda at: f"{at.astimezone(UTC):%Y-%m-%d %H:%M}Z",
    lambda at: at.isoformat(timespec="minutes"),
)


class Cells(NamedTuple):
    """A row, in the order of the header."""

    resource: str
    person: str
    starts: str
    ends: str
    purpose: str = ""
    status: str = ""


class Slot(NamedTuple):
    """What a line is about, while nothing is wrong with it."""

    resource: str
    person: str
    at: datetime

    def cells(self, number: int = 0) -> Cells:
        """In one of the formats."""
        starts, ends = FORMATS[number % len(FORMATS)], FORMATS[number // 7 % len(FORMATS)]
        return Cells(self.resource, self.person, starts(self.at), ends(self.at + HOUR))


HOUR = timedelta(hours=1)
Make = Callable[[Slot, Slot], Cells]
"""Of a slot, and of the one of the line above."""


class Mess(NamedTuple):
    """What is odd about a line, what becomes of it, and what is told where it is refused."""

    make: Make
    becomes: str
    told: str = ""


def wrong(told: str, make: Make) -> Mess:
    return Mess(make, "refused", told)


def at(starts: str, ends: str = "2026-03-02 11:00") -> Make:
    return lambda slot, _: slot.cells()._replace(starts=starts, ends=ends)


def has(**cells: str) -> Make:
    return lambda slot, _: slot.cells()._replace(**cells)


MESSES = (
    wrong("The same as line {above}.", lambda _, above: above.cells()),
    wrong(
        "This time has just been taken.",
        lambda _, above: above._replace(at=above.at + HOUR / 2, person="301").cells(),
    ),
    wrong("“31.02.2026 10:00” is no day and time", at("31.02.2026 10:00")),
    wrong("“tomorrow” is no day and time", at("tomorrow")),
    wrong("“=NOW()” is no day and time", at("=NOW()")),
    wrong("“3/2/2026 10:00”: which is the day", at("3/2/2026 10:00")),
    wrong("There is no “2026-03-29 03:30”", at("2026-03-29 03:30")),
    wrong("“2025-10-26 03:30” comes twice", at("2025-10-26 03:30")),
    wrong("It ends before it starts.", at("2026-03-02 12:00")),
    wrong("Bookings are made in steps of 30 min", at("2026-03-02 10:10")),
    wrong("“start” is empty.", at("")),
    wrong("There is no resource “r7”.", has(resource="r7")),
    wrong("There is no resource “=R7”.", has(resource="=R7")),
    wrong("I don't know @nobody.", has(person="@nobody")),
    wrong("person: “Olena Koval” won't do.", has(person="Olena Koval")),
    wrong("purpose: 201 characters, 200 at most.", has(purpose="x" * 201)),
    wrong("Some of its letters are in another encoding", has(purpose="Хор\udcd5\udcee")),
    Mess(has(status="cancelled"), "left out"),
    Mess(has(person="forgotten"), "left out"),
    Mess(has(purpose="=1+1"), "created"),
    Mess(has(purpose="'=HYPERLINK(1)"), "created"),
    Mess(has(purpose='"Хор,\nоркестр"'), "created"),
    Mess(has(status=" Approved "), "created"),
)
"""Escaped are bytes that are no UTF-8."""
EACH = LINES_MAX // EVERY
"""So many lines have the same mess."""
SAME = range(200, 203)
"""What is in these lines is in the database already."""


@dataclass
class MessyFile:
    """Its bytes, and what becomes of its lines; without `mistakes` all of it can be written."""

    now: datetime
    mistakes: bool
    content: bytes = b""
    refused: dict[int, str] = field(default_factory=dict)
    """Number of a line -> what is said of it."""
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        lines = [HEADER, *self._lines()]
        self.content = "".join(lines).encode(errors="surrogateescape")

    @property
    def known(self) -> bytes:
        """A file of the lines that are there already."""
        rows = (",".join(self._slot(index).cells(index)) for index in SAME)
        return (HEADER + "\n".join(rows)).encode()

    def _lines(self) -> Iterator[str]:
        number = 2
        for index in range(LINES_MAX):
            line = ",".join(self._cells(index, number)).rstrip(",") + "\n"
            if index % EVERY == EVERY - 1:
                line += ",,\n\n"  # nothing stands in these, and they are counted by people only
            yield line
            number += line.count("\n")

    def _cells(self, index: int, number: int) -> Cells:
        """Also notes what becomes of them."""
        slot, nth = self._slot(index), index % EVERY
        mess = MESSES[nth // 2] if nth % 2 and nth // 2 < len(MESSES) else None
        if mess is None or (mess.told and not self.mistakes):
            self.counts["same" if index in SAME else "created"] += 1
            return slot.cells(index)._replace(purpose="" if index % 5 else "Хор")
        self.counts[mess.becomes] += 1
        if mess.told:
            self.refused[number] = mess.told.format(above=number - 1)
        return mess.make(slot, self._slot(index - 1))

    def _slot(self, index: int) -> Slot:
        day, hour = divmod(index // ROOMS, A_DAY)
        first = self.now.astimezone(KYIV).replace(hour=8, minute=0, second=0)
        at = first + timedelta(days=day - DAYS_AGO, hours=hour)
        person = index % PEOPLE + 1
        return Slot(f"R{index % ROOMS}", str(person) if index % 3 else f"@P{person}", at)
