"""`make run` without a token, in a real browser: book and approve by clicking."""

import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot import seed
from bot.settings import Settings
from db.engine import Database
from tests.bot_process import BotProcess
from tests.clocks import FrozenClock
from tests.e2e.commands import ROOT

KYIV = ZoneInfo("Europe/Kyiv")
CHROMIUM = shutil.which("chromium")
IMAGES = ROOT / ("docs/images" if os.environ.get("UPDATE_IMAGES") else "build")

expect.set_options(timeout=30_000)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")


@pytest.fixture
async def address(
    db: Database, database_url: str, clock: FrozenClock, tmp_path: Path
) -> AsyncIterator[str]:
    """The demo, as `make run` starts it, and the address that it prints."""
    settings = Settings(_env_file=None, database_url=database_url)
    await seed.seed_everything(db, settings, now=clock.now())
    process = BotProcess({"DATABASE_URL": database_url, "SANDBOX_PORT": "0"}, tmp_path)
    await process.start()
    yield await process.prints(r"Bronia is at (\S+)")
    await process.stop()


@contextlib.asynccontextmanager
async def browsing(address: str, **options: Any) -> AsyncIterator[Page]:
    """The page in a browser of its own. Afterwards: it has logged no error."""
    problems: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        given = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | options
        shown = await browser.new_page(**given)
        shown.on("pageerror", lambda error: problems.append(str(error)))
        shown.on(
            "console",
            lambda line: problems.append(line.text) if line.type == "error" else None,
        )
        await shown.goto(address)
        yield shown
        await browser.close()
    assert problems == []


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with browsing(address) as shown:
        yield shown


def chat(page: Page, chat_id: int) -> Locator:
    return page.locator(f'section[data-chat-id="{chat_id}"]')


async def click(place: Locator, *labels: str) -> None:
    for label in labels:
        await place.get_by_role("button", name=label).last.click()


async def turn_month(place: Locator) -> None:
    """Waits for the next month: the one shown before may have the same days to tap."""
    turn = place.get_by_role("button", name="›").last
    month = (await turn.inner_text()).removesuffix(" ›")
    await turn.click()
    await expect(place.locator("article").last).to_contain_text(f"{month} 20")


async def ask_for_studio(emma: Locator) -> None:
    await click(emma, "START", "📅 Book", "Podcast studio")
    await expect(emma.get_by_text("Which day?")).to_be_visible()
    await turn_month(emma)
    await click(emma, "15", "14:00", "1 h → ", "Ask for approval")
    await expect(emma.get_by_text("Sent for approval.")).to_be_visible()


def card_of_studio(group: Locator) -> Locator:
    """The card of what Emma asks for; the seed's requests are for 13:00."""
    return group.locator("article", has_text="Emma Clark").filter(has_text="14:00–15:00")


async def start_of_studio(emma: Locator) -> datetime:
    """As Emma's chat tells it, such as "Tue, 15 Dec, 14:00–15:00": the next such day."""
    told = await emma.locator("article", has_text="Sent for approval.").inner_text()
    found = re.search(r"(\d+ \w{3})\w*, (14:00)", told)
    assert found, told
    now = datetime.now(KYIV)
    told_day = f"{found[1]} {now.year} {found[2]}"
    start = datetime.strptime(told_day, "%d %b %Y %H:%M").replace(tzinfo=KYIV)
    return start if start > now else start.replace(year=now.year + 1)


async def advance(page: Page, seconds: int, *, times: int) -> None:
    for _ in range(times):
        await page.locator(f'[data-advance="{seconds}"]').click()


async def test_book_and_approve_by_clicking(page: Page) -> None:
    emma, olena, group = chat(page, 103), chat(page, 101), chat(page, -1001)
    await click(olena, "START", "Забронювати", "Blue room")
    await expect(olena.get_by_text("Якого дня?")).to_be_visible()
    await turn_month(olena)
    await click(olena, "16")
    await expect(olena.get_by_text("Коли початок?")).to_be_visible()
    await ask_for_studio(emma)
    card = card_of_studio(group)
    await expect(card.get_by_role("button", name="✅ Approve")).to_be_visible()
    IMAGES.mkdir(exist_ok=True)
    await page.screenshot(path=IMAGES / "sandbox.png")

    await click(card, "✅ Approve")

    await expect(card.get_by_text("Approved")).to_be_visible()
    await expect(emma.get_by_text("Your booking is approved.")).to_be_visible()


async def test_the_clock_brings_a_reminder(page: Page) -> None:
    emma, group = chat(page, 103), chat(page, -1001)
    await ask_for_studio(emma)
    await click(card_of_studio(group), "✅ Approve")
    await expect(emma.get_by_text("Your booking is approved.")).to_be_visible()
    start = await start_of_studio(emma)
    days, rest = divmod(start - datetime.now(UTC) - timedelta(hours=2), timedelta(days=1))
    await advance(page, 86_400, times=days)
    if rest > timedelta(hours=22):  # it is still more than a day away
        await advance(page, 3_600, times=2)
    await expect(emma.get_by_text("Your booking starts in").first).to_be_visible()


async def test_the_page_fits_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    emma = chat(page, 103)
    await page.locator('[data-tab-id="103"]').click()
    await click(emma, "START", "📅 Book")
    await expect(emma.get_by_role("button", name="Podcast studio")).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    IMAGES.mkdir(exist_ok=True)
    await page.screenshot(path=IMAGES / "phone.png")
