"""Whatever comes from Telegram, honest or forged: no error, nothing of others shown, nothing
changed without the right."""

import math

import pytest

from tests.drawing import play
from tests.fuzz.runs import AT_LEAST, EACH, PART, STORIES
from tests.fuzz.story import Story
from tests.fuzz.worlds import Worlds


@pytest.mark.timeout(600)  # to make a story short takes its time
@pytest.mark.parametrize("part", range(math.ceil(STORIES / PART)))
def test_no_update_does_what_it_may_not(worlds: Worlds, part: int) -> None:
    handled: list[int] = []
    stories = min(STORIES, PART)
    play(lambda loop: Story(worlds, loop, handled), part=part, stories=1 + stories, steps=EACH)
    _simplest, *others = handled
    assert sum(others) >= stories * EACH * AT_LEAST, handled
