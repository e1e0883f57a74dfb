"""Random histories: whatever is asked for, in whatever order, the services do what the model says.

`make prove` tries new ones for ten minutes. A history that fails is made short, and printed with a
line that plays it again.
"""

import asyncio
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import SAWarning

from tests.prove.databases import Databases
from tests.prove.history import History
from tests.prove.runs import RUNS

STEPS = 30

SETTINGS = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    derandomize=False,
    print_blob=True,
    # Each history is drawn anew; by default two in three are mixed from parts of others.
    backend="hypothesis-urandom",
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One for all histories."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.mark.timeout(600 + 3 * RUNS)  # to make a history short takes its time
def test_services_and_model_agree_on_every_history(
    databases: Databases, loop: asyncio.AbstractEventLoop
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", SAWarning)
        run_state_machine_as_test(lambda: History(databases, loop), settings=SETTINGS)
