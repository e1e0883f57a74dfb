"""The approval group."""

from bot.schemas.periods import Period
from bot.services import changes
from tests.builders import wanted
from tests.gallery.scene import scene
from tests.gallery.scenes.extras import add
from tests.gallery.stage import Stage, at


async def bind(stage: Stage) -> None:
    """The group is the one that approves, and what is looked at."""
    stage.look_at(stage.group)
    await stage.say("/bind", by=stage.approver)


async def ask(stage: Stage) -> None:
    """The booker asks for the studio, on the 5th at 14:00; the group is looked at."""
    await bind(stage)
    await stage.have("Podcast studio")


async def postpone(stage: Stage) -> None:
    """The request is moved to 16:00."""
    actor, period = await stage.world.actor(stage.booker), Period.of(at(5, 16), 60)
    await changes.move(stage.world.db, actor, 1, period=period, now=stage.clock.now())
    await stage.world.settle()


@scene
async def group_unbound(stage: Stage) -> None:
    """The bot was added to a group."""
    stage.look_at(stage.group)
    stage.group.bot_status = "left"
    stage.group.set_bot("member", by=stage.approver)
    await stage.world.settle()


@scene
async def group_bound(stage: Stage) -> None:
    """The group was bound."""
    await bind(stage)


@scene
async def request_card(stage: Stage) -> None:
    """A request."""
    await ask(stage)


@scene
async def request_extras(stage: Stage) -> None:
    """A request for several things, with a purpose."""
    await bind(stage)
    stage.look_at()
    await add(stage, "Camera", "Camera", "Laptop")
    await stage.tap("button-extras-done")
    await stage.say(stage.either("Interviews for the school paper", "Інтерв'ю для шкільної газети"))
    await stage.tap("button-confirm-ask")
    stage.look_at(stage.group)


@scene
async def reject_question(stage: Stage) -> None:
    """The question for a reason."""
    await ask(stage)
    await stage.tap("button-reject", by=stage.approver)


@scene
async def approved(stage: Stage) -> None:
    """The request was approved."""
    await ask(stage)
    stage.press("button-approve", by=stage.approver)


@scene
async def unrejected(stage: Stage) -> None:
    """A rejection was taken back: the group is asked anew."""
    await ask(stage)
    await stage.tap("button-reject", by=stage.approver)
    await stage.tap("button-reject-silently", by=stage.approver)
    stage.press("button-undo", by=stage.approver)


@scene
async def rejected(stage: Stage) -> None:
    """It was rejected, with a reason."""
    await ask(stage)
    await stage.tap("button-reject", by=stage.approver)
    question = stage.approver.last(stage.group)
    reason = stage.either("The studio is being painted.", "У студії фарбують стіни.")
    await stage.say(reason, by=stage.approver, reply_to=question)


@scene
async def rejected_silently(stage: Stage) -> None:
    """It was rejected without a reason."""
    await ask(stage)
    await stage.tap("button-reject", by=stage.approver)
    stage.press("button-reject-silently", by=stage.approver)


@scene
async def expired(stage: Stage) -> None:
    """Nobody decided in time."""
    await ask(stage)
    await stage.later(hours=5)


@scene
async def cancelled(stage: Stage) -> None:
    """The booker cancelled it."""
    await ask(stage)
    stage.look_at()
    await stage.tap("button-my", "Podcast studio", "button-cancel-booking", "button-cancel-yes")
    stage.look_at(stage.group)


@scene
async def superseded(stage: Stage) -> None:
    """The request was changed: what was its card, and the newer card."""
    await ask(stage)
    await postpone(stage)
    stage.look_at(stage.group, newest=2)


@scene
async def unneeded(stage: Stage) -> None:
    """It was changed to what needs no approval."""
    await ask(stage)
    actor, room = await stage.world.actor(stage.booker), await stage.resource("Library")
    await changes.move(stage.world.db, actor, 1, wanted=wanted({room: 1}), now=stage.clock.now())
    await stage.world.settle()
