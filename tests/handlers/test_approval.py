"""The approval group: cards, decisions, and those who may not."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.schemas.periods import Period
from bot.services import approval, changes
from bot.services.place.approval_groups import ApprovalGroups
from db.enums import BookingStatus
from db.models import Booking, BookingEvent, Notification
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.builders import add_resource, wanted
from tests.clocks import FrozenClock
from tests.handlers.world import World

CARD_FROM = "🔔 Request for approval"


async def status(world: World) -> BookingStatus:
    async with world.db.reading() as session:
        return (await session.scalars(select(Booking.status))).one()


async def test_the_card_says_what_is_asked_for(pending: World, admin: Person, group: Group) -> None:
    card = admin.last(group)
    assert card.text.startswith(CARD_FROM)
    for word in ("Emma Clark", "Studio", "Wed, 4 Mar, 14:00–15:00 (Kyiv)", "decide by"):
        assert word in card.text
    assert [(button.text, button.style) for button in card.reply_markup.inline_keyboard[0]] == [
        ("✅ Approve", "success"),
        ("❌ Reject", "danger"),
    ]


async def test_approving_updates_the_card_and_tells_the_booker(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    card = await pending.tap(admin, "Approve", group)
    assert card.text.startswith("✅ Approved by Ada")
    assert card.reply_markup is None
    assert emma.last().text.startswith("✅ Your booking is approved.")
    assert admin.answers[-1].text == "Approved."
    assert await status(pending) is BookingStatus.APPROVED


async def test_rejecting_with_a_reason(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    question = await pending.tap(admin, "Reject", group)
    assert question.reply_markup.force_reply
    await pending.say(admin, "Repairs <all week>", group, reply_to=question)
    card = admin.last(group)
    assert card.text.startswith("❌ Rejected by Ada\n✍️ Repairs <all week>")
    assert question.message_id not in [message.message_id for message in admin.messages(group)]
    assert "✍️ Repairs <all week>" in emma.last().text
    assert await status(pending) is BookingStatus.REJECTED


async def test_rejecting_without_a_reason(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    await pending.tap(admin, "Reject", group)
    card = await pending.tap(admin, "Reject without a reason", group)
    assert card.text.startswith("❌ Rejected by Ada")
    assert emma.last().text.startswith("❌ Your booking was rejected.")


async def test_a_rejection_that_was_not_meant(pending: World, admin: Person, group: Group) -> None:
    await pending.tap(admin, "Reject", group)
    card = await pending.tap(admin, "Don't reject", group)
    assert card.text.startswith(CARD_FROM)
    assert await status(pending) is BookingStatus.PENDING


async def test_of_two_approvers_one_decides_and_the_other_reads_who_was_first(
    pending: World, admin: Person, olena: Person, group: Group
) -> None:
    admin.tap("Approve", group)
    olena.tap("Approve", group)
    await pending.settle()
    async with pending.db.reading() as session:
        decisions = (
            await session.scalars(
                select(BookingEvent).where(BookingEvent.to_status == BookingStatus.APPROVED)
            )
        ).all()
    assert len(decisions) == 1
    texts = {admin.answers[-1].text, olena.answers[-1].text}
    first_says, second_says = ("Approved.", "Схвалено."), ("Ada", "Олена Коваль")
    assert texts & set(first_says)
    assert any(name in text for name in second_says for text in texts)


async def test_the_group_and_the_booker_hear_of_an_expiry(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    clock.advance(hours=24)
    await approval.expire_due(pending.db, now=clock.now())
    await pending.settle()
    assert admin.last(group).text.startswith("⌛ Expired")
    assert emma.last().text.startswith("⌛ Nobody answered in time")
    assert await status(pending) is BookingStatus.EXPIRED


async def test_the_card_shows_a_cancellation(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    await pending.say(emma, "/my")
    await pending.taps(emma, "Studio", "Cancel this booking", "Yes, cancel it")
    assert admin.last(group).text.startswith("🚫 Cancelled by the booker")


async def test_deciding_after_the_deadline_is_refused(
    pending: World, admin: Person, group: Group, clock: FrozenClock
) -> None:
    clock.advance(hours=24)
    admin.tap("Approve", group)
    await pending.settle()
    assert admin.answers[-1].text == "The time to decide is over; the request expires."
    assert await status(pending) is BookingStatus.PENDING


async def test_a_tap_from_outside_the_group_changes_nothing(
    pending: World, emma: Person, admin: Person, group: Group, telegram: Telegram
) -> None:
    """Forged: the data of the card's button, sent from a private chat and from another group."""
    elsewhere = telegram.add_group(-2002, "Elsewhere", members=[emma], creator=emma)
    await pending.say(emma, "/book", elsewhere)
    for place in (emma.last(), emma.last(elsewhere)):
        for forged in ("yes:1:1", "no:1:1", "no1:1:1", "no0:1"):
            emma.tap_data(forged, place)
            await pending.settle()
            assert emma.answers[-1].text.startswith("Only members of the approval group")
    assert await status(pending) is BookingStatus.PENDING


