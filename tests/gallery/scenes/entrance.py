"""Coming in."""

from bot.schemas.invites import InviteForm
from bot.services.access import invites
from bot.services.access.users import Actors
from bot.startup import offer_claim
from db.enums import Access
from tests.gallery.scene import scene
from tests.gallery.scenes.access import let_in
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


@scene
async def joined(stage: Stage) -> None:
    """Somebody has opened an invite link."""
    await let_in(stage, Access.INVITED)
    admin, form = await stage.world.actor(stage.approver), InviteForm()
    invite = await invites.make(stage.world.db, admin, form, now=stage.clock.now())
    await stage.world.start(stage.booker, f"join_{invite.code}")


@scene
async def outside_invited(stage: Stage) -> None:
    """Not everyone may use the bot: people who were invited."""
    await let_in(stage, Access.INVITED)
    await stage.say("/book")


@scene
async def outside_group(stage: Stage) -> None:
    """Not everyone may use the bot: the members of a group."""
    await let_in(stage, Access.GROUP)
    await stage.say("/start")


@scene
async def outside_tap(stage: Stage) -> None:
    """A tap of somebody who may not use it any more."""
    await let_in(stage, Access.INVITED)
    stage.press("button-book")


@scene
async def invite_over(stage: Stage) -> None:
    """An invite link that was used up."""
    await stage.world.start(stage.booker, "join_an-old-link")
