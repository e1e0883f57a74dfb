"""All scenes, in the order in which the gallery shows them.

A new one is an async function with `@scene` in the module of its feature: it leads the people of
the stage to the screen, and its docstring is the caption.
"""

from types import ModuleType

from tests.gallery.scene import Scene
from tests.gallery.scenes import (
    access,
    admin,
    approval,
    approval_groups,
    book,
    bookings,
    changes,
    closures,
    conflicts,
    doors,
    entrance,
    extras,
    free,
    impact,
    imports,
    my,
    notices,
    people,
    phrases,
    plans,
    privacy,
    refusals,
    resources,
    rules,
    start,
    stories,
    today,
    weekly,
)

MODULES = (
    entrance,
    start,
    book,
    extras,
    conflicts,
    free,
    phrases,
    plans,
    doors,
    my,
    changes,
    stories,
    access,
    approval,
    approval_groups,
    notices,
    resources,
    rules,
    weekly,
    privacy,
    imports,
    refusals,
    admin,
    closures,
    impact,
    people,
    bookings,
    today,
)


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


FEATURES = {_name(module): (module.__doc__ or "").strip().removesuffix(".") for module in MODULES}
"""Name -> heading."""
SCENES = tuple(
    found
    for module in MODULES
    for found in vars(module).values()
    if isinstance(found, Scene) and found.feature == _name(module)
)
