"""Processes of the bot, forked from one that has imported it (`tests/preloaded.py`).

To import takes ten seconds of a processor, and the tests start some sixty processes; in chaos a bot
is killed and started a hundred times.
"""

import asyncio
import multiprocessing
import os
import sys
from asyncio import StreamReader, StreamReaderProtocol
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.__main__ import cli

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([__name__, "tests.preloaded"])
KEPT = ("PATH", "HOME", "LANG")

Work = Callable[[], object]
"""What a process is for: a function of a module, which it imports anew."""


class Forged:
    """One of them: `out`, and `errors` where no file takes them, are read as they are written."""

    def __init__(
        self, process: BaseProcess, out: StreamReader, errors: StreamReader | None
    ) -> None:
        self._process = process
        self.out, self.errors = out, errors

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL, at this very moment."""
        self._process.kill()

    @property
    def has_ended(self) -> bool:
        return not self._process.is_alive()

    async def wait(self) -> int:
        """Its exit code, negative for a signal."""
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def as_typed(*arguments: str) -> None:
    """Be `python -m bot` with these arguments."""
    sys.argv = ["bot", *arguments]
    cli()


async def start(
    work: Work, settings: Mapping[str, str], folder: Path, *, log: Path | None = None
) -> Forged:
    """Start a process in a folder of its own; `log` gets what it says of errors."""
    (out, to_out), (errors, to_errors) = SERVER.Pipe(duplex=False), SERVER.Pipe(duplex=False)
    process = SERVER.Process(
        target=_be, args=(work, environment(settings), folder, to_out, log or to_errors)
    )
    process.start()
    to_out.close()
    to_errors.close()
    return Forged(process, await _reader(out), None if log else await _reader(errors))


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing that whoever runs the tests has set for a bot of their own."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | dict(settings)


async def _reader(connection: Connection) -> StreamReader:
    reader = StreamReader()
    file = os.fdopen(os.dup(connection.fileno()), "rb")
    connection.close()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: StreamReaderProtocol(reader), file)
    return reader


def _be(
    work: Work, known: dict[str, str], folder: Path, out: Connection, errors: Connection | Path
) -> None:
    """The new process, from here on."""
    os.dup2(out.fileno(), 1)
    if isinstance(errors, Path):
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    else:
        os.dup2(errors.fileno(), 2)
        errors.close()
    out.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(known)
    sys.exit(work())
