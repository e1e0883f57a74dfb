"""A service that is one whole transaction is run again when the database asks for it.

PostgreSQL ends one of two transactions that wait for each other, and one that waits too long;
SQLite ends one that finds the file locked for too long. Nothing has been changed then.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from random import uniform
from typing import Any, ParamSpec, TypeVar

from bot import metrics
from bot.services.refusals import Contended
from db.errors import is_contention

log = logging.getLogger(__name__)

TRIES = 5
PATIENCE_S = 3
"""After this long there is no other try: the person who waits should hear something."""
FIRST_PAUSE_S = 0.02

P = ParamSpec("P")
T = TypeVar("T")


def retried(service: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Try a service a few times, with pauses that differ, so that rivals do not meet again.

    It must open its only transaction itself, and keep nothing from a try that failed. Its refusals
    are answers and pass at once. Raises Contended when no try succeeds.
    """

    @wraps(service)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        now = asyncio.get_running_loop().time
        give_up_at, failed = now() + PATIENCE_S, 0
        while True:
            try:
                return await service(*args, **kwargs)
            except Exception as error:
                if not is_contention(error):
                    raise
                failed += 1
                metrics.DATABASE_RETRIES.inc()
                log.info("%s met others, %s times by now", service.__qualname__, failed)
                if failed == TRIES or now() >= give_up_at:
                    raise Contended from error
            await asyncio.sleep(pause_s(failed))

    return run


def pause_s(failed: int) -> float:
    """A random part of a time that doubles with each failed try."""
    return uniform(0, FIRST_PAUSE_S * 2 ** (failed - 1))  # noqa: S311 - it need not be a secret
