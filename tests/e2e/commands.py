"""`python -m bot <command>` until its end."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.bot_process import ROOT

COMMAND_S = 60
"""A command takes seconds, and more on a busy machine."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int | None
    out: str
    errors: str


async def run_command(
    *arguments: str, settings: Mapping[str, str], folder: Path, through: tuple[str, ...] = ()
) -> Ended:
    """Run a command; `through` is a program that starts it, with its own arguments."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *through, sys.executable, "-m", "bot", *arguments, cwd=folder,
        env=keep | settings | {"PYTHONPATH": str(ROOT)}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    async with asyncio.timeout(COMMAND_S):
        out, errors = await process.communicate()
    return Ended(process.returncode, out.decode(), errors.decode())
