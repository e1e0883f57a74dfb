"""Refusals, as alerts and as messages."""

from sqlalchemy import update

from bot.delivery.traffic import TRIES
from db.enums import Role
from db.models import Closure, User
from tests.gallery.scene import scene
from tests.gallery.scenes.approval import ask, postpone
from tests.gallery.scenes.book import to_confirm
from tests.gallery.stage import Stage, at


@scene
async def too_late(stage: Stage) -> None:
    """A start that has passed meanwhile."""
    await stage.open("Phone booth")
    await stage.tap("2")
    stage.clock.advance(hours=4)
    stage.press("12:00")


@scene
async def closed(stage: Stage) -> None:
    """A closure that came in between."""
    await stage.open("Library")
    await stage.tap("5")
    reason = stage.either("Repairs", "Ремонт")
    async with stage.world.db.writing() as session:
        session.add(
            Closure(
                resource_id=await stage.resource("Library"),
                starts_at=at(5, 9),
                ends_at=at(6, 12),
                reason=reason,
            )
        )
    stage.press("14:00")


@scene
async def too_many_open(stage: Stage) -> None:
    """A quota of bookings."""
    await stage.have("Library")
    await stage.change("Library", max_open_bookings=1)
    await stage.open("Library")
    await stage.tap("6", "14:00", "1 h")
    stage.press("button-confirm")


@scene
async def week_full(stage: Stage) -> None:
    """A quota of hours in a week."""
    await stage.have("Library")
    await stage.change("Library", max_week_minutes=150)
    await stage.open("Library")
    await stage.tap("6", "14:00", "2 h")
    stage.press("button-confirm")


@scene
async def not_for_you(stage: Stage) -> None:
    """What is for some people only."""
    await to_confirm(stage)
    await stage.change("Library", bookers={"staff", "teachers"})
    stage.press("button-confirm")


@scene
async def out_of_service(stage: Stage) -> None:
    """A link to what is no longer there."""
    await stage.world.start(stage.booker, "book_404")


@scene
async def too_wordy(stage: Stage) -> None:
    """A purpose that is too long."""
    await to_confirm(stage)
    await stage.say("?" * 321)


@scene
async def already_started(stage: Stage) -> None:
    """A cancellation that comes too late."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking")
    stage.clock.advance(days=3, hours=3, minutes=20)
    stage.press("button-cancel-yes")


@scene
async def already_decided(stage: Stage) -> None:
    """A colleague was first."""
    await ask(stage)
    stage.colleague.tap(stage.word("button-approve"), stage.group)
    await stage.world.handle()
    stage.press("button-approve", by=stage.approver)


@scene
async def deadline_passed(stage: Stage) -> None:
    """The time to decide is over."""
    await ask(stage)
    stage.clock.advance(hours=4, minutes=1)
    stage.press("button-approve", by=stage.approver)


@scene
async def request_changed(stage: Stage) -> None:
    """The request was changed between the card and the tap."""
    await ask(stage)
    card = stage.approver.last(stage.group)
    await postpone(stage)
    newest = stage.approver.last(stage.group)
    stage.group.room.forget(newest.message_id)
    stage.telegram.show(stage.group.room, card)
    stage.press("button-approve", by=stage.approver)


@scene
async def not_approver(stage: Stage) -> None:
    """A card of another approval group."""
    await ask(stage)
    card = stage.approver.last(stage.group)
    other = stage.telegram.add_group(-1002, "Office", members=[], creator=stage.approver)
    await stage.world.say(stage.approver, "/bind", other)
    stage.telegram.show(other.room, card.model_copy(update={"chat": other.room.chat}))
    stage.look_at(other)
    stage.press("button-approve", by=stage.approver)


@scene
async def not_admin(stage: Stage) -> None:
    """/bind by somebody who is no administrator."""
    stage.look_at(stage.group)
    await stage.say("/bind", by=stage.colleague)


@scene
async def not_a_group(stage: Stage) -> None:
    """/bind in a private chat."""
    stage.booker = stage.approver
    await stage.say("/bind")


@scene
async def blocked(stage: Stage) -> None:
    """Somebody whom the administrators have blocked."""
    async with stage.world.db.writing() as session:
        await session.execute(update(User).values(role=Role.BLOCKED))
    stage.world.app.dispatcher["actors"].forget(stage.booker.id)
    await stage.say("/book")


@scene
async def something_went_wrong(stage: Stage) -> None:
    """What nobody expected."""
    stage.telegram.inject("editMessageText", error_code=500, times=TRIES)
    stage.press("button-help")
