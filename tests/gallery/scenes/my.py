"""One's own bookings."""

from bot.services import booking
from tests.gallery.scene import scene
from tests.gallery.scenes.approval import bind
from tests.gallery.scenes.extras import add
from tests.gallery.stage import Stage


async def have_asked(stage: Stage) -> None:
    """The studio is asked for, on the 5th at 14:00; the group is bound."""
    await bind(stage)
    stage.look_at()
    await stage.have("Podcast studio")


async def have_several(stage: Stage) -> None:
    """Two requests, a booking with equipment, and one that was cancelled."""
    await have_asked(stage)
    await stage.have("Library", 6, 10, hours=2, Laptop=2, Projector=1)
    dropped = await stage.have("Workshop", 4, 12)
    booker = await stage.world.actor(stage.booker)
    await booking.cancel(stage.world.db, booker, dropped.id, now=stage.clock.now())
    await stage.have("Podcast studio", 7, 9)


async def reject(stage: Stage, reason: str) -> None:
    """The approver says no to the newest request, and why."""
    stage.look_at(stage.group)
    await stage.tap("button-reject", by=stage.approver)
    question = stage.approver.last(stage.group)
    await stage.say(reason, by=stage.approver, reply_to=question)
    stage.look_at()


@scene
async def my_none(stage: Stage) -> None:
    """Nothing booked yet."""
    await stage.tap("button-my")


@scene
async def my_past_none(stage: Stage) -> None:
    """No history."""
    await stage.tap("button-my", "my-past")


@scene
async def my_upcoming(stage: Stage) -> None:
    """What lies ahead."""
    await have_several(stage)
    await stage.tap("button-my")


@scene
async def my_past(stage: Stage) -> None:
    """The history: cancelled, rejected, expired and over."""
    await have_several(stage)
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))
    await stage.later(days=6)
    await stage.say("/my")
    await stage.tap("my-past")


@scene
async def my_pages(stage: Stage) -> None:
    """More of them than fit a page."""
    for hour in range(9, 16):
        await stage.have("Library", 5, hour)
    await stage.tap("button-my")


@scene
async def card_approved(stage: Stage) -> None:
    """A booking."""
    await stage.have("Library")
    await stage.tap("button-my", "Library")


@scene
async def card_extras(stage: Stage) -> None:
    """One with equipment and a purpose."""
    await add(stage, "Laptop", "Laptop", "Projector")
    await stage.tap("button-extras-done")
    await stage.say(stage.either("Robotics club", "Гурток робототехніки"))
    await stage.tap("button-confirm", "button-my", "Library")


@scene
async def card_pending(stage: Stage) -> None:
    """One that waits for an answer."""
    await have_asked(stage)
    await stage.tap("button-my", "Podcast studio")


@scene
async def card_rejected(stage: Stage) -> None:
    """One that was rejected."""
    await have_asked(stage)
    await reject(stage, stage.either("The studio is being painted.", "У студії фарбують стіни."))
    await stage.say("/my")
    await stage.tap("my-past", "Podcast studio")


@scene
async def card_expired(stage: Stage) -> None:
    """One that nobody answered."""
    await have_asked(stage)
    await stage.later(hours=5)
    await stage.say("/my")
    await stage.tap("my-past", "Podcast studio")


@scene
async def card_started(stage: Stage) -> None:
    """One that is under way."""
    await stage.have("Library")
    await stage.later(days=3, hours=3, minutes=20)
    await stage.say("/my")
    await stage.tap("Library")


@scene
async def cancel_question(stage: Stage) -> None:
    """The question before it is cancelled."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking")


@scene
async def card_cancelled(stage: Stage) -> None:
    """It is cancelled."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking")
    stage.press("button-cancel-yes")


@scene
async def card_file(stage: Stage) -> None:
    """A file for one's own calendar."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-file")


@scene
async def card_file_off(stage: Stage) -> None:
    """A file that takes a cancelled booking off it again."""
    await stage.have("Library")
    await stage.tap("button-my", "Library", "button-cancel-booking", "button-cancel-yes")
    await stage.tap("button-file-off")
