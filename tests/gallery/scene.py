"""A scene: a way through the bot that ends at a screen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import getdoc

from tests.gallery.recording import recording
from tests.gallery.stage import Stage, open_stage
from tests.gallery.wording import told

Act = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """`feature` is a module of `scenes`; the name is the one of its files too."""

    name: str
    feature: str
    caption: str
    act: Act


@dataclass(frozen=True)
class Played:
    """What a scene has led to: its words, and the screen functions that are in its picture."""

    text: str
    functions: frozenset[str]


def scene(act: Act) -> Scene:
    """Makes a scene of a function: its docstring is the caption."""
    return Scene(
        name=act.__name__.strip("_").replace("_", "-"),
        feature=act.__module__.rpartition(".")[2],
        caption=(getdoc(act) or "").removesuffix("."),
        act=act,
    )


async def play(one: Scene, url: str, language: str) -> Played:
    """Run a scene on a seeded database."""
    async with open_stage(url, language) as stage:
        with recording() as made:
            await one.act(stage)
            answer = await stage.finish()
        shown = stage.shown()
    functions = {each.name for each in made if any(map(each.is_shown_by, shown))}
    return Played(told(shown, answer), frozenset(functions))
