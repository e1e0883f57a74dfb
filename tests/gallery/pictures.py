"""Pictures of scenes, taken of the sandbox's own page in a browser."""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, FloatRect, Locator, Page, async_playwright, expect

from sandbox.callbacks import Answer
from sandbox.doors.server import start_server
from tests.gallery.scene import Scene
from tests.gallery.stage import Press, Stage, open_stage

CHROMIUM = shutil.which("chromium")
WIDTH, HEIGHT = 390, 720
"""Of a phone, as far as its browser leaves it to the page."""
TALL = 2400
"""No message is longer, so that none has to be scrolled to."""
MARGIN = 3


@contextlib.asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        await browser.close()


async def take(browser: Browser, scene: Scene, url: str, language: str, to: Path) -> None:
    """Play a scene on a seeded database, and keep a picture of how it ends."""
    async with open_stage(url, language) as stage:
        await scene.act(stage)
        async with start_server(stage.telegram) as address:
            page = await _open(browser, address, height=HEIGHT if stage.pressed else TALL)
            await page.locator(f'[data-tab-id="{stage.chat_id}"]').click()
            pane = page.locator(f'section[data-chat-id="{stage.chat_id}"]')
            if stage.pressed:
                await _press(page, pane, stage, stage.pressed)
                await pane.screenshot(path=to)
            else:
                await page.screenshot(path=to, clip=await _area(pane, stage))
            await page.close()


async def _open(browser: Browser, address: str, *, height: int) -> Page:
    """The page as everybody sees it, whatever the machine's zone, language and colors are."""
    page = await browser.new_page(
        viewport={"width": WIDTH, "height": height},
        timezone_id="Europe/Kyiv",
        locale="en-GB",
        color_scheme="light",
        reduced_motion="reduce",
    )
    await page.goto(address)
    return page


async def _area(pane: Locator, stage: Stage) -> FloatRect:
    """What the messages of the picture take up, as wide as the phone."""
    boxes = []
    for message in stage.shown():
        node = pane.locator(f'[data-message-id="{message.message_id}"]')
        await expect(node).to_be_visible()
        box = await node.bounding_box()
        assert box is not None
        boxes.append(box)
    top = min(box["y"] for box in boxes) - MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    return {"x": 0, "y": top, "width": WIDTH, "height": bottom - top}


async def _press(page: Page, pane: Locator, stage: Stage, pressed: Press) -> None:
    """Tap on the page, let the bot answer, and wait until the page shows the answer at rest."""
    if stage.looks_at is not None:
        await pane.locator(f'[data-actor-id="{pressed.by.id}"]').click()
    label = pane.locator(".keyboard .label", has_text=re.compile(f"^{re.escape(pressed.label)}"))
    await label.last.click()
    await page.mouse.move(0, 0)
    answered = len(pressed.by.answers)
    await stage.telegram.until(stage.telegram.pending_updates)
    await stage.settle()
    assert len(pressed.by.answers) > answered
    version = str(stage.telegram.changes.version)
    await expect(page.locator("html")).to_have_attribute("data-version", version)
    await _until_shown(page, pressed.by.answers[-1])
    await expect(page.locator(".edited-now, [aria-busy=true]")).to_have_count(0)


async def _until_shown(page: Page, answer: Answer) -> None:
    assert answer.text
    place = page.get_by_role("alertdialog") if answer.show_alert else page.locator(".toast")
    await expect(place).to_contain_text(answer.text.splitlines()[-1])
