"""The bot's pace by the tests' clock: no limits of its own, and pauses that pass at once."""

from typing import Any

from bot.buckets import Rate
from bot.delivery.limits import Limits, Rates
from bot.delivery.traffic import Traffic
from bot.delivery.turns import Turns
from tests.clocks import FrozenClock

EVER = Rate(per_second=1e9, burst=1e9, reserve=0)


def unhurried(clock: FrozenClock) -> dict[str, Any]:
    """For `build`: what Telegram asks to wait is waited for, and moves the clock."""

    async def sleep(seconds: float) -> None:
        clock.advance(seconds=seconds)

    limits = Limits(Rates(all=EVER, chat=EVER, group=EVER))
    turns = Turns(limits, monotonic=lambda: clock.now().timestamp())
    return {"traffic": Traffic(turns, sleep=sleep), "tapping": EVER}
