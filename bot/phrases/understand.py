"""A phrase from end to end: each kind of thing takes its own, the rest is the purpose.

What is surest goes first: names, then numbers of which a word says what they count, then days, and
times last. Whoever comes later sees only what is left.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import local_day
from bot.phrases.counts import take_bare_people, take_people
from bot.phrases.days import set_aside_spans, take_days
from bot.phrases.lengths import set_aside_ranges, take_delay, take_length
from bot.phrases.moments import When, at_once, planned
from bot.phrases.names import take_wanted
from bot.phrases.purpose import purpose_of
from bot.phrases.times import (
    Said,
    set_aside_open_ended,
    take_end,
    take_part,
    take_range,
    take_start,
    walls_of,
)
from bot.phrases.tokens import Line
from bot.phrases.vocabulary import piece, spelled
from bot.schemas.phrases import Known, Understood

QUOTED = r'"[^"]+"|«[^»]+»|“[^”]+”|„[^“”]+[“”]'
COMMAND = r"^/\w+(?:@\w+)?"


def understand(
    text: str, *, now: datetime, zone: ZoneInfo, resources: Sequence[Known]
) -> Understood:
    """What a phrase says; never raises, and never chooses where a person would have to ask.

    `zone` is the office's: it counts where no resource with a zone of its own is understood.
    """
    line = Line(text, spelling=spelled)
    line.take(COMMAND)
    line.take(piece("greetings"))
    line.set_aside(QUOTED)
    wanted = take_wanted(line, resources)
    zones = {one.zone for one in wanted.resources}
    people = take_people(line)
    is_now, when = _take_when(line, now=now, zone=zones.pop() if len(zones) == 1 else zone)
    if people is None and when.minutes and (when.walls or when.starts):
        people = take_bare_people(line)
    return Understood(
        resource_ids=tuple(one.id for one in wanted.resources),
        kind=wanted.kind,
        units=wanted.units,
        extras=wanted.extras,
        people=people,
        is_now=is_now,
        purpose=purpose_of(line),
        **when._asdict(),
    )


def warm_up() -> None:
    """Compile every pattern: that takes half a second, which the first phrase need not wait for."""
    for text in ("three until five", "at three until five", "now until five", "two rooms"):
        understand(text, now=datetime(2000, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"), resources=())


def _take_when(line: Line, *, now: datetime, zone: ZoneInfo) -> tuple[bool, When]:
    for set_aside in (set_aside_spans, set_aside_ranges, set_aside_open_ended):
        set_aside(line)
    days = take_days(line, local_day(now, zone))
    delay = take_delay(line)
    is_now = delay is None and line.take(piece("now")) is not None
    said, minutes = _take_time(line, is_begun=is_now or delay is not None)
    part = take_part(line)
    if is_now or delay is not None:
        at = (now + timedelta(minutes=delay or 0)).replace(second=0, microsecond=0)
        return is_now, at_once(at, said.end if said else None, minutes, zone=zone)
    walls = walls_of(said, part) if said else ()
    return False, planned(days, walls, minutes, zone=zone, now=now)


def _take_time(line: Line, *, is_begun: bool) -> tuple[Said | None, int | None]:
    """A range, or a start with a length or an end; of what begins at once only these."""
    if not is_begun and (said := take_range(line)):
        return said, None
    minutes = take_length(line)
    said = Said(()) if is_begun else take_start(line)
    if said is None or minutes is not None:
        return said, minutes
    return said._replace(end=take_end(line)), None
