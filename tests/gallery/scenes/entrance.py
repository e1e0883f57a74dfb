"""Coming in."""

from bot.services.users import Actors
from bot.startup import offer_claim
from tests.gallery.scene import scene
from tests.gallery.stage import Stage


async def leave_unowned(stage: Stage) -> None:
    """Nobody owns the place."""
    stage.world.app.dispatcher["actors"] = Actors(
        stage.world.db, admin_ids=(), languages=("uk", "en"), default_language="en"
    )


@scene
async def claimed(stage: Stage) -> None:
    """The first owner has opened the claim link."""
    await leave_unowned(stage)
    payloads: list[str] = []
    app = stage.world.app
    await offer_claim(app.db, app.bot, app.actors, stage.clock, payloads.append)
    await stage.world.start(stage.booker, payloads[0])


@scene
async def claim_over(stage: Stage) -> None:
    """The claim link of a place that has an owner."""
    await stage.world.start(stage.booker, "claim_an-old-link")
