"""`/healthz` for whoever restarts the bot, `/metrics` for whoever watches it; off by default.

Neither names a person, a booking or the token, and nothing can be changed through them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from math import nan

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.clock import Clock
from bot.exits import CannotRun
from bot.polling import PollWatch
from bot.schemas.health import OutboxHealth
from bot.services import health
from bot.settings import Settings
from db.engine import Database

log = logging.getLogger(__name__)

POLL_AGE_MAX = timedelta(minutes=2)
"""A poll takes 25 s when nothing happens, and aiogram gives one up after 85 s."""
UNTRIED_MAX = timedelta(minutes=5)
"""The delivery looks every 5 s; after a long pause it may have thousands to send."""
DATABASE_TIMEOUT_S = 5


class Health:
    """Answers from what is known at the moment of the question."""

    def __init__(self, db: Database, polls: PollWatch, clock: Clock) -> None:
        self._db = db
        self._polls = polls
        self._clock = clock
        self._started_at = clock.now()

    async def healthz(self, _: web.Request) -> web.Response:
        """200, or 503 where `ok` is false; ages in seconds, null where the database is silent.

        {"ok": true, "database": true, "last_poll_s": 3, "oldest_due_s": 0, "untried_s": 0}
        """
        outbox, poll_age = await self._outbox(), self._poll_age()
        is_late = outbox is None or outbox.untried > UNTRIED_MAX
        ok = not is_late and poll_age <= POLL_AGE_MAX
        body = {
            "ok": ok,
            "database": outbox is not None,
            "last_poll_s": poll_age.total_seconds(),
            "oldest_due_s": outbox and outbox.oldest.total_seconds(),
            "untried_s": outbox and outbox.untried.total_seconds(),
        }
        return web.json_response(body, status=200 if ok else 503)

    async def metrics(self, _: web.Request) -> web.Response:
        """Prometheus's text format; NaN for the outbox where the database is silent."""
        outbox = await self._outbox()
        metrics.LAST_POLL_SECONDS.set(self._poll_age().total_seconds())
        metrics.OUTBOX_DUE.set(outbox.due if outbox else nan)
        metrics.OUTBOX_OLDEST_SECONDS.set(outbox.oldest.total_seconds() if outbox else nan)
        metrics.OUTBOX_UNTRIED_SECONDS.set(outbox.untried.total_seconds() if outbox else nan)
        body = generate_latest(metrics.REGISTRY)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _outbox(self) -> OutboxHealth | None:
        try:
            async with asyncio.timeout(DATABASE_TIMEOUT_S):
                return await health.read_outbox(self._db, now=self._clock.now())
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            return None

    def _poll_age(self) -> timedelta:
        """Since the last poll that succeeded; before the first, since the start."""
        return self._clock.now() - (self._polls.last_poll_at or self._started_at)


def make_application(answers: Health) -> web.Application:
    """The two routes."""
    app = web.Application()
    app.add_routes([web.get("/healthz", answers.healthz), web.get("/metrics", answers.metrics)])
    return app


@asynccontextmanager
async def serving_health(answers: Health, settings: Settings) -> AsyncIterator[int | None]:
    """Serve while the block lasts; gives the port, None where HEALTH_PORT is not set.

    Port 0 is any free one. Raises CannotRun for a port that is taken.
    """
    if settings.health_port is None:
        yield None
        return
    runner = web.AppRunner(make_application(answers), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _listen(runner, settings)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> int:
    host, port = settings.health_host, settings.health_port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotRun(
            f"/healthz cannot be served on {host}:{port}: {error.strerror}. Choose another"
            " HEALTH_PORT or HEALTH_HOST."
        ) from error
    bound: int = runner.addresses[0][1]
    log.info("/healthz and /metrics are at port %s", bound)
    return bound
