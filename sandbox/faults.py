"""Failures on demand, and at random: what a network and a busy Telegram do to a bot."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from sandbox.errors import Garbled, NoAnswer, Refused, too_many_requests

WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}

GARBAGE = "<html><body><h1>It works!</h1></body></html>"
"""What a proxy on the way may answer in place of Telegram."""


@dataclass
class Fault:
    """One failure to come: which method, how it fails, how often, before or after the deed.

    `timeout`: no answer at all. `garbled`: an answer that is no JSON. `delay_s`: how long it takes
    to fail.
    """

    method: str
    error_code: int = 500
    retry_after: int | None = None
    timeout: bool = False
    times: int = 1
    after: bool = False
    garbled: bool = False
    delay_s: float = 0

    async def strike(self) -> None:
        """Always raises: NoAnswer for a timeout, Garbled for garbage, else Refused."""
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.timeout:
            raise NoAnswer
        if self.garbled:
            raise Garbled
        if self.error_code == 429:
            raise too_many_requests(self.retry_after or 1)
        raise Refused(self.error_code, WORDS.get(self.error_code, "Unknown Error"))


HUNG_S = 1.5
STORM = (
    Fault("*", error_code=429, retry_after=1),
    Fault("*", error_code=500),
    Fault("*", error_code=502),
    Fault("*", error_code=502, after=True),
    Fault("*", timeout=True),
    Fault("*", timeout=True, after=True),
    Fault("*", timeout=True, delay_s=HUNG_S),
    Fault("*", timeout=True, after=True, delay_s=HUNG_S),
    Fault("*", garbled=True),
    Fault("*", garbled=True, after=True),
)
"""Everything that can go wrong between a bot and Telegram: a flood wait; a server that fails,
before the deed or after it; a connection that is reset, or hangs; an answer of a proxy."""


class Faults:
    """The failures asked for, used up in order, and those of a storm."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []
        self._rate = 0.0
        self._kinds: Sequence[Fault] = ()
        self._chance = Random()  # noqa: S311 - no secret
        self.strikes: Counter[str] = Counter()
        """Method -> how often it has failed on demand or in a storm."""

    def add(self, fault: Fault) -> None:
        """Let it happen at the next requests of its method ("*": of any method)."""
        self._coming.append(fault)

    def storm(self, rate: float, chance: Random, kinds: Sequence[Fault] = STORM) -> None:
        """Let this share of all requests fail from now on, each in one of these ways; 0 ends it."""
        self._rate, self._chance, self._kinds = rate, chance, kinds

    def take(self, method: str) -> Fault | None:
        """The fault for this request, if any; counted as used."""
        fault = self._next(method)
        if fault is not None:
            self.strikes[method] += 1
        return fault

    def _next(self, method: str) -> Fault | None:
        for fault in self._coming:
            if fault.method.lower() not in {"*", method.lower()}:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._coming.remove(fault)
            return fault
        if self._chance.random() < self._rate:
            return replace(self._chance.choice(self._kinds))
        return None
