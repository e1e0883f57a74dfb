"""`python -m bot <command>` until its end."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.forge import as_typed, environment, start

ROOT = Path(__file__).parents[2]
COMMAND_S = 60
"""A command takes seconds, and more on a busy machine."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int | None
    out: str
    errors: str


async def run_command(
    *arguments: str, settings: Mapping[str, str], folder: Path, within_s: float = COMMAND_S
) -> Ended:
    process = await start(partial(as_typed, *arguments), settings, folder)
    assert process.errors is not None
    async with asyncio.timeout(within_s):
        out, errors = await asyncio.gather(process.out.read(), process.errors.read())
        return Ended(await process.wait(), out.decode(), errors.decode())


async def run_through(
    *program: str,
    arguments: tuple[str, ...],
    settings: Mapping[str, str],
    folder: Path,
    within_s: float = COMMAND_S,
) -> Ended:
    """Let a program, with its own arguments, start the command."""
    process = await asyncio.create_subprocess_exec(
        *program, sys.executable, "-m", "bot", *arguments, cwd=folder,
        env=environment(settings) | {"PYTHONPATH": str(ROOT)}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    async with asyncio.timeout(within_s):
        out, errors = await process.communicate()
    return Ended(process.returncode, out.decode(), errors.decode())
