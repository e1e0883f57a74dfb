from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    DisabledButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.errors import Impossible
from sandbox.people.person import Person
from sandbox.telegram import Telegram

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


def keyboard(*rows: list[InlineKeyboardButton], **more: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows), **more)


def button(text: str = "Go", **action: Any) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, **(action or {"callback_data": "go"}))


async def refusal_of(request: Awaitable[Any]) -> str:
    with pytest.raises((TelegramBadRequest, TelegramForbiddenError, TelegramNotFound)) as refusal:
        await request
    return refusal.value.message


async def test_a_message_is_seen_by_the_person(bot: Bot, olena: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(101, "hello", reply_markup=keyboard([button("Go")]))

    seen = olena.last()
    assert (seen.message_id, seen.text, telegram.labels(seen)) == (sent.message_id, "hello", ["Go"])
    assert sent.from_user is not None
    assert sent.from_user.username == "bronia_bot"
    assert sent.date == seen.date


async def test_the_date_of_a_message_follows_the_moved_clock(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    before = await bot.send_message(101, "x")
    telegram.clock.advance(timedelta(days=2))
    after = await bot.send_message(101, "y")

    assert timedelta(days=2) <= after.date - before.date < timedelta(days=2, minutes=1)


def test_the_clock_never_goes_back(telegram: Telegram) -> None:
    with pytest.raises(ValueError, match="only forwards"):
        telegram.clock.advance(timedelta(seconds=-1))


@pytest.mark.parametrize("chat_id", [999, -999, "@olena", "nobody"])
async def test_an_unknown_chat_is_not_found(bot: Bot, olena: Person, chat_id: int | str) -> None:
    assert await refusal_of(bot.send_message(chat_id, "x")) == "Bad Request: chat not found"


async def test_who_never_started_the_bot_gets_nothing(bot: Bot, telegram: Telegram) -> None:
    telegram.add_person(103, "Emma")

    refusal = await refusal_of(bot.send_message(103, "x"))

    assert refusal == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_gets_nothing_until_they_unblock(bot: Bot, olena: Person) -> None:
    olena.block()
    assert await refusal_of(bot.send_message(101, "x")) == "Forbidden: bot was blocked by the user"

    olena.unblock()
    assert (await bot.send_message(101, "x")).text == "x"


async def test_a_deleted_account_gets_nothing(bot: Bot, olena: Person) -> None:
    olena.deactivate()

    assert await refusal_of(bot.send_message(101, "x")) == "Forbidden: user is deactivated"


async def test_an_empty_text_is_refused(bot: Bot, olena: Person) -> None:
    assert await refusal_of(bot.send_message(101, "")) == "Bad Request: message text is empty"


@pytest.mark.parametrize("text", ["є" * 4096, "😀" * 2048, "<b>" + "x" * 4096 + "</b>"])
async def test_the_longest_text_passes(bot: Bot, olena: Person, text: str) -> None:
    await bot.send_message(101, text)


@pytest.mark.parametrize("text", ["є" * 4097, "😀" * 2048 + "x"])
async def test_a_longer_text_is_refused(bot: Bot, olena: Person, text: str) -> None:
    sent = await bot.send_message(101, "x")

    assert await refusal_of(bot.send_message(101, text)) == "Bad Request: message is too long"
    assert await refusal_of(sent.edit_text(text)) == "Bad Request: MESSAGE_TOO_LONG"


async def test_an_edit_changes_the_message_and_drops_the_keyboard(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "old", reply_markup=keyboard([button()]))

    edited = await sent.edit_text("new")

    assert (olena.last().text, olena.last().reply_markup) == ("new", None)
    assert edited.edit_date is not None
    assert sent.text == "old"


@pytest.mark.parametrize("text", ["<b>x</b>", " <b>x</b> "])
async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, olena: Person, text: str) -> None:
    sent = await bot.send_message(101, "<b>x</b>", reply_markup=keyboard([button()]))

    same = sent.edit_text(text, reply_markup=sent.reply_markup)
    assert await refusal_of(same) == NOT_MODIFIED
    assert await refusal_of(sent.edit_reply_markup(reply_markup=sent.reply_markup)) == NOT_MODIFIED


async def test_an_edit_of_the_markup_alone_is_a_change(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x", reply_markup=keyboard([button("A")]))

    await sent.edit_text("<b>x</b>", reply_markup=keyboard([button("A")]))
    await sent.edit_text("<b>x</b>", reply_markup=keyboard([button("B")]))
    await sent.edit_reply_markup(reply_markup=None)

    assert olena.last().reply_markup is None


async def test_only_what_exists_and_is_ones_own_can_be_edited(bot: Bot, olena: Person) -> None:
    theirs = olena.say("mine")

    missing = bot.edit_message_text("x", chat_id=101, message_id=999)
    assert await refusal_of(missing) == "Bad Request: message to edit not found"
    foreign = bot.edit_message_text("x", chat_id=101, message_id=theirs.message_id)
    assert await refusal_of(foreign) == "Bad Request: message can't be edited"
    unnamed = bot.edit_message_text("x", chat_id=101)
    assert await refusal_of(unnamed) == "Bad Request: message identifier is not specified"


@pytest.mark.parametrize(
    "markup",
    [
        ForceReply(force_reply=True),
        ReplyKeyboardRemove(remove_keyboard=True),
        ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="A")]]),
    ],
)
async def test_other_keyboards_are_accepted_and_seal_the_message(
    bot: Bot, olena: Person, markup: Any
) -> None:
    sent = await bot.send_message(101, "x", reply_markup=markup)

    assert sent.reply_markup is None
    assert await refusal_of(sent.edit_text("y")) == "Bad Request: message can't be edited"


