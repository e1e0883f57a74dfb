"""Tables come in, and everything goes out."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage

RESOURCES = "name,kind,location,monday,colour\n{0},room,,9-18,red\n{1},equipment,,,\n"


async def drop(stage: Stage, content: str, name: str) -> None:
    """An administrator sends a file."""
    stage.booker = stage.approver
    await stage.say("/start")
    stage.booker.send_document(content.encode(), name)
    await stage.settle()


async def drop_resources(stage: Stage) -> None:
    names = (stage.either("Attic", "Горище"), stage.either("Drone", "Дрон"))
    await drop(stage, RESOURCES.format(*names), "resources.csv")


async def drop_changes(stage: Stage) -> None:
    """Of two rooms in which something is booked."""
    for hour in range(9, 13):
        await stage.rival_takes("Blue room", 4, hour)
    await stage.rival_takes("Green room", 5, 12, hours=2)
    rows = [f"{stage.word('Blue room')},,14-18", f"{stage.word('Green room')},1 h,"]
    await drop(stage, "\n".join(["name,longest,wednesday", *rows]), "rooms.csv")


async def drop_bookings(stage: Stage) -> None:
    """Of rows that cannot be."""
    await stage.have("Library", 5, 14)
    rows = (
        ("Library", "2026-03-05 14:30", "2026-03-05 15:30"),
        ("Library", "2/3/2026 14:00", "2026-03-05 15:30"),
        ("Library", "2026-03-06 10:10", "2026-03-06 11:10"),
        ("Tractor", "2026-03-06 10:00", "2026-03-06 11:00"),
    )
    lines = [f"{stage.word(name)},{stage.approver.id},{start},{end}" for name, start, end in rows]
    await drop(stage, "\n".join(["resource,person,start,end", *lines]), "bookings.csv")


@scene
async def in_out(stage: Stage) -> None:
    """How things come in and go out."""
    stage.booker = stage.approver
    await stage.say("/start")
    await stage.say("/admin")
    await stage.tap("in-out-button")


@scene
async def import_shown(stage: Stage) -> None:
    """A dry run: what would be done."""
    await drop_resources(stage)


@scene
async def import_done(stage: Stage) -> None:
    """One button later."""
    await drop_resources(stage)
    await stage.tap("import-yes")


@scene
async def import_kept(stage: Stage) -> None:
    """What is booked, and does not fit the changed resources any more."""
    await drop_changes(stage)


@scene
async def import_kept_done(stage: Stage) -> None:
    """They are changed, and it is kept."""
    await drop_changes(stage)
    await stage.tap("import-yes")


@scene
async def import_refused(stage: Stage) -> None:
    """Lines that are refused, each with its reason."""
    await drop_bookings(stage)


@scene
async def import_rules_aside(stage: Stage) -> None:
    """The rules do not count; what is taken stays taken."""
    await drop_bookings(stage)
    await stage.tap("import-set-aside")


@scene
async def import_same(stage: Stage) -> None:
    """Everything is like that already."""
    await drop_resources(stage)
    await stage.tap("import-yes")
    await drop_resources(stage)


@scene
async def import_forgotten(stage: Stage) -> None:
    """Nothing was written."""
    await drop_resources(stage)
    await stage.tap("import-no")
