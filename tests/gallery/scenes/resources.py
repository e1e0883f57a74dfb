"""Resources, run from the chat."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") * 2


async def run(stage: Stage, *words: str) -> None:
    """As an administrator, from /admin on."""
    stage.booker = stage.approver
    await stage.say("/start")
    await stage.say("/admin")
    await stage.tap(*words)


async def field(stage: Stage, name: str) -> None:
    """A field of the library."""
    await run(stage, "resources-button", "Library", "resource-edit", name)


@scene
async def resources_all(stage: Stage) -> None:
    """All rooms, in the order in which people see them."""
    await run(stage, "resources-button")


@scene
async def resources_out(stage: Stage) -> None:
    """Equipment; one of it out of service."""
    await stage.change("Camera", is_active=False)
    await run(stage, "resources-button", "kind-equipment")


@scene
async def resource(stage: Stage) -> None:
    """All that is to know about one, and what can be done."""
    await stage.change("Library", features=frozenset({stage.either("whiteboard", "дошка")}))
    await run(stage, "resources-button", "Library")


@scene
async def resource_out(stage: Stage) -> None:
    """It was taken out of service."""
    await run(stage, "resources-button", "Library", "resource-take-out")


@scene
async def resource_duplicated(stage: Stage) -> None:
    """A copy, which nobody can book yet."""
    await run(stage, "resources-button", "Library")
    stage.press("resource-duplicate")


@scene
async def resource_shifted(stage: Stage) -> None:
    """One place up in the list."""
    await run(stage, "resources-button", "Library")
    stage.press("resource-up")


@scene
async def resource_new(stage: Stage) -> None:
    """A new one: what is it?"""
    await run(stage, "resources-button", "resources-add")


@scene
async def resource_new_name(stage: Stage) -> None:
    """What is typed next is its name."""
    await run(stage, "resources-button", "resources-add", stage.either("A room", "Кімната"))


@scene
async def resource_added(stage: Stage) -> None:
    """It has the rules of the site, and is out of service until somebody says otherwise."""
    await run(stage, "resources-button", "resources-add", stage.either("A room", "Кімната"))
    await stage.say(stage.either("Red room", "Червона кімната"))


@scene
async def resource_name_taken(stage: Stage) -> None:
    """There is one of this name."""
    await run(stage, "resources-button", "resources-add", stage.either("A room", "Кімната"))
    await stage.say(stage.word("Library"))


@scene
async def resource_fields(stage: Stage) -> None:
    """Each field has a button."""
    await run(stage, "resources-button", "Library", "resource-edit")


@scene
async def field_name(stage: Stage) -> None:
    """A text is typed."""
    await field(stage, stage.either("Name", "Назва"))


@scene
async def field_capacity(stage: Stage) -> None:
    """A number is tapped, or typed."""
    await field(stage, stage.either("Seats", "Місткість"))


@scene
async def field_features(stage: Stage) -> None:
    """Words: its own, and those that others have."""
    words = stage.either("whiteboard", "дошка"), stage.either("projector", "проєктор")
    await stage.change("Blue room", features=frozenset(words))
    await stage.change("Library", features=frozenset(words[:1]))
    await field(stage, stage.either("Features", "Що тут є"))


@scene
async def field_bookers(stage: Stage) -> None:
    """For whom it is."""
    await stage.change("Library", bookers=frozenset({"staff"}))
    await field(stage, stage.either("Who may book", "Кому можна"))


@scene
async def field_number_refused(stage: Stage) -> None:
    """A number that cannot be."""
    await field(stage, stage.either("Quantity", "Кількість"))
    await stage.say("5000")


@scene
async def field_photo(stage: Stage) -> None:
    """A picture was sent."""
    await field(stage, stage.either("Photo", "Фото"))
    stage.booker.send_photo(PNG)
    await stage.settle()


@scene
async def resource_photo(stage: Stage) -> None:
    """The days of a resource that has a photo."""
    await photograph(stage)
    await stage.open("Library")


@scene
async def door_photo(stage: Stage) -> None:
    """So has its door."""
    await photograph(stage)
    stage.booker.start(f"door_{await stage.resource('Library')}")
    await stage.settle()


async def photograph(stage: Stage) -> None:
    await stage.change("Library", photo_id="photo-1")
