"""Random stories of many steps, from a seed that tells them again.

The suite and CI tell the same stories each time, so that a red run is red again; `make prove` and
`make fuzz` tell new ones. A story that fails is made short, and printed with a line that plays it.
"""

import asyncio
import os
from collections.abc import Callable
from random import Random
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

SEED = os.environ.get("STORY_SEED", "0")


class Drawn(HypothesisProvider):
    """Each story is drawn anew; by default two in three are mixed from parts of others."""

    source: ClassVar[Random]

    def __init__(self, data: ConjectureData | None, /) -> None:
        super().__init__(data)
        self._random = self.source


AVAILABLE_PROVIDERS["drawn"] = Drawn


def play(
    machine: Callable[[asyncio.AbstractEventLoop], RuleBasedStateMachine],
    *,
    part: int,
    stories: int,
    steps: int,
) -> None:
    """Stories of up to so many steps; each `part` has its own. One event loop serves them all."""
    Drawn.source = Random(f"{SEED}, {part}")
    drawn = settings(
        max_examples=stories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        backend="drawn",
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        run_state_machine_as_test(lambda: machine(loop), settings=drawn)
