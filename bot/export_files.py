"""Everything to take along, as files: a CSV for each table, and all of them as JSON."""

import asyncio
import zipfile
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from bot.schemas.tables import Row
from bot.services.place.exports import Batch
from bot.services.refusals import ExportTooLarge
from bot.tables.columns import BOOKINGS, PEOPLE, RESOURCES
from bot.tables.writing import BOM, csv_lines, json_text

HEADERS: dict[str, Sequence[str]] = {
    "resources": tuple(RESOURCES),
    "people": tuple(PEOPLE),
    "bookings": tuple(BOOKINGS),
    "closures": (
        "resource", "kind", "start", "end", "reason", "repeats", "repeats_until", "timezone",
    ),
    "ledger": ("booking", "at", "actor", "action", "from", "to", "reason", "rules_set_aside"),
}  # fmt: skip
"""Of the tables that have a CSV."""
UPLOAD_MAX = 50_000_000
"""Bytes; core.telegram.org/bots/api#senddocument says 50 MB."""

Batches = AsyncGenerator[Batch, None]
P = ParamSpec("P")
T = TypeVar("T")


class NotWritten(Exception):
    """The folder or a file in it, for the reason that the OSError behind it gives."""


async def write_export(folder: Path, batches: Batches) -> list[Path]:
    """Write everything into a folder, for its owner alone: all of it, or no file is left there.

    Returns the files. Raises NotWritten, also where one of them is there already.
    """
    files = _Files(folder)
    try:
        await _in_thread(files.begin)
        async with aclosing(batches):
            async for name, rows in batches:
                await _in_thread(files.add, name, rows)
        await _in_thread(files.end)
    except BaseException:
        files.drop()
        raise
    return files.made


async def pack_export(batches: Batches) -> bytes:
    """One zip file. Raises NotWritten, and ExportTooLarge for what no bot can send."""
    folder = await _in_thread(TemporaryDirectory)
    try:
        files = await write_export(Path(folder.name), batches)
        return await _in_thread(_pack, files, Path(folder.name, "export.zip"))
    finally:
        await asyncio.to_thread(folder.cleanup)


async def _in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except OSError as error:
        raise NotWritten from error


def _pack(files: Sequence[Path], to: Path) -> bytes:
    with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    if (size := to.stat().st_size) > UPLOAD_MAX:
        raise ExportTooLarge(most_mb=UPLOAD_MAX // 1_000_000, mb=size // 1_000_000)
    return to.read_bytes()


class _Files:
    """They grow by a batch at a time, of one table after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = {name: folder / f"{name}.csv" for name in HEADERS}
        self._whole = folder / "everything.json"
        self._begun = ""
        self._before_row = ""
        self.made: list[Path] = []

    def begin(self) -> None:
        """Raises FileExistsError for one that is there already."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in (*self._tables.values(), self._whole):
            path.touch(mode=0o600, exist_ok=False)
            self.made.append(path)
        for name, path in self._tables.items():
            _append(path, BOM + csv_lines([HEADERS[name]]))

    def add(self, name: str, rows: Sequence[Row]) -> None:
        if name in self._tables:
            cells = ([row[column] for column in HEADERS[name]] for row in rows)
            _append(self._tables[name], csv_lines(cells))
        _append(self._whole, "".join(self._json(name, rows)))

    def _json(self, name: str, rows: Sequence[Row]) -> list[str]:
        """An object of tables, a row a line."""
        parts = []
        if name != self._begun:
            parts = ["\n],\n" if self._begun else "{\n", json_text(name), ": ["]
            self._begun, self._before_row = name, "\n"
        for row in rows:
            parts += [self._before_row, json_text(row)]
            self._before_row = ",\n"
        return parts

    def end(self) -> None:
        _append(self._whole, "\n]\n}\n")

    def drop(self) -> None:
        for path in self.made:
            path.unlink(missing_ok=True)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", newline="") as stream:
        stream.write(text)
