"""The figures of /stats as a file."""

import csv
from io import StringIO

from bot.schemas.stats import Stats
from bot.tables.formulas import quoted
from bot.texts import Texts

BOM = "\ufeff"
"""Spreadsheets take a file for UTF-8 only with it."""


def stats_file(stats: Stats, texts: Texts) -> bytes:
    """One CSV, a figure a line: which kind, of what, how much."""
    stream = StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(["figure", "of", "value"])
    for use in stats.resources:
        table.writerow(["occupancy", quoted(use.name), f"{use.share:.4f}"])
        table.writerow(["taken_minutes", quoted(use.name), use.taken_minutes])
        table.writerow(["open_minutes", quoted(use.name), use.open_minutes])
    for status, count in sorted(stats.statuses.items()):
        table.writerow(["bookings", status, count])
    for kind, lasted in (("lead", stats.leads), ("answer", stats.answers)):
        for one in lasted:
            table.writerow([f"{kind}_minutes_until", one.until_minutes or "", one.count])
    for total in stats.refusals:
        table.writerow(["refusals", total.code, total.count])
    for weekday, hours in zip(texts.weekdays(), stats.heat, strict=True):
        for hour, taken in enumerate(hours):
            table.writerow(["taken_units", f"{weekday} {hour:02}:00", f"{taken:.3f}"])
    return (BOM + stream.getvalue()).encode()
