"""Where bots are born: a process that has imported the bot and forks one whenever it is told to.

To import takes seconds; to die and be born a hundred times would take ten minutes of them. A bot
that is born here is a process of its own.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.__main__ import load_settings
from bot.app import build, run
from bot.buckets import Rate
from bot.clock import Clock
from bot.delivery.limits import Limits, Rates
from bot.delivery.traffic import Traffic
from bot.delivery.turns import Turns

ROOT = Path(__file__).parents[2]
ANSWER_S = 90
"""It imports first, and an orderly stop may take ten seconds."""


class Nursery:
    """The other end: one bot at a time, which is ended by its id."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._pid: int | None = None

    async def start(self) -> None:
        self._pid = await self._ask("start")

    @property
    def is_running(self) -> bool:
        """Whether there is a bot, as far as is known."""
        return self._pid is not None

    def kill(self) -> None:
        """SIGKILL, at this very moment; `ended` is to follow."""
        self._signal(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, and wait; returns the exit code."""
        self._signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for the end; returns the exit code, negative for a signal."""
        self._pid = None
        return await self._ask("wait")

    async def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return await self._ask("look") != 0

    def _signal(self, number: signal.Signals) -> None:
        assert self._pid is not None
        os.kill(self._pid, number)  # it is not reaped before `ended`: the id is still its own

    async def _ask(self, word: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n".encode())
        async with asyncio.timeout(ANSWER_S):
            return int(await self._process.stdout.readline())


@asynccontextmanager
async def nursery(settings: dict[str, str], log: Path) -> AsyncIterator[Nursery]:
    """A nursery whose bots have these settings; at the end it ends the bot that is left."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.nursery",
            cwd=log.parent, env=keep | settings | {"PYTHONPATH": str(ROOT)},
            stdin=PIPE, stdout=PIPE, stderr=file,
        )  # fmt: skip
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        async with asyncio.timeout(ANSWER_S):
            await process.wait()


def main() -> None:
    """Obey: start a bot and print its id, wait for its end, or look whether it has ended."""
    pid = 0
    for line in sys.stdin:
        if line == "start\n":
            pid = os.fork()
            if not pid:
                _be_a_bot()
            answer = pid
        elif line == "wait\n":
            answer, pid = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0
        else:
            look = os.WEXITED | os.WNOHANG | os.WNOWAIT
            answer = int(os.waitid(os.P_PID, pid, look) is not None)
        print(answer, flush=True)  # noqa: T201 - the parent reads it
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _be_a_bot() -> None:
    """As `python -m bot run` would be, but that nobody is slowed down, it or its people."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.close(sys.stdin.fileno())
    quick = Rate(1000, burst=1000)
    traffic = Traffic(Turns(Limits(Rates(all=quick, chat=quick, group=quick))))
    asyncio.run(run(build(load_settings(), Clock(), traffic=traffic, tapping=quick)))
    sys.exit()


if __name__ == "__main__":
    main()
