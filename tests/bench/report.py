"""Where the figures go: the screen, `build/bench.json`, `docs/performance.md`."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.timing import Measure

ROOT = Path(__file__).parent.parent.parent
JSON = ROOT / "build" / "bench.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of the figures -->\n"


def line(measure: Measure) -> str:
    mark = "ok  " if measure.holds else "MISS"
    return f"{mark} {_value(measure):>8}  ({_bar(measure)})  {measure.measure}: {measure.detail}"


def write(measures: Sequence[Measure], *, seconds: float) -> None:
    JSON.parent.mkdir(exist_ok=True)
    JSON.write_text(json.dumps([_plain(each) for each in measures], indent=2) + "\n")
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(before + BEGIN + _table(measures, seconds) + END + after, encoding="utf-8")


def _plain(measure: Measure) -> dict[str, object]:
    values = asdict(measure)
    return {name: values[name] for name in ("measure", "value", "bar")} | {"holds": measure.holds}


def _table(measures: Sequence[Measure], seconds: float) -> str:
    rows = [
        f"| {each.measure} | {_value(each)} | {_bar(each)} | {'yes' if each.holds else '**no**'} |"
        f" {each.detail} |"
        for each in measures
    ]
    made = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} in {seconds:.0f} s by `make bench`, on"
        f" {os.cpu_count()} processors ({platform.machine()}, Python"
        f" {platform.python_version()}), pinned to one."
    )
    head = ["| measure | value | bar | holds | in figures |", "|---|---|---|---|---|"]
    return "\n".join(["", made, "", *head, *rows, "", ""])


def _value(measure: Measure) -> str:
    return f"{measure.value:.2f}{measure.unit}"


def _bar(measure: Measure) -> str:
    return f"at {'least' if measure.at_least else 'most'} {measure.bar:g}{measure.unit}"
