"""The figures of /stats as a file."""

from collections.abc import Iterator

from bot.schemas.stats import Stats
from bot.tables.writing import csv_file
from bot.texts import Texts

Figure = tuple[str, object, object]
"""Which kind, of what, how much."""


def stats_file(stats: Stats, texts: Texts) -> bytes:
    """One CSV, a figure a line."""
    return csv_file(("figure", "of", "value"), _figures(stats, texts))


def _figures(stats: Stats, texts: Texts) -> Iterator[Figure]:
    for use in stats.resources:
        yield "occupancy", use.name, f"{use.share:.4f}"
        yield "taken_minutes", use.name, use.taken_minutes
        yield "open_minutes", use.name, use.open_minutes
    for status, count in sorted(stats.statuses.items()):
        yield "bookings", status, count
    for kind, lasted in (("lead", stats.leads), ("answer", stats.answers)):
        for one in lasted:
            yield f"{kind}_minutes_until", one.until_minutes or "", one.count
    for total in stats.refusals:
        yield "refusals", total.code, total.count
    for weekday, hours in zip(texts.weekdays(), stats.heat, strict=True):
        for hour, taken in enumerate(hours):
            yield "taken_units", f"{weekday} {hour:02}:00", f"{taken:.3f}"
