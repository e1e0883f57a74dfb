"""A bot as `python -m bot run` would be, but that nobody is slowed down, it or its people."""

import asyncio

from bot.__main__ import load_settings
from bot.app import build, run
from bot.buckets import Rate
from bot.clock import Clock
from bot.delivery.limits import Limits, Rates
from bot.delivery.traffic import Traffic
from bot.delivery.turns import Turns


def run_unhurried() -> None:
    quick = Rate(1000, burst=1000)
    traffic = Traffic(Turns(Limits(Rates(all=quick, chat=quick, group=quick))))
    asyncio.run(run(build(load_settings(), Clock(), traffic=traffic, tapping=quick)))
