"""Random histories: whatever is asked for, in whatever order, services and model agree."""

import math
import warnings

import pytest
from sqlalchemy.exc import SAWarning

from tests.drawing import play
from tests.prove.databases import Databases
from tests.prove.history import History
from tests.prove.runs import RUNS

STEPS = 30
PART = 25
"""Runs of one test, so that several processes can share them."""


@pytest.mark.timeout(600)  # to make a history short takes its time
@pytest.mark.parametrize("part", range(math.ceil(RUNS / PART)))
def test_services_and_model_agree_on_every_history(databases: Databases, part: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", SAWarning)
        play(lambda loop: History(databases, loop), part=part, stories=min(RUNS, PART), steps=STEPS)
