"""Run every measure, with progress on the screen; exit 1 where a bar is missed."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.garbage import keep_what_is_loaded
from tests.bench import booking, dialogue, load, pictures, postgresql, reading, report
from tests.bench.filling import fill
from tests.bench.timing import Measure, pin

SMALL, LARGE = 10_000, 1_000_000
SERVER = os.environ.get("TEST_POSTGRES_URL")

Found = Measure | list[Measure]


def measures_of(small: Path, large: Path) -> list[Callable[[], Awaitable[Found]]]:
    return [
        lambda: booking.against_hand(small),
        lambda: booking.at_two_sizes(small, large),
        lambda: reading.overlap_check(small, large),
        lambda: booking.many_at_once(small),
        lambda: reading.day_view(small, large),
        lambda: reading.plan(small, large),
        lambda: reading.sweeps(small, large),
        lambda: reading.year_of_stats(large),
        lambda: dialogue.through_the_dispatcher(small),
        lambda: dialogue.longest_block(large),
        pictures.dense_day,
    ]


def main() -> int:
    begins = perf_counter()
    found: list[Measure] = []
    with TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        for path, bookings in ((small, SMALL), (large, LARGE)):
            print(f"filling a database with {bookings:,} bookings on one room ...", flush=True)
            fill(path, bookings)
        pin()
        keep_what_is_loaded()  # as the bot does before it polls
        for measure in measures_of(small, large):
            found += _shown(asyncio.run(measure()))
    if SERVER:
        found += _shown(postgresql.hot_room(SERVER))
    else:
        print("TEST_POSTGRES_URL is not set: PostgreSQL is left out")
    print(f"{load.NOTICES:,} notices under Telegram's limits: two minutes ...", flush=True)
    found += _shown(load.notices_at_once())
    report.write(found, seconds=perf_counter() - begins)
    return 0 if all(each.holds for each in found) else 1


def _shown(found: Found) -> list[Measure]:
    measures = found if isinstance(found, list) else [found]
    for each in measures:
        print(report.line(each), flush=True)
    return measures


if __name__ == "__main__":
    sys.exit(main())
