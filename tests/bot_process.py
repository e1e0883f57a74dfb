"""A bot in a folder of its own: `python -m bot run`, or another function that runs one."""

import asyncio
import re
from functools import partial
from pathlib import Path

from sandbox.telegram import Telegram
from tests.forge import Forged, Work, as_typed, start

TOKEN = "42:TEST"
START_S = 60
STOP_S = 60
"""The first takes ten seconds to import, and more on a busy machine."""
RUN = partial(as_typed, "run")


class BotProcess:
    """One process at a time; it is ended by its id, and its log is kept for a failing test."""

    def __init__(self, settings: dict[str, str], folder: Path, work: Work = RUN) -> None:
        self._settings = settings
        self._folder = folder
        self._work = work
        self._process: Forged | None = None
        self.log_path = folder / "bot.log"

    async def start(self) -> None:
        self._process = await start(self._work, self._settings, self._folder, log=self.log_path)

    @property
    def is_running(self) -> bool:
        """Whether it was started and, as far as is known, has not been ended."""
        return self._process is not None

    @property
    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process is not None and self._process.has_ended

    def kill(self) -> None:
        """SIGKILL, at this very moment; `stopped` is to follow."""
        if self._process is not None:
            self._process.kill()

    async def prints(self, pattern: str) -> str:
        """Wait for a line on its standard output; returns the pattern's first group."""
        assert self._process is not None
        async with asyncio.timeout(START_S):
            async for line in self._process.out:
                if found := re.search(pattern, line.decode()):
                    return found[1]
        raise AssertionError(f"it ended without printing {pattern}:\n{self.log}")

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        if self._process is not None:
            self._process.terminate()

    async def stopped(self) -> int:
        """Wait for the end; returns the exit code."""
        if self._process is None:
            return 0
        async with asyncio.timeout(STOP_S):
            code = await self._process.wait()
        self._process = None
        return code

    async def outlasts(self, seconds: float) -> bool:
        """Whether it is still there after so many seconds."""
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                await self._process.wait()
        except TimeoutError:
            return True
        return False

    async def stop(self) -> None:
        """SIGTERM, and the end must be an orderly one; nothing where there is no process."""
        self.ask_to_stop()
        code = await self.stopped()
        assert code == 0, f"exit code {code}:\n{self.log}"

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8")


async def restart(bot: BotProcess, telegram: Telegram) -> None:
    before = len(telegram.journal)
    await bot.restart()
    await until_it_polls(telegram, since=before)


async def until_it_polls(telegram: Telegram, *, since: int = 0) -> None:
    """Or is about to: a tap that waits for longer than 15 s cannot be answered."""
    await telegram.until(
        lambda: any(call.method == "setMyCommands" for call in telegram.journal[since:]),
        START_S,
    )
