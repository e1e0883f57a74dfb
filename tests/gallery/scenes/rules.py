"""The booking rules, of the site and of a resource."""

from tests.gallery.scene import scene
from tests.gallery.scenes.resources import run
from tests.gallery.stage import Stage


@scene
async def site_rules(stage: Stage) -> None:
    """What holds where nothing else is said, and what it comes to."""
    await run(stage, "rules-button")


@scene
async def site_rule(stage: Stage) -> None:
    """One of them: tapped, or typed."""
    await run(stage, "rules-button", stage.either("Notice", "Завчасно"))


@scene
async def site_rule_refused(stage: Stage) -> None:
    """The own rules of some stand against it."""
    for name in ("Library", "Workshop"):
        await stage.change(name, max_minutes=60)
    await run(stage, "rules-button", stage.either("At least", "Щонайменше"))
    stage.press(stage.texts.duration(90, short=True))


@scene
async def rules(stage: Stage) -> None:
    """Those of a resource, and where each comes from."""
    await run(stage, "resources-button", "Conference hall", "resource-rules-button")


@scene
async def rule_own(stage: Stage) -> None:
    """One of its own, which may follow the site again."""
    step = stage.either("Step", "Крок")
    await run(stage, "resources-button", "Blue room", "resource-rules-button", step)


@scene
async def rule_quota(stage: Stage) -> None:
    """A limit, or none."""
    week = stage.either("Per week", "На тиждень")
    await run(stage, "resources-button", "Library", "resource-rules-button", week)
    await stage.say(stage.either("6 h", "6 год"))


@scene
async def rules_nothing(stage: Stage) -> None:
    """Rules that leave nothing to book."""
    await stage.change("Library", notice_minutes=2880, horizon_days=1)
    await run(stage, "resources-button", "Library", "resource-rules-button")
