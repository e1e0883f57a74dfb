"""When Python looks for what nobody holds any more: to look stops everybody, on every thread."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SOUGHT_AFTER = 10_000, 3, 30
"""So many objects more, and those that nobody holds are looked for among them; every third time
also among those of the times before; and every thirtieth of these among all."""


def keep_what_is_loaded() -> None:
    """All that is imported and made by now stays: to look through it for garbage again stops
    everybody for a fifth of a second. What comes later is looked at more seldom, and in steps of
    some milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SOUGHT_AFTER)


@contextmanager
def unsought() -> Iterator[None]:
    """For a block that makes a great many objects and holds none of them at its end: to look
    through them all, again and again as they become more, would stop everybody for half a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
