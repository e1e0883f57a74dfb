"""Door cards: the code leads where it should, and any name has room."""

import re
from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from bot.door_cards import check_username, find_resource
from bot.exits import CannotRun
from bot.handlers.book import router
from bot.pictures.door_card import CALL_MIDDLE, CODE_TOP, SIZES, DoorCard, Paper, draw_card
from bot.settings import LANGUAGES
from bot.texts import texts_of
from tests.unit.resources import resource

LINK = "https://t.me/bronia_bot?start=book_12"
LONG_LINK = f"https://t.me/{'b' * 32}?start=book_999999999"
WHITE = 255


def card(name: str = "Blue room", place: str | None = "2nd floor", **fields: object) -> DoorCard:
    values = {"link": LINK, "language": "en", "paper": Paper.A6} | fields
    one = resource(id=12, name=name, location=place)
    return draw_card(one, values["link"], texts_of(values["language"]), values["paper"])


def read_codes(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("link", [LINK, LONG_LINK])
def test_the_code_is_the_link(paper: Paper, language: str, link: str) -> None:
    png = Image.open(BytesIO(card(paper=paper, language=language, link=link).png()))
    assert png.size == SIZES[paper]
    assert read_codes(png) == [link]


def test_the_code_is_read_from_afar_and_dirty() -> None:
    """Photographed small; and with a blot on a tenth of it."""
    image = card().image
    assert read_codes(image.resize((image.width // 6, image.height // 6))) == [LINK]
    middle = image.width // 2, round((CODE_TOP + 0.41) * image.width)
    blot = image.width // 8
    image.paste(128, (middle[0] - blot, middle[1] - blot, middle[0] + blot, middle[1] + blot))
    assert read_codes(image) == [LINK]


@pytest.mark.parametrize("link", [LINK, LONG_LINK])
def test_the_code_is_in_the_middle_with_white_around(link: str) -> None:
    image = card(link=link).image
    top = round(CODE_TOP * image.width)
    below = image.crop((0, top, image.width, round((CALL_MIDDLE - 0.05) * image.width)))
    left, upper, right, lower = below.point(lambda shade: WHITE - shade).getbbox()
    modules = len(segno.make(link, error="h", micro=False).matrix)
    module = (right - left) / modules
    assert abs(left - (image.width - right)) <= 1
    assert (right - left, module) == (lower - upper, int(module))
    assert min(left, upper) >= 4 * module


def test_the_pdf_is_one_page_of_the_paper() -> None:
    pdf = card("Конференц-зал").pdf()
    assert pdf.startswith(b"%PDF-")
    (box,) = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    millimetres = [round(float(points) / 72 * 25.4) for points in box]
    assert millimetres == [105, 148]


def ink_rows(image: Image.Image, top: float, bottom: float) -> list[int]:
    """The lines of pixels with something on them, between two shares of the width."""
    part = image.crop((0, round(top * image.width), image.width, round(bottom * image.width)))
    return [
        y for y in range(part.height) if part.crop((0, y, part.width, y + 1)).getextrema()[0] < 128
    ]


@pytest.mark.parametrize(
    "name",
    ["A", "W" * 64, "Дуже довга назва переговорної кімнати на третьому поверсі", "🎸", "і" * 64],
)
@pytest.mark.parametrize("place", [None, "2 поверх", "за рогом " * 14])
def test_any_name_has_room_above_the_code(name: str, place: str | None) -> None:
    one = card(name, place)
    assert read_codes(one.image) == [LINK]
    inked = ink_rows(one.image, 0, CODE_TOP)
    assert inked
    assert inked[0] > 8
    assert inked[-1] < round(CODE_TOP * one.image.width) - 4
    sides = one.image.crop((0, 0, one.image.width // 20, one.image.height))
    assert sides.getextrema() == (WHITE, WHITE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_is_said_below_in_each_language(language: str) -> None:
    assert ink_rows(card(language=language).image, CALL_MIDDLE - 0.05, CALL_MIDDLE + 0.05)


def test_the_languages_say_it_differently() -> None:
    assert len({card(language=language).png() for language in LANGUAGES}) == len(LANGUAGES)


def test_the_link_is_one_that_the_bot_understands() -> None:
    payload = LINK.split("start=")[1]
    flag = next(
        handler.filters[0].callback
        for handler in router.message.handlers
        if handler.callback.__name__ == "open_deep_link"
    )
    assert flag.magic.resolve(type("Command", (), {"args": payload})())


ROOMS = [
    resource(id=1, name="Blue room"),
    resource(id=2, name="Green room"),
    resource(id=3, name="12"),
    resource(id=12, name="Синя кімната"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1", 1),
        ("Blue room", 1),
        ("blue ROOM", 1),
        ("green", 2),
        ("12", 3),
        ("СИНЯ", 12),
        (" 2 ", 2),
    ],
)
def test_a_resource_is_named_by_its_id_or_its_name(wanted: str, found: int) -> None:
    assert find_resource(ROOMS, wanted).id == found


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("room", r"1 \(Blue room\), 2 \(Green room\)"), ("99", "no resource '99'"), ("", "each of")],
)
def test_a_name_that_is_nobodys_or_of_several_is_explained(wanted: str, words: str) -> None:
    with pytest.raises(CannotRun, match=words):
        find_resource(ROOMS, wanted)


def test_without_resources_it_says_how_to_get_some() -> None:
    with pytest.raises(CannotRun, match="python -m bot seed"):
        find_resource([], "Blue room")


def test_usernames() -> None:
    assert check_username("@bronia_bot") == check_username("bronia_bot") == "bronia_bot"
    for wrong in ("", "bot bot", "броня_bot", "x?start=1", "1bot"):
        with pytest.raises(CannotRun, match="no name of a bot"):
            check_username(wrong)
