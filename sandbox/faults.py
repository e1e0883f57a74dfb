"""Failures on demand: what a network and a busy Telegram do to a bot."""

from dataclasses import dataclass

from sandbox.errors import NoAnswer, Refused, too_many_requests

WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """One failure to come: which method, how it fails, how often, before or after the deed."""

    method: str
    error_code: int = 500
    retry_after: int | None = None
    timeout: bool = False
    times: int = 1
    after: bool = False

    def strike(self) -> None:
        """Always raises: NoAnswer for a timeout, else Refused."""
        if self.timeout:
            raise NoAnswer
        if self.error_code == 429:
            raise too_many_requests(self.retry_after or 1)
        raise Refused(self.error_code, WORDS.get(self.error_code, "Unknown Error"))


class Faults:
    """The failures asked for, used up in order."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it happen at the next requests of its method ("*": of any method)."""
        self._coming.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault for this request, if any; counted as used."""
        for fault in self._coming:
            if fault.method.lower() not in {"*", method.lower()}:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._coming.remove(fault)
            return fault
        return None
