"""How Telegram says no: one exception with the three fields of its JSON."""

from typing import Any


class Refused(Exception):
    """An answer with `"ok": false`; the doors turn it into JSON or into aiogram's exceptions."""

    def __init__(
        self, error_code: int, description: str, *, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(f"{error_code} {description}")
        self.error_code = error_code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body Telegram sends: ok, error_code, description and, if any, parameters."""
        body = {"ok": False, "error_code": self.error_code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class NoAnswer(Exception):
    """The request gets no answer at all, as when the network fails. Raised by injected faults."""


class Garbled(Exception):
    """The answer is not Telegram's: some proxy's page. Raised by injected faults."""


class Impossible(Exception):
    """A person tried what no Telegram client would let them do."""


def bad_request(reason: str) -> Refused:
    """400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {reason}")


def not_found() -> Refused:
    """404, what Telegram says to a method it does not know."""
    return Refused(404, "Not Found")


def too_many_requests(retry_after: int) -> Refused:
    """429; the wait is in seconds, in the sentence and in the parameters."""
    return Refused(
        429,
        f"Too Many Requests: retry after {retry_after}",
        parameters={"retry_after": retry_after},
    )