async def test_who_has_left_the_group_cannot_decide(
    pending: World, olena: Person, admin: Person, group: Group
) -> None:
    card = admin.last(group)
    group.remove(olena)
    await pending.settle()
    olena.tap_data("yes:1:1", card, group)
    await pending.settle()
    assert olena.answers[-1].text.startswith("Вирішувати можуть лише учасники")
    assert await status(pending) is BookingStatus.PENDING


async def test_a_stranger_cannot_have_the_group_s_messages_removed(
    pending: World, emma: Person, admin: Person, group: Group
) -> None:
    """Forged: the buttons of the question, sent on the card by somebody who is not in the group."""
    card = admin.last(group)
    for forged in ("no1:1:1", "no0:1"):
        emma.tap_data(forged, card, group)
        await pending.settle()
        assert emma.answers[-1].text.startswith("Only members of the approval group")
    assert admin.last(group) == card


async def test_an_approver_who_forges_a_button_removes_no_card(
    pending: World, admin: Person, group: Group
) -> None:
    card = admin.last(group)
    admin.tap_data("no0:1", card, group)
    await pending.settle()
    assert admin.last(group) == card


async def test_the_buttons_of_a_message_that_is_gone_still_work(
    pending: World, admin: Person, group: Group
) -> None:
    """Telegram says of such a message its chat and number, nothing else."""
    gone = 404
    admin.tap_data("no0:1", gone, group)
    await pending.settle()
    admin.tap_data("no:1:1", gone, group)
    await pending.settle()
    assert await status(pending) is BookingStatus.PENDING
    admin.tap_data("no1:1:1", gone, group)
    await pending.settle()
    assert await status(pending) is BookingStatus.REJECTED


async def test_a_forged_booking_id_changes_nothing(
    pending: World, admin: Person, group: Group
) -> None:
    for forged in (
        "yes:404:1", "yes:0:1", "yes:99999999999999999999:1", "yes:-1:1", "yes:x:1", "yes::1",
        "yes:1:2", "yes:1:0", "yes:1:99999999999999999999", "yes:1:x", "yes:1:", "yes:1",
    ):  # fmt: skip
        admin.tap_data(forged, admin.last(group))
        await pending.settle()
        assert admin.answers[-1].text
    assert await status(pending) is BookingStatus.PENDING


async def test_bind_is_for_administrators(
    world: World, olena: Person, admin: Person, group: Group
) -> None:
    refused = await world.say(olena, "/bind", group)
    assert refused.text == "Це може зробити лише адміністратор."
    assert (await world.say(admin, "/bind", group)).text.startswith("✅ Requests for approval")


async def test_bind_in_a_private_chat_is_refused(world: World, admin: Person) -> None:
    await world.start(admin)
    refused = await world.say(admin, "/bind")
    assert refused.text == "Send /bind in the group that shall approve."


