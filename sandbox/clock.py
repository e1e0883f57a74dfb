"""The sandbox's own time: the machine's, moved forwards by whoever wants to see a reminder."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Now, in UTC. It can be moved forwards, never back: nothing gets younger."""

    def __init__(self, moved: Callable[[], None]) -> None:
        self._moved = moved
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """An aware UTC time, the machine's plus the offset."""
        return datetime.now(UTC) + self.offset

    def second(self) -> datetime:
        """Now without its fraction: Telegram's dates are whole seconds."""
        return self.now().replace(microsecond=0)

    def advance(self, by: timedelta) -> None:
        """Move the time forwards. ValueError for a step backwards."""
        if by < timedelta(0):
            raise ValueError("The clock of the sandbox moves only forwards.")
        self.offset += by
        self._moved()