async def test_an_edit_keeps_the_prompt_of_the_keyboard(bot: Bot, olena: Person) -> None:
    markup = keyboard([button("Cancel")], force_reply=True)
    sent = await bot.send_message(101, "Purpose?", reply_markup=markup)
    assert sent.reply_markup is not None
    assert sent.reply_markup.force_reply

    edited = await sent.edit_text("Purpose!", reply_markup=keyboard([button("Cancel")]))

    assert edited.reply_markup is not None
    assert edited.reply_markup.force_reply


async def test_a_later_change_of_the_bots_own_objects_changes_nothing(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    markup = keyboard([button("A")])
    await bot.send_message(101, "x", reply_markup=markup)

    markup.inline_keyboard[0][0].text = "B"
    markup.inline_keyboard.append([button("C")])

    assert telegram.labels(olena.last()) == ["A"]


async def test_a_deleted_message_is_gone(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x")
    theirs = olena.say("mine")

    await sent.delete()
    await bot.delete_message(101, theirs.message_id)

    assert sent.message_id not in [each.message_id for each in olena.messages()]
    assert await refusal_of(sent.delete()) == "Bad Request: message to delete not found"
    edit = sent.edit_text("y")
    assert await refusal_of(edit) == "Bad Request: message to edit not found"


async def test_a_message_can_be_deleted_for_48_hours_and_edited_for_ever(
    bot: Bot, olena: Person, telegram: Telegram
) -> None:
    young, old = await bot.send_message(101, "x"), await bot.send_message(101, "y")
    telegram.clock.advance(timedelta(hours=47, minutes=59))
    await young.delete()
    telegram.clock.advance(timedelta(minutes=2))

    refusal = await refusal_of(old.delete())

    assert refusal == "Bad Request: message can't be deleted for everyone"
    await old.edit_text("z")


async def test_a_reply_shows_the_message_replied_to(bot: Bot, olena: Person) -> None:
    theirs = olena.say("question")

    sent = await bot.send_message(
        101, "answer", reply_parameters=ReplyParameters(message_id=theirs.message_id)
    )

    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"
    assert sent.reply_to_message.bot is bot


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot, olena: Person) -> None:
    lost = bot.send_message(101, "x", reply_parameters=ReplyParameters(message_id=999))
    assert await refusal_of(lost) == "Bad Request: message to be replied not found"
    known = olena.messages()[0].message_id
    elsewhere = ReplyParameters(message_id=known, chat_id=102)
    lost = bot.send_message(101, "x", reply_parameters=elsewhere)
    assert await refusal_of(lost) == "Bad Request: message to be replied not found"

    allowed = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    sent = await bot.send_message(101, "x", reply_parameters=allowed)
    assert sent.reply_to_message is None


INVALID_URL = "Bad Request: inline keyboard button URL '{}' is invalid: {}"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[button(callback_data="")]], "Bad Request: BUTTON_DATA_INVALID"),
        ([[button(callback_data="x" * 65)]], "Bad Request: BUTTON_DATA_INVALID"),
        ([[button(callback_data="є" * 33)]], "Bad Request: BUTTON_DATA_INVALID"),
        ([[button()] * 8] * 12 + [[button()] * 5], "Bad Request: reply markup is too long"),
        ([[button()] * 9], "Bad Request: reply markup is too long"),
        ([[button("")]], "Bad Request: BUTTON_TEXT_INVALID"),
        (
            [[InlineKeyboardButton(text="x")]],
            "Bad Request: text buttons are unallowed in the inline keyboard",
        ),
        (
            [[button(callback_data="x", url="https://a.test")]],
            "Bad Request: can't parse inline keyboard button: exactly one action must be given",
        ),
        (
            [[button(callback_data="x", disabled=DisabledButton())]],
            "Bad Request: can't parse inline keyboard button: exactly one action must be given",
        ),
        (
            [[button(callback_data="x", style="green")]],
            "Bad Request: can't parse inline keyboard button: invalid button style specified",
        ),
        (
            [[button(url="http://localhost/x")]],
            INVALID_URL.format("http://localhost/x", "Wrong HTTP URL"),
        ),
        (
            [[button(url="ftp://a.test")]],
            INVALID_URL.format("ftp://a.test", "Unsupported URL protocol"),
        ),
        ([[button(url="")]], INVALID_URL.format("", "Unsupported URL protocol")),
        ([[button(copy_text=CopyTextButton(text=""))]], "Bad Request: BUTTON_COPY_TEXT_INVALID"),
        (
            [[button(copy_text=CopyTextButton(text="x" * 257))]],
            "Bad Request: BUTTON_COPY_TEXT_INVALID",
        ),
        ([[button(pay=True)]], "Bad Request: BUTTON_TYPE_INVALID"),
    ],
)
async def test_a_wrong_keyboard_is_refused_on_sending_and_editing(
    bot: Bot, olena: Person, rows: list[list[InlineKeyboardButton]], reason: str
) -> None:
    sent = await bot.send_message(101, "x")
    markup = keyboard(*rows)

    assert await refusal_of(bot.send_message(101, "y", reply_markup=markup)) == reason
    assert await refusal_of(sent.edit_text("y", reply_markup=markup)) == reason
    assert olena.last().text == "x"


