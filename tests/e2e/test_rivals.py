"""Two taps at once, two approvers at once, and somebody who means no good."""

import pytest

from db.engine import Database
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource
from tests.e2e.tapper import PATIENCE_S, Tapper, bookings, fill_draft

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_double_tap_on_confirm_books_once(db: Database, emma: Person, hers: Tapper) -> None:
    await add_resource(db, "Blue room")
    await fill_draft(hers, emma, "Blue room")
    emma.tap("✅ Book")
    emma.tap("✅ Book")
    await hers.hears("That is done already.")
    await hers.reads("Booked.")
    assert len(await bookings(db)) == 1


async def test_of_two_approvers_one_decides(
    db: Database,
    telegram: Telegram,
    emma: Person,
    ada: Person,
    hers: Tapper,
    adas: Tapper,
    group: Group,
) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    bob = telegram.add_person(10, "Bob", language_code="en")
    group.add(bob)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await adas.reads("Request for approval", group)

    ada.tap("✅ Approve", group)
    bob.tap("✅ Approve", group)

    await telegram.until(lambda: ada.answers and bob.answers, PATIENCE_S)
    heard = {"Ada": ada.answers[-1].text, "Bob": bob.answers[-1].text}
    first, second = sorted(heard, key=lambda name: heard[name] != "Approved.")
    assert heard[first] == "Approved."
    assert heard[second] == f"{first} was first: it is already confirmed."
    await hers.reads("Your booking is approved.")
    await adas.reads(f"Approved by {first}", group)
    (booked,) = await bookings(db)
    assert booked.status == "approved"


async def test_a_forged_callback_changes_nothing(
    db: Database, telegram: Telegram, emma: Person, hers: Tapper, adas: Tapper, group: Group
) -> None:
    await add_resource(db, "Studio", requires_approval=True)
    mallory = telegram.add_person(66, "Mallory", language_code="en")
    theirs = Tapper(telegram, mallory)
    await fill_draft(hers, emma, "Studio")
    await hers.tap("✅ Ask for approval")
    await adas.reads("Request for approval", group)
    (before,) = await bookings(db)
    mallory.start()
    await theirs.reads("Hello, Mallory")

    mallory.tap_data(f"yes:{before.id}:1", mallory.last())
    await theirs.hears("Only members of the approval group")
    mallory.tap_data(f"cancelled:{before.id}", mallory.last())
    await theirs.hears("There is no such booking.")

    (after,) = await bookings(db)
    assert after.status == "pending"
