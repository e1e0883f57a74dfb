"""The page in a real browser, part by part: what a bot may send, and what a person sees of it."""

import base64

import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)
from playwright.async_api import Locator, Page, expect

from sandbox.doors.session import SandboxSession
from sandbox.people.person import Person
from sandbox.telegram import Telegram
from tests.bot_process import TOKEN
from tests.e2e.test_page import CHROMIUM, browsing, chat

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwAQAAAACJMEGyAAAAEUlEQVR42mNYBQUMo4yhwAAANkn/AX1cirEAAAAASUVORK5C"
    "YII="
)
"""64 x 48."""
LONG = "Довгеслово" * 12
BRIGHTNESS = """node => {
    const color = getComputedStyle(node).backgroundColor;
    return Math.max(...color.match(/\\d+/g).slice(0, 3).map(Number));
}"""
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter(node => node.checkVisibility())
    .filter(node => {
        const { left, right } = node.getBoundingClientRect();
        return left < -0.5 || right > innerWidth + 0.5;
    })
    .map(node => node.outerHTML.slice(0, 100))"""

expect.set_options(timeout=30_000)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return Bot(TOKEN, session=SandboxSession(telegram))


def buttons(*row: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row)])


def button(label: str, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=label, style=style)


def shown(page: Page, message: Message) -> Locator:
    return chat(page, message.chat.id).locator(f'[data-message-id="{message.message_id}"]')


async def tapped(telegram: Telegram, place: Locator, label: str) -> CallbackQuery:
    """What the bot is told when the button is clicked."""
    telegram.take_updates()
    await place.get_by_role("button", name=label).click()
    await telegram.until(telegram.pending_updates)
    [update] = telegram.take_updates()
    assert update.callback_query is not None
    return update.callback_query


async def color_of(node: Locator) -> str:
    return str(await node.evaluate("node => getComputedStyle(node).backgroundColor"))


async def test_every_style_of_a_button_has_its_color(
    bot: Bot, emma: Person, sandbox_url: str
) -> None:
    emma.start()
    styles = ("primary", "success", "danger", None)
    row = buttons(*(button(style or "plain", style) for style in styles))
    message = await bot.send_message(emma.id, "Choose", reply_markup=row)

    async with browsing(sandbox_url) as page:
        keys = shown(page, message).locator(".keyboard button")
        await expect(keys).to_have_text(["primary", "success", "danger", "plain"])
        colors = [await color_of(key) for key in await keys.all()]

    assert colors[:3] == ["rgb(31, 111, 208)", "rgb(27, 122, 67)", "rgb(197, 48, 58)"]
    assert colors[3] not in colors[:3]


async def test_a_disabled_button_does_nothing(
    bot: Bot, emma: Person, telegram: Telegram, sandbox_url: str
) -> None:
    emma.start()
    off = InlineKeyboardButton(text="off", disabled=DisabledButton())
    message = await bot.send_message(emma.id, "Choose", reply_markup=buttons(off, button("on")))

    async with browsing(sandbox_url) as page:
        key = shown(page, message).get_by_role("button", name="off")
        await expect(key).to_be_disabled()
        await key.click(force=True)
        assert await page.locator(".toast").count() == 0
        query = await tapped(telegram, shown(page, message), "on")
        await bot.answer_callback_query(query.id)

    assert query.data == "on"


async def test_an_edited_message_changes_where_it_is(
    bot: Bot, emma: Person, sandbox_url: str
) -> None:
    emma.start()
    message = await bot.send_message(emma.id, "before", reply_markup=buttons(button("a")))
    await bot.send_message(emma.id, "after it")

    async with browsing(sandbox_url) as page:
        articles = chat(page, emma.id).locator("article .text")
        await expect(articles).to_have_text(["/start", "before", "after it"])
        await expect(shown(page, message).locator(".edited")).to_have_count(0)
        node = await shown(page, message).element_handle()

        await bot.edit_message_text("now", chat_id=emma.id, message_id=message.message_id)

        await expect(articles).to_have_text(["/start", "now", "after it"])
        await expect(shown(page, message).get_by_text("edited")).to_be_visible()
        await expect(shown(page, message).locator(".keyboard")).to_have_count(0)
        assert await shown(page, message).evaluate("(now, before) => now === before", node)


async def test_a_tap_is_answered_with_a_toast_or_an_alert(
    bot: Bot, emma: Person, telegram: Telegram, sandbox_url: str
) -> None:
    emma.start()
    message = await bot.send_message(emma.id, "Choose", reply_markup=buttons(button("ask")))

    async with browsing(sandbox_url) as page:
        query = await tapped(telegram, shown(page, message), "ask")
        await bot.answer_callback_query(query.id, "In passing")
        await expect(page.locator(".toast:not([data-failed])")).to_have_text("In passing")
        await expect(page.get_by_role("alertdialog")).to_have_count(0)

        query = await tapped(telegram, shown(page, message), "ask")
        await bot.answer_callback_query(query.id, "Stop here", show_alert=True)
        dialog = page.get_by_role("alertdialog")
        await expect(dialog.get_by_text("Stop here")).to_be_visible()
        await dialog.get_by_role("button", name="OK").click()
        await expect(dialog).to_have_count(0)


async def test_a_photo_is_shown_and_opens(bot: Bot, emma: Person, sandbox_url: str) -> None:
    emma.start()
    photo = BufferedInputFile(PNG, "room.png")
    message = await bot.send_photo(emma.id, photo, caption="The room")

    async with browsing(sandbox_url) as page:
        image = shown(page, message).get_by_role("img", name="The room")
        await expect(image).to_have_js_property("naturalWidth", 64)
        await expect(shown(page, message).locator(".text")).to_have_text("The room")
        await image.click()
        opened = page.get_by_role("dialog", name="The room")
        await expect(opened.get_by_role("img")).to_have_js_property("naturalWidth", 64)
        await opened.get_by_role("button", name="Close").click()
        await expect(opened).to_have_count(0)


async def test_a_command_is_chosen_from_the_menu(
    bot: Bot, emma: Person, telegram: Telegram, sandbox_url: str
) -> None:
    emma.start()
    commands = {"book": "Book a room", "my": "My bookings"}
    await bot.set_my_commands(
        [BotCommand(command=name, description=text) for name, text in commands.items()]
    )

    async with browsing(sandbox_url) as page:
        pane = chat(page, emma.id)
        await expect(pane.get_by_role("option")).to_have_count(0)
        await pane.get_by_role("button", name="The bot's commands").click()
        await expect(pane.get_by_role("option")).to_have_text(
            ["/bookBook a room", "/myMy bookings"]
        )
        await pane.get_by_role("option", name="/my").click()
        await expect(pane.locator("article .text").last).to_have_text("/my")
        await expect(pane.get_by_role("option")).to_have_count(0)

    assert emma.messages()[-1].text == "/my"


async def test_an_empty_chat_offers_to_start(
    emma: Person, telegram: Telegram, sandbox_url: str
) -> None:
    async with browsing(sandbox_url) as page:
        pane = chat(page, emma.id)
        await expect(pane.get_by_role("textbox")).to_have_count(0)
        start = pane.get_by_role("button", name="START", exact=True)
        await start.click()
        await expect(pane.locator("article .text")).to_have_text(["/start"])
        await expect(start).to_have_count(0)
        await expect(pane.get_by_role("textbox")).to_be_visible()

    [update] = telegram.take_updates()
    assert update.message is not None
    assert update.message.text == "/start"


@pytest.mark.parametrize(("scheme", "darkest", "lightest"), [("light", 200, 255), ("dark", 0, 80)])
async def test_the_page_takes_the_color_scheme_of_the_system(
    emma: Person, sandbox_url: str, scheme: str, darkest: int, lightest: int
) -> None:
    emma.start()

    async with browsing(sandbox_url, color_scheme=scheme) as page:
        await expect(page.locator("article")).to_have_count(1)
        for place in ("body", ".topbar", ".chat"):
            brightness = await page.locator(place).evaluate(BRIGHTNESS)
            assert darkest <= brightness <= lightest, place


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_nothing_sticks_out_at_the_sides(
    bot: Bot, emma: Person, sandbox_url: str, width: int, height: int
) -> None:
    emma.start()
    row = buttons(*(button(f"1{hour}:00") for hour in range(8)))
    await bot.send_message(emma.id, LONG, reply_markup=row)
    message = await bot.send_message(emma.id, "Choose", reply_markup=buttons(button(LONG[:30])))

    async with browsing(sandbox_url, viewport={"width": width, "height": height}) as page:
        await expect(shown(page, message)).to_be_visible()
        assert await page.evaluate(STICKING_OUT) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_a_link_that_is_offered_is_opened_as_whom_one_likes(
    ada: Person, emma: Person, sandbox_url: str, telegram: Telegram
) -> None:
    telegram.offer("claim_1")

    async with browsing(sandbox_url, viewport={"width": 360, "height": 640}) as page:
        bar = page.get_by_role("group", name="The claim link")
        await expect(bar.get_by_role("button")).to_have_count(2)
        assert await page.evaluate(STICKING_OUT) == []
        await bar.get_by_role("button", name="Emma").click()
        await expect(bar).to_be_hidden()
        await expect(chat(page, emma.id).locator("article .text")).to_have_text(["/start claim_1"])

    [update] = telegram.take_updates()
    assert update.message is not None
    assert update.message.text == "/start claim_1"