async def test_a_request_made_before_a_group_is_bound_reaches_it_later(
    world: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    await world.say(admin, "/bind", group)
    assert admin.last(group).text.startswith(CARD_FROM)


async def test_talk_in_the_group_is_no_reason(
    pending: World, admin: Person, olena: Person, group: Group
) -> None:
    """Only a reply to the question rejects, not one to a colleague."""
    await pending.tap(admin, "Reject", group)
    remark = olena.say("@ada is that room free at all?", group)
    await pending.say(admin, "yes, let us approve it", group, reply_to=remark)
    assert await status(pending) is BookingStatus.PENDING


async def test_after_a_colleague_kept_the_request_an_open_question_is_harmless(
    pending: World, admin: Person, olena: Person, group: Group
) -> None:
    await pending.tap(admin, "Reject", group)
    await pending.tap(olena, "Don't reject", group)
    await pending.say(admin, "hi Olena", group, reply_to=admin.last(group))
    assert await status(pending) is BookingStatus.PENDING


async def test_a_card_keeps_its_buttons_whatever_a_modified_client_sends(
    pending: World, olena: Person, group: Group
) -> None:
    """Forged: data of the private chat's buttons, sent on the card."""
    card = olena.last(group)
    for forged in ("book", "mine", "home", "lang:en", "card:1", "my:past:0"):
        olena.tap_data(forged, card, group)
        await pending.settle()
    assert olena.last(group) == card


async def test_a_card_waits_for_a_group_that_is_away(
    world: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    """The bot was removed from the group; once it is back, the request is there."""
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    group.set_bot("kicked")
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    (refused,) = world.telegram.refused()
    assert refused.error_code == 403
    world.telegram.journal.remove(refused)

    group.set_bot("member")
    clock.advance(minutes=1)
    await world.settle()
    assert admin.last(group).text.startswith(CARD_FROM)


async def test_a_decision_that_a_cancellation_has_overtaken_names_nobody(
    pending: World, emma: Person, admin: Person, olena: Person, group: Group
) -> None:
    card = admin.last(group)
    await pending.tap(admin, "Approve", group)
    await pending.say(emma, "/my")
    await pending.taps(emma, "Studio", "Cancel this booking", "Yes, cancel it")
    admin.tap_data("yes:1:1", card, group)
    await pending.settle()
    assert admin.answers[-1].text == "Too late: it is already cancelled."


async def test_a_card_follows_a_group_that_has_become_a_supergroup(
    world: World, emma: Person, admin: Person, group: Group
) -> None:
    await add_resource(world.db, "Studio", requires_approval=True)
    await world.say(admin, "/bind", group)
    group.migrate(-1002)
    world.telegram.take_updates()  # the bot was away, and sends to the group as it was
    await world.start(emma)
    await world.taps(emma, "Book", "Studio", "4", "14:00", "1 h → ", "Ask for approval")
    (refused,) = world.telegram.refused()
    assert "upgraded to a supergroup" in refused.description
    world.telegram.journal.remove(refused)

    await world.settle()
    assert admin.last(group).text.startswith(CARD_FROM)
    await world.tap(admin, "Approve", group)
    assert await status(world) is BookingStatus.APPROVED


async def test_the_card_leads_to_the_person(pending: World, admin: Person, group: Group) -> None:
    (link,) = [entity for entity in admin.last(group).entities if entity.type == "text_mention"]
    assert link.user.full_name == "Emma Clark"


async def test_a_long_name_of_emoji_fits_into_an_alert(
    pending: World, admin: Person, olena: Person, group: Group
) -> None:
    """200 UTF-16 units: a name of emoji has two to each character."""
    admin.rename(first_name="😀" * 64, last_name="😀" * 64)
    card = admin.last(group)
    await pending.tap(admin, "Approve", group)
    olena.tap_data("yes:1:1", card, group)
    await pending.settle()
    text = olena.answers[-1].text
    assert "😀" in text
    assert len(text.encode("utf-16-le")) // 2 == 200


async def test_an_approval_plans_only_the_reminders_there_is_time_for(
    pending: World, admin: Person, group: Group, clock: FrozenClock
) -> None:
    async with pending.db.writing() as session:
        later = clock.now() + timedelta(days=3)
        await session.execute(update(Booking).values(decide_by=later))
    clock.advance(days=1, hours=4)  # 23 hours before the start
    await pending.tap(admin, "Approve", group)
    async with pending.db.reading() as session:
        query = select(Notification.due_at).where(Notification.kind == "reminder")
        due = (await session.scalars(query)).all()
    assert due == [clock.now() + timedelta(hours=22, minutes=30)]


async def test_what_the_settings_name_cannot_be_bound_away(
    world: World, admin: Person, group: Group
) -> None:
    fixed = ApprovalGroups(world.db, fixed_chat_id=-5005)
    world.app.dispatcher["groups"] = fixed
    await fixed.ensure_fixed(title="Fixed", now=world.app.clock.now())
    refused = await world.say(admin, "/bind", group)
    assert "set by ADMIN_CHAT_ID" in refused.text
    assert await fixed.get_chat_id() == -5005


async def postpone(world: World, person: Person, clock: FrozenClock) -> None:
    """The request is moved from 14:00 to 15:00."""
    later = Period.of(clock.now() + timedelta(days=2, hours=4), 60)
    actor = await world.actor(person)
    await changes.move(world.db, actor, 1, period=later, now=clock.now())


async def test_a_request_that_was_changed_is_asked_anew(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    """The old card, and a tap on what it said, decide nothing."""
    old = admin.last(group)
    await postpone(pending, emma, clock)
    await pending.settle()

    superseded, card = admin.messages(group)[-2:]
    assert superseded.message_id == old.message_id
    assert superseded.text.startswith("🔁 This request was changed. The newer card below")
    assert "Emma Clark" in superseded.text
    assert "Studio" not in superseded.text
    assert superseded.reply_markup is None
    assert card.text.startswith(CARD_FROM)
    assert "Wed, 4 Mar, 15:00–16:00 (Kyiv)" in card.text

    for forged in ("yes:1:1", "no:1:1"):
        admin.tap_data(forged, old, group)
        await pending.settle()
        assert admin.answers[-1].text.startswith("The request was changed meanwhile.")
        assert admin.answers[-1].show_alert
    assert await status(pending) is BookingStatus.PENDING
    await pending.tap(admin, "Approve", group)
    assert await status(pending) is BookingStatus.APPROVED
    assert admin.messages(group)[-2].text == superseded.text


async def test_a_card_whose_request_was_changed_says_so_whatever_came_of_it(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    """It was approved; moved, it needs a new answer, and is cancelled before there is one."""
    await pending.tap(admin, "Approve", group)
    await postpone(pending, emma, clock)
    await pending.settle()
    superseded, card = admin.messages(group)[-2:]
    assert superseded.text.startswith("🔁 This request was changed.")
    assert card.text.startswith(CARD_FROM)
    await pending.taps(emma, "My bookings", "Studio", "Cancel this booking", "Yes, cancel it")
    assert admin.messages(group)[-2].text == superseded.text
    assert admin.last(group).text.startswith("🚫 Cancelled by the booker")


async def test_a_tap_before_the_old_card_is_changed_is_refused_in_the_persons_language(
    pending: World, emma: Person, olena: Person, group: Group, clock: FrozenClock
) -> None:
    await postpone(pending, emma, clock)
    olena.tap("Approve", group)
    await pending.settle()
    assert olena.answers[-1].text.startswith("Запит тим часом змінили.")
    assert await status(pending) is BookingStatus.PENDING


async def test_a_reason_for_what_was_changed_meanwhile_rejects_nothing(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    question = await pending.tap(admin, "Reject", group)
    await postpone(pending, emma, clock)
    refused = await pending.say(admin, "Repairs", group, reply_to=question)
    texts = [message.text for message in admin.messages(group)]
    assert any(text.startswith("The request was changed meanwhile.") for text in texts if text)
    assert refused.text.startswith(CARD_FROM)
    assert await status(pending) is BookingStatus.PENDING


async def test_a_button_of_the_question_is_about_what_was_asked_then(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    await pending.tap(admin, "Reject", group)
    await postpone(pending, emma, clock)
    await pending.tap(admin, "Reject without a reason", group)
    assert admin.answers[-1].text.startswith("The request was changed meanwhile.")
    assert await status(pending) is BookingStatus.PENDING


async def test_a_card_says_so_when_a_change_makes_approval_unneeded(
    pending: World, emma: Person, admin: Person, group: Group, clock: FrozenClock
) -> None:
    room = await add_resource(pending.db, "Blue room")
    booker = await pending.actor(emma)
    await changes.move(pending.db, booker, 1, wanted=wanted({room: 1}), now=clock.now())
    await pending.settle()
    card = admin.last(group)
    assert card.text.startswith("✅ Needs no approval any more")
    assert "Blue room" in card.text
    assert card.reply_markup is None