@pytest.mark.parametrize(
    "rows",
    [
        [[button(callback_data="x" * 64)]],
        [[button(callback_data="є" * 32)]],
        [[button()] * 8] * 12 + [[button()] * 4],
        [[button(callback_data="x", style=style)] for style in ("danger", "success", "primary")],
        [[button(disabled=DisabledButton()), button(copy_text=CopyTextButton(text="x" * 256))]],
        [[button(url="https://a.test/x"), button(url="a.test"), button(url="tg://user?id=101")]],
    ],
)
async def test_a_keyboard_within_the_rules_passes(
    bot: Bot, olena: Person, rows: list[list[InlineKeyboardButton]]
) -> None:
    sent = await bot.send_message(101, "x", reply_markup=keyboard(*rows))

    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == keyboard(*rows).model_dump()


async def test_a_keyboard_without_buttons_is_no_keyboard(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x", reply_markup=keyboard([], []))

    assert sent.reply_markup is None


async def test_a_document_arrives_and_can_be_downloaded(bot: Bot, olena: Person) -> None:
    file = BufferedInputFile(b"BEGIN:VCALENDAR", filename="booking.ics")

    sent = await bot.send_document(101, file, caption="<b>Your</b> booking")

    assert sent.document is not None
    assert (sent.caption, sent.document.file_name) == ("Your booking", "booking.ics")
    assert sent.caption_entities is not None
    content = await bot.download(sent.document)
    assert content is not None
    assert content.read() == b"BEGIN:VCALENDAR"


async def test_a_file_can_be_sent_again_by_its_id(bot: Bot, olena: Person) -> None:
    first = await bot.send_photo(101, BufferedInputFile(PNG, "a.png"))
    assert first.photo is not None

    again = await bot.send_photo(101, first.photo[-1].file_id)

    assert again.photo == first.photo
    assert (first.photo[0].width, first.photo[0].height) == (640, 480)
    wrong = bot.send_photo(101, "bogus")
    assert await refusal_of(wrong) == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_photo_is_sent_again_only_as_a_photo(bot: Bot, olena: Person) -> None:
    photo = olena.send_photo(PNG).photo
    assert photo is not None
    again = await bot.send_photo(101, photo[-1].file_id)
    assert [size.file_id for size in again.photo or ()] == [size.file_id for size in photo]
    sent = await bot.send_document(101, BufferedInputFile(PNG, "a.png"))
    assert sent.document is not None
    for wrong in (
        bot.send_photo(101, sent.document.file_id),
        bot.send_document(101, photo[-1].file_id),
    ):
        assert await refusal_of(wrong) == "Bad Request: type of file mismatch"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (PNG[:16] + (9000).to_bytes(4, "big") * 2, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot: Bot, olena: Person, data: bytes, reason: str
) -> None:
    assert await refusal_of(bot.send_photo(101, BufferedInputFile(data, "a.png"))) == reason


async def test_a_caption_is_shorter_than_a_text(bot: Bot, olena: Person) -> None:
    sent = await bot.send_document(101, BufferedInputFile(b"x", "x.txt"), caption="😀" * 512)

    reason = "Bad Request: message caption is too long"
    assert await refusal_of(sent.edit_caption(caption="😀" * 512 + "x")) == reason
    file = BufferedInputFile(b"x", "x.txt")
    assert await refusal_of(bot.send_document(101, file, caption="x" * 1025)) == reason


async def test_text_and_caption_are_edited_each_by_its_method(bot: Bot, olena: Person) -> None:
    text = await bot.send_message(101, "x")
    photo = await bot.send_photo(101, BufferedInputFile(PNG, "a.png"), caption="x")

    assert await refusal_of(photo.edit_text("y")) == (
        "Bad Request: there is no text in the message to edit"
    )
    assert await refusal_of(text.edit_caption(caption="y")) == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert await refusal_of(photo.edit_caption(caption="x")) == NOT_MODIFIED
    await photo.edit_caption(caption="y")
    assert olena.last().caption == "y"


async def test_media_replaces_media_or_a_text(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x")

    await sent.edit_media(
        InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"), caption="<i>p</i>")
    )
    assert (olena.last().text, olena.last().caption) == (None, "p")
    assert olena.last().photo is not None

    await sent.edit_media(InputMediaDocument(media=BufferedInputFile(b"x", "x.txt")))
    assert olena.last().photo is None
    assert olena.last().document is not None
    assert olena.last().caption is None


async def test_a_pinned_message_is_named_by_the_chat(bot: Bot, olena: Person) -> None:
    sent = await bot.send_message(101, "x")

    await sent.pin()

    chat = await bot.get_chat(101)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == sent.message_id


async def test_a_chat_action_has_one_of_the_known_names(bot: Bot, olena: Person) -> None:
    assert await bot.send_chat_action(101, "typing")
    reason = await refusal_of(bot.send_chat_action(101, "sleeping"))
    assert reason == "Bad Request: wrong parameter action in request"


@pytest.mark.parametrize(
    "unknown",
    [lambda bot: bot.send_dice(101), lambda bot: bot.get_my_name(), lambda bot: bot.log_out()],
)
async def test_a_method_the_sandbox_lacks_is_not_found(
    bot: Bot, olena: Person, telegram: Telegram, unknown: Callable[[Bot], Awaitable[Any]]
) -> None:
    assert await refusal_of(unknown(bot)) == "Not Found"
    assert telegram.refused()[-1].error_code == 404


async def test_a_person_deletes_any_message_of_a_private_chat(bot: Bot, olena: Person) -> None:
    olena.start()
    sent = await bot.send_message(olena.id, "Hello")
    olena.delete(sent)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Anew", chat_id=olena.id, message_id=sent.message_id)
    with pytest.raises(Impossible):
        olena.delete(sent)
