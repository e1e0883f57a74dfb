"""The dialogue of a booking, by people's taps."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery.traffic import TRIES
from db.models import Booking, Closure, FsmState, OpeningHours
from sandbox.people.buttons import buttons_of
from sandbox.people.person import Person
from tests.builders import add_actor, add_resource, book, count_rows, request
from tests.clocks import FrozenClock
from tests.handlers.world import World


async def overtake(world: World, emma: Person, clock: FrozenClock) -> None:
    """Emma is about to confirm 14:00 tomorrow when a rival books it."""
    room = await add_resource(world.db, "Blue room")
    rival = await add_actor(world.db, 77)
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    at = clock.now() + timedelta(days=1, hours=3)
    await book(world.db, rival, request(room, at), now=clock.now())


async def test_six_taps_from_start_to_a_booking(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)

    done = await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ", "✅ Book")

    assert "Booked." in done.text
    assert "Tue, 3 Mar, 14:00–15:00 (Kyiv)" in done.text
    assert await count_rows(world.db, Booking) == 1


async def test_the_dialogue_is_one_message_that_is_edited(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    first = await world.start(emma)
    done = await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ", "✅ Book")
    assert done.message_id == first.message_id
    assert len(emma.messages()) == 2  # /start, and the bot's one message


async def test_in_ukrainian(world: World, olena: Person) -> None:
    await add_resource(world.db, "Синя кімната")
    await world.start(olena)
    done = await world.taps(
        olena, "Забронювати", "Синя", "3", "14:00", "1 год → ", "✅ Забронювати"
    )
    assert "Заброньовано." in done.text
    assert "вт, 3 бер., 14:00–15:00 (Київ)" in done.text


async def test_back_on_every_step_leads_to_the_menu(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    menu = await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    for _ in range(5):
        await world.tap(emma, "Back")
    assert emma.last().text == menu.text
    assert await count_rows(world.db, FsmState) == 0


@pytest.mark.parametrize("steps", range(5))
async def test_cancel_on_every_step_books_nothing(world: World, emma: Person, steps: int) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", *["Blue room", "3", "14:00", "1 h → "][:steps])
    cancelled = await world.tap(emma, "✖ Cancel")
    assert "Nothing was booked" in cancelled.text
    assert await count_rows(world.db, FsmState) == 0
    assert await count_rows(world.db, Booking) == 0


async def test_a_purpose_is_typed_at_the_confirm_step(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    asked = await world.say(emma, "Planning <b>& more</b>")
    assert "Planning <b>& more</b>" in asked.text
    await world.tap(emma, "✅ Book")
    async with world.db.reading() as session:
        assert (await session.scalars(select(Booking.purpose))).all() == ["Planning <b>& more</b>"]


async def test_a_purpose_that_is_too_long_is_refused_and_nothing_is_lost(
    world: World, emma: Person
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    refused = await world.say(emma, "x" * 201)
    assert refused.text == "Please be shorter: at most 200 characters; these are 201."
    done = await world.tap(emma, "✅ Book")
    assert await count_rows(world.db, Booking) == 1
    assert "Booked." in emma.messages()[1].text or "Booked." in done.text


async def test_typing_filters_the_resources(world: World, emma: Person) -> None:
    for name in ("Blue room", "Green room", "Library"):
        await add_resource(world.db, name)
    await world.start(emma)
    await world.tap(emma, "Book")
    shown = await world.say(emma, "GREEN")
    labels = world.telegram.labels(shown)
    assert any("Green room" in label for label in labels)
    assert not any("Blue room" in label for label in labels)


async def test_the_kinds_filter_and_the_pages_turn(world: World, emma: Person) -> None:
    for number in range(10):
        await add_resource(world.db, f"Room {number}")
    await add_resource(world.db, "Laptop", kind="equipment", quantity=3)
    await world.start(emma)
    shown = await world.tap(emma, "Book")
    assert "1 / 2" in world.telegram.labels(shown)
    shown = await world.tap(emma, "›")
    assert any("Laptop" in label for label in world.telegram.labels(shown))
    shown = await world.tap(emma, "Equipment")
    assert [label for label in world.telegram.labels(shown) if "Room " in label] == []


async def test_days_that_cannot_be_booked_are_off(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room", horizon_days=10, min_minutes=30)
    actor = await add_actor(world.db, 77)
    midnight = clock.now().replace(hour=22) + timedelta(days=2)  # 5 March begins in Kyiv
    for step in range(6):
        await book(
            world.db,
            actor,
            request(room, midnight + timedelta(hours=4 * step), minutes=240),
            now=clock.now(),
        )
    await world.start(emma)
    month = await world.taps(emma, "Book", "Blue room")
    weeks = [[button.text for button in row] for row in month.reply_markup.inline_keyboard]
    assert weeks[0] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert weeks[1] == ["2", "3", "4", "✕", "6", "7", "8"]  # the week of 1 March is over
    assert weeks[2] == ["9", "10", "11", "12", "·", "·", "·"]  # the horizon is ten days
    assert weeks[3] == ["🖼 Its week as a picture"]  # as are the later weeks


async def test_past_and_closed_days_are_off(world: World, emma: Person, clock: FrozenClock) -> None:
    clock.advance(days=2)  # a Wednesday
    room = await add_resource(world.db, "Blue room")
    async with world.db.writing() as session:
        for weekday in range(5):
            session.add(
                OpeningHours(
                    resource_id=room, weekday=weekday, opens_minute=540, closes_minute=1200
                )
            )
    await world.start(emma)
    month = await world.taps(emma, "Book", "Blue room")
    week = month.reply_markup.inline_keyboard[1]
    assert [button.text for button in week] == ["·", "·", "4", "5", "6", "–", "–"]
    assert [button.disabled is not None for button in week] == [
        True, True, False, False, False, True, True,
    ]  # fmt: skip
    assert "– closed" in month.text
    assert "· not available" in month.text


async def test_busy_starts_are_off(world: World, emma: Person, clock: FrozenClock) -> None:
    room = await add_resource(world.db, "Blue room")
    actor = await add_actor(world.db, 77)
    at = clock.now() + timedelta(days=1, hours=3)  # 14:00 in Kyiv
    await book(world.db, actor, request(room, at), now=clock.now())
    await world.start(emma)
    starts = await world.taps(emma, "Book", "Blue room", "3")
    buttons = {button.text: button for button in buttons_of(starts)}
    assert buttons["✕ 14:00"].disabled is not None
    assert buttons["✕ 14:30"].disabled is not None
    assert buttons["13:30"].callback_data
    assert buttons["15:00"].callback_data


async def test_only_durations_that_fit_are_offered(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    actor = await add_actor(world.db, 77)
    at = clock.now() + timedelta(days=1, hours=3)
    await book(world.db, actor, request(room, at), now=clock.now())
    await world.start(emma)
    shown = await world.taps(emma, "Book", "Blue room", "3", "12:30")
    assert [label for label in world.telegram.labels(shown) if "→" in label] == [
        "30 min → 13:00",
        "1 h → 13:30",
        "1 h 30 → 14:00",
    ]


async def test_a_conflict_at_confirm_time_offers_what_would_work_in_one_tap(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    await add_resource(world.db, "Green room")
    await add_resource(world.db, "Laptop", kind="equipment")
    rival = await add_actor(world.db, 77, full_name="Secret Rival")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    at = clock.now() + timedelta(days=1, hours=3)
    await book(world.db, rival, request(room, at), now=clock.now())

    taken = await world.tap(emma, "✅ Book")

    assert "just been taken" in taken.text
    assert "Rival" not in taken.text
    labels = world.telegram.labels(taken)
    assert "🕙 Tue, 3 Mar, 15:00–16:00" in labels
    assert "🚪 Green room · 14:00–15:00" in labels
    assert not [label for label in labels if "Laptop" in label]  # another kind
    done = await world.tap(emma, "Green room")
    assert "Booked." in done.text
    assert "Green room" in done.text


async def test_a_double_tap_on_confirm_books_once(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ")
    emma.tap("✅ Book")
    emma.tap("✅ Book")
    await world.settle()
    assert await count_rows(world.db, Booking) == 1
    assert "Booked." in emma.last().text


async def test_a_button_of_a_finished_dialogue_offers_a_new_one(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.tap(emma, "Book")
    stale = emma.last()
    await world.say(emma, "/book")
    emma.tap("Blue room", message=stale)
    await world.settle()
    assert emma.answers[-1].text == "This dialogue is over. Start a new one with /book."


async def test_a_deep_link_opens_a_resource(world: World, emma: Person) -> None:
    room = await add_resource(world.db, "Blue room", location="2nd floor")
    shown = await world.start(emma, f"book_{room}")
    assert "Blue room" in shown.text
    assert "Which day?" in shown.text


async def test_a_deep_link_to_nothing_is_refused_kindly(world: World, emma: Person) -> None:
    shown = await world.start(emma, "book_404")
    assert shown.text == "This resource can't be booked any more."


async def test_what_needs_approval_says_so_before_and_after(world: World, emma: Person) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.start(emma)
    asked = await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ")
    assert "It needs approval." in asked.text
    assert "by Tue, 3 Mar, 11:00" in asked.text
    done = await world.tap(emma, "Ask for approval")
    assert "Sent for approval." in done.text


async def test_text_where_a_tap_is_expected_gets_a_hint(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room")
    assert "use the buttons" in (await world.say(emma, "as soon as you can please")).text


async def test_the_starts_of_a_fine_grid_have_pages(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room", grid_minutes=15, min_minutes=15)
    await world.start(emma)
    morning = await world.taps(emma, "Book", "Blue room", "3")
    assert "08:15" in world.telegram.labels(morning)
    evening = await world.taps(emma, *(f"{hour}:00 ›" for hour in (12, 16, 20)))
    assert "23:45" in world.telegram.labels(evening)
    night = await world.taps(emma, *(f"‹ {hour:02}:00" for hour in (16, 12, 8, 4, 0)))
    assert "00:15" in world.telegram.labels(night)


async def test_an_hour_that_comes_twice_is_offered_twice(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    clock.at = clock.at.replace(month=10, day=24)
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    morning = await world.taps(emma, "Book", "Blue room", "25")
    assert "clocks go back" not in morning.text
    starts = await world.tap(emma, "‹ 00:00")
    assert starts.text.endswith("¹ before the clocks go back, ² after")
    labels = world.telegram.labels(starts)
    assert "03:00¹" in labels
    assert "03:00²" in labels
    await world.tap(emma, "03:30²")
    assert "1 h → 04:30" in world.telegram.labels(emma.last())


async def test_a_tap_that_skips_steps_is_refused(world: World, emma: Person) -> None:
    """Forged: a duration before there is a start, a day that is out of range."""
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    shown = await world.tap(emma, "Book")
    draft = next(
        button.callback_data.split(":")[1]
        for button in buttons_of(shown)
        if (button.callback_data or "").startswith("b1:")
    )
    for forged in (f"b4:{draft}:60", f"b5:{draft}", f"b2:{draft}:719163:0", f"b3:{draft}:0"):
        emma.tap_data(forged, emma.last())
        await world.settle()
        assert emma.answers[-1].text or emma.last().text
    assert await count_rows(world.db, Booking) == 0


@pytest.mark.parametrize("steps", range(5))
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/start", "Hello"),
        ("/my", "My bookings"),
        ("/help", "What I can do"),
        ("/language", "Which language"),
        ("/book", "What would you like"),
    ],
)
async def test_commands_work_at_every_step(
    world: World, emma: Person, steps: int, command: str, words: str
) -> None:
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", *["Blue room", "3", "14:00", "1 h → "][:steps])
    assert words in (await world.say(emma, command)).text


async def test_a_double_tap_on_an_alternative_books_once_and_says_so(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    await overtake(world, emma, clock)
    await world.tap(emma, "✅ Book")
    emma.tap("15:00–16:00")
    emma.tap("15:00–16:00")
    await world.settle()
    assert "Booked." in emma.last().text
    assert await count_rows(world.db, Booking) == 2


async def test_a_conflict_after_going_back_is_about_what_is_asked_for_now(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    rival = await add_actor(world.db, 77)
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ", "Back", "Back")
    at = clock.now() + timedelta(days=1)
    await book(world.db, rival, request(room, at), now=clock.now())
    shown = await world.tap(emma, "11:00")
    assert emma.answers[-1].text == "This time has just been taken."
    assert "14:00–15:00" not in shown.text
    assert "✕ 11:00" in world.telegram.labels(shown)


async def test_a_closure_that_came_in_between_is_named(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    room = await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "3")
    at = clock.now() + timedelta(days=1)
    async with world.db.writing() as session:
        session.add(
            Closure(resource_id=room, starts_at=at, ends_at=at.replace(hour=20), reason="Repairs")
        )
    await world.tap(emma, "14:00")
    assert emma.answers[-1].text == (
        "It is closed until Tue, 3 Mar, 22:00 (Repairs); you asked for Tue, 3 Mar, 14:00–14:30."
    )


async def test_a_search_keeps_its_pages(world: World, emma: Person) -> None:
    for number in range(9):
        await add_resource(world.db, f"Room {number}")
        await add_resource(world.db, f"Aula {number}")
    await world.start(emma)
    await world.tap(emma, "Book")
    await world.say(emma, "room")
    shown = await world.tap(emma, "›")
    labels = world.telegram.labels(shown)
    assert "2 / 2" in labels
    assert "🚪 Room 8" in labels
    assert not [label for label in labels if "Aula" in label]


async def test_on_the_last_evening_of_a_month_the_next_one_opens(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    clock.at = clock.at.replace(day=31, hour=20)
    await add_resource(world.db, "Blue room", notice_minutes=120)
    await world.start(emma)
    shown = await world.taps(emma, "Book", "Blue room")
    assert "April 2026" in shown.text


async def test_the_hour_that_comes_twice_is_told_apart_to_the_end(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    clock.at = clock.at.replace(month=10, day=24)
    await add_resource(world.db, "Blue room")
    await world.start(emma)
    await world.taps(emma, "Book", "Blue room", "25", "‹ 00:00", "03:00¹")
    asked = await world.tap(emma, "1 h → 03:00 EET")
    assert "Sun, 25 Oct, 03:00 EEST–03:00 EET" in asked.text


async def test_an_answer_is_given_once_even_when_the_offer_fails(
    world: World, emma: Person, clock: FrozenClock
) -> None:
    await overtake(world, emma, clock)
    world.telegram.inject("editMessageText", error_code=500, times=TRIES)
    await world.tap(emma, "✅ Book")
    assert "something went wrong" in emma.answers[-1].text
    assert "just been taken" in (await world.tap(emma, "✅ Book")).text


@pytest.mark.parametrize(
    ("label", "words"), [("Back", "When does it start?"), ("✖ Cancel", "Nothing was booked")]
)
async def test_back_and_cancel_on_the_conflict_screen(
    world: World, emma: Person, clock: FrozenClock, label: str, words: str
) -> None:
    await overtake(world, emma, clock)
    await world.tap(emma, "✅ Book")
    assert words in (await world.tap(emma, label)).text


async def test_times_are_those_of_the_resource(world: World, emma: Person) -> None:
    await add_resource(world.db, "Blue room", timezone="America/New_York")
    await world.start(emma)
    done = await world.taps(emma, "Book", "Blue room", "3", "14:00", "1 h → ", "✅ Book")
    here_and_there = "Tue, 3 Mar, 14:00–15:00 (New York · 🌍 Tue, 3 Mar, 19:00 UTC)"
    assert here_and_there in done.text
    async with world.db.reading() as session:
        (starts_at,) = (await session.scalars(select(Booking.starts_at))).all()
    assert starts_at.hour == 19
    card = await world.taps(emma, "My bookings", "Blue room")
    assert here_and_there in card.text
    (own_clock,) = [entity for entity in card.entities if entity.type == "date_time"]
    assert own_clock.unix_time == starts_at.timestamp(), "the reader's client shows it"
