"""Booking, step by step."""

from sandbox.people.buttons import find_button
from tests.builders import add_resource
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

AT_TWO = ("5", "14:00", "1 h")


async def to_confirm(stage: Stage, name: str = "Library") -> None:
    """To the question before it is booked: the 5th, 14:00–15:00."""
    await stage.open(name)
    await stage.tap(*AT_TWO)


@scene
async def resources(stage: Stage) -> None:
    """What can be booked."""
    await stage.tap("button-book")


@scene
async def resources_next(stage: Stage) -> None:
    """The next page of it."""
    await stage.tap("button-book", "›")


@scene
async def resources_equipment(stage: Stage) -> None:
    """Equipment only."""
    await stage.tap("button-book", "kind-equipment")


@scene
async def resources_search(stage: Stage) -> None:
    """A part of a name was typed."""
    await stage.tap("button-book")
    await stage.say(stage.either("room", "кімната"))


@scene
async def resources_none(stage: Stage) -> None:
    """Nothing has that in its name."""
    await stage.tap("button-book")
    await stage.say(stage.either("swimming pool", "басейн"))


@scene
async def month(stage: Stage) -> None:
    """The days of a month: past, taken and closed ones."""
    await stage.later(days=2)
    for hour in (8, 12, 16):
        await stage.rival_takes("Blue room", 6, hour, hours=4)
    await stage.open("Blue room")


@scene
async def month_next(stage: Stage) -> None:
    """The last days that can be booked."""
    await stage.open("Library")
    await stage.tap("›", "›")


@scene
async def month_described(stage: Stage) -> None:
    """A pool with all that can be said of it."""
    await add_resource(
        stage.world.db,
        stage.either("Field recorder", "Польовий рекордер"),
        kind="equipment",
        quantity=3,
        description=stage.either(
            "Four microphones, a windshield and spare batteries.",
            "Чотири мікрофони, вітрозахист і запасні батареї.",
        ),
        location=stage.either("Studio, left cupboard", "Студія, ліва шафа"),
        requires_approval=True,
    )
    await stage.open(stage.either("Field recorder", "Польовий рекордер"))


@scene
async def month_none(stage: Stage) -> None:
    """The last evening of a month, when there is only the next one."""
    stage.clock.at = stage.clock.at.replace(day=31, hour=20)
    await stage.open("Workshop")
    await stage.tap("‹ " + stage.either("March", "Березень"))


@scene
async def starts(stage: Stage) -> None:
    """The starts of a day, some of them taken."""
    await stage.rival_takes("Library", 5, 12)
    await stage.rival_takes("Library", 5, 16.5, hours=2)
    await stage.open("Library")
    await stage.tap("5")


@scene
async def starts_pages(stage: Stage) -> None:
    """A fine grid has pages; the one of the morning comes first."""
    await stage.open("Phone booth")
    await stage.tap("5")


@scene
async def starts_autumn(stage: Stage) -> None:
    """The hour that comes twice when the clocks go back."""
    stage.clock.at = stage.clock.at.replace(month=10, day=24)
    await stage.open("Phone booth")
    await stage.tap("25", "‹ 03:00²", "‹ 00:00")


@scene
async def starts_none(stage: Stage) -> None:
    """A day that filled up while its month was on the screen."""
    await stage.open("Library")
    await stage.change("Library", opening_hours=())
    await stage.change("Library", opening_hours=[(0, 540, 1260)])
    await stage.tap("5")


@scene
async def durations(stage: Stage) -> None:
    """How long it may be: until the next booking."""
    await stage.rival_takes("Library", 5, 16.5, hours=2)
    await stage.open("Library")
    await stage.tap("5", "14:00")


@scene
async def durations_long(stage: Stage) -> None:
    """Past midnight the next day is named."""
    await stage.open("Bicycle")
    await stage.tap("5", "16:00 ›", "21:00")


@scene
async def confirm(stage: Stage) -> None:
    """The question before it is booked."""
    await to_confirm(stage)


@scene
async def confirm_purpose(stage: Stage) -> None:
    """With a purpose."""
    await to_confirm(stage)
    await stage.say(
        stage.either("A quiet hour for the <new> plan", "Тиха година для <нового> плану")
    )


@scene
async def confirm_approval(stage: Stage) -> None:
    """What needs approval says so."""
    await to_confirm(stage, "Podcast studio")


@scene
async def confirm_without_extras(stage: Stage) -> None:
    """Nothing could come with it."""
    for name in ("Projector", "Laptop", "Camera", "3D printer", "Bicycle"):
        await stage.change(name, is_active=False)
    await to_confirm(stage)


@scene
async def done_approved(stage: Stage) -> None:
    """It is booked."""
    await to_confirm(stage)
    await stage.tap("button-confirm")


@scene
async def done_pending(stage: Stage) -> None:
    """It is asked for."""
    await to_confirm(stage, "Podcast studio")
    await stage.tap("button-confirm-ask")


@scene
async def done_already(stage: Stage) -> None:
    """A second tap on a button that has booked: the same booking, and no other."""
    await to_confirm(stage)
    stage.booker.tap(stage.word("button-confirm"))
    stage.press("button-confirm")


@scene
async def done_over(stage: Stage) -> None:
    """The same once the booking was cancelled."""
    await to_confirm(stage)
    shown, data = find_button([stage.booker.last()], stage.word("button-confirm"))
    await stage.tap("button-confirm", "button-my", "Library")
    await stage.tap("button-cancel-booking", "button-cancel-yes")
    stage.booker.tap_data(data, shown)
    await stage.world.settle()


@scene
async def over(stage: Stage) -> None:
    """A dialogue that a newer one has replaced."""
    await stage.tap("button-book")
    older = stage.booker.last()
    await stage.say("/book")
    stage.booker.delete(stage.booker.last())
    await stage.world.tap(stage.booker, stage.word("Library"))
    assert stage.booker.last().message_id == older.message_id


@scene
async def quit_(stage: Stage) -> None:
    """A dialogue that was left."""
    await stage.open("Library")
    await stage.tap("5", "button-cancel")


@scene
async def use_buttons(stage: Stage) -> None:
    """Words where a tap is expected."""
    await stage.open("Library")
    await stage.tap("5")
    await stage.say(stage.either("at two, please", "о другій, будь ласка"))
