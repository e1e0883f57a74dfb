"""Closures and holidays, set in the chat."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage


async def closures(stage: Stage, *words: str) -> None:
    """The administrator looks at them."""
    stage.booker = stage.approver
    await stage.say("/admin")
    await stage.tap("button-closures", *words)


async def new(stage: Stage, what: str, days: str, *answers: str) -> None:
    """Begin one; what is closed is a word, too."""
    await closures(stage, "button-closure-add", what)
    await stage.say(days)
    await stage.tap(*answers)


def everything(stage: Stage) -> str:
    return stage.either("Everything", "Усе")


def once(stage: Stage) -> str:
    return stage.either("Just once", "Лише раз")


def weekly(stage: Stage) -> str:
    return stage.either("Every week", "Щотижня")


async def made(stage: Stage) -> None:
    """A lunch every Wednesday, and the days around New Year."""
    await new(stage, "Blue room", "4.03 12-13", weekly(stage), "button-closure-forever")
    await stage.say(stage.either("Cleaning", "Прибирання"))
    await stage.tap("button-impact-none")
    yearly = stage.either("Every year", "Щороку")
    await new(stage, everything(stage), "24.12-2.01", yearly, "button-closure-forever")
    await stage.say(stage.either("Holidays", "Свята"))
    await stage.tap("button-impact-none")


@scene
async def closures_none(stage: Stage) -> None:
    """Nothing is closed."""
    await closures(stage)


@scene
async def closures_list(stage: Stage) -> None:
    """What is closed, in the order in which it comes."""
    await made(stage)
    await closures(stage)


@scene
async def closure_card(stage: Stage) -> None:
    """One that repeats."""
    await made(stage)
    await closures(stage, "Blue room")


@scene
async def closure_delete(stage: Stage) -> None:
    """Before it is deleted."""
    await made(stage)
    await closures(stage, "Blue room", "button-closure-delete")


@scene
async def closure_what(stage: Stage) -> None:
    """What shall be closed."""
    await closures(stage, "button-closure-add")


@scene
async def closure_days(stage: Stage) -> None:
    """On which days: tapped, or typed."""
    await closures(stage, "button-closure-add", everything(stage))


@scene
async def closure_unclear(stage: Stage) -> None:
    """What was typed is no day."""
    await closures(stage, "button-closure-add", everything(stage))
    await stage.say(stage.either("sometime", "колись"))


@scene
async def closure_hours(stage: Stage) -> None:
    """All of the day, or some hours."""
    await new(stage, everything(stage), "4.03")


@scene
async def closure_repeats(stage: Stage) -> None:
    """Whether it comes again."""
    await new(stage, everything(stage), "24.12-2.01")


@scene
async def closure_until(stage: Stage) -> None:
    """For how long it comes again."""
    await new(stage, "Blue room", "4.03 12-13", weekly(stage))


@scene
async def closure_reason(stage: Stage) -> None:
    """Why."""
    await new(stage, everything(stage), "4.03 10-14", once(stage))


@scene
async def closure_done(stage: Stage) -> None:
    """Closed."""
    await new(stage, everything(stage), "4.03 10-14", once(stage), "button-closure-no-reason")
    await stage.tap("button-impact-none")
