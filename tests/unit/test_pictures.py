"""Pictures of plans: where things are, and that what matters is seen there."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from threading import current_thread, main_thread
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.pictures import canvas, fonts, legend
from bot.pictures import plan as pictures
from bot.pictures.axis import axis_of
from bot.pictures.fonts import cut, drawable, font, wrapped
from bot.pictures.layout import MARGIN, NAMES, WIDTH, Layout, layout_of
from bot.pictures.legend import words_of
from bot.pictures.levels import Look, State, levels, runs
from bot.pictures.plan import draw, picture_of, warm_up
from bot.pictures.rows import COUNT, LABEL
from bot.pictures.themes import PALETTES, Palette, Theme
from bot.schemas.plans import Booked, Closed, Plan, PlanRow
from bot.services.finding.plans import PAGE_SIZE
from bot.settings import LANGUAGES
from bot.texts import texts_of
from tests.unit.plans import (
    DAY,
    LONGER,
    SHORTER,
    after_midnight,
    booked,
    column,
    has,
    hour,
    near,
    opened,
    plan,
    row,
    span,
)

BUBBLE, TALLEST = 366, 340
"""What a chat gives a picture on a phone that is 390 points wide."""
ENGLISH = texts_of("en")
UKRAINIAN = "Її Єє Ґґ Іі зʼєднання"


def hours_of(shown: Plan) -> list[int]:
    return [each for _, each in axis_of(shown).hours()]


def test_the_hours_shown_are_those_in_which_something_is_open_or_booked() -> None:
    assert hours_of(plan(row(opens=9, closes=18), row(opens=8.5, closes=12))) == list(range(8, 19))
    assert hours_of(plan(row(booked(20, 21.5))))[-1] == 22
    assert hours_of(plan(row(opens=0, closes=24))) == list(range(25))
    assert hours_of(plan(row(opens=0, closes=24), row(opens=9, closes=12))) == [9, 10, 11, 12]
    always = row(booked(3, 4), opens=0, closes=24)
    assert hours_of(plan(always, row(opens=9, closes=12))) == list(range(3, 13))
    assert hours_of(plan(row(opens=0, closes=0))) == list(range(8, 21))


def test_what_reaches_out_of_the_day_ends_at_midnight() -> None:
    shown = plan(row(booked(22, 26)))
    layout = layout_of(shown)
    assert hours_of(shown)[-1] == 24
    assert layout.across(shown.rows[0], span(22, 26))[1] == layout.right


def test_an_hour_that_comes_twice_is_there_twice() -> None:
    shown = plan(row(day=LONGER, opens=0, closes=24))
    axis = axis_of(shown)
    assert hours_of(shown) == [0, 1, 2, 3, *range(3, 25)]
    minutes = [axis.minute(LONGER, after_midnight(at, LONGER)) for at in (2.5, 3.5, 4.5, 25)]
    assert minutes == [150, 210, 270, 1500]
    assert not list(axis.gaps(LONGER))


def test_in_a_week_with_such_an_hour_the_other_days_have_a_gap() -> None:
    saturday = LONGER - timedelta(days=1)
    axis = axis_of(plan(*(row(day=day, opens=0, closes=24) for day in (saturday, LONGER))))
    assert list(axis.gaps(saturday)) == [(240, 300)]
    assert list(axis.gaps(LONGER)) == []
    assert axis.minute(saturday, hour(3.5, saturday)) == axis.minute(LONGER, hour(3.5, LONGER))
    assert axis.minute(saturday, hour(12, saturday)) == axis.minute(LONGER, hour(12, LONGER))


def test_the_hour_that_a_day_skips_is_a_gap() -> None:
    axis = axis_of(plan(row(day=SHORTER, opens=0, closes=24)))
    assert list(axis.gaps(SHORTER)) == [(180, 240)]
    assert axis.minute(SHORTER, after_midnight(3, SHORTER)) == 240
    assert axis.minute(SHORTER, after_midnight(23, SHORTER)) == 1440


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [("Australia/Lord_Howe", date(2026, 4, 5), 24.5), ("Africa/Cairo", date(2026, 10, 29), 25)],
)
def test_stranger_changes_of_the_clock(zone: str, day: date, hours: float) -> None:
    """By half an hour; and at midnight, so that 23 o'clock comes twice."""
    begins = datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    one = PlanRow(
        timezone=zone, day=day, resource_id=1, name="Room",
        open=(span(0, 24).model_copy(update={
            "starts_at": begins, "ends_at": begins + timedelta(hours=hours)}),),
    )  # fmt: skip
    axis = axis_of(Plan(timezone=zone, first_day=day, last_day=day, rows=(one,), now=None))
    seen = [axis.minute(day, begins + timedelta(minutes=15 * step)) for step in range(100)]
    assert seen == sorted(set(seen))
    assert axis.last >= hours * 60


def test_rows_fill_the_width_and_do_not_touch() -> None:
    layout = layout_of(plan(*(row(resource_id=number) for number in range(20))))
    tracks = [layout.track(index) for index in range(20)]
    assert {(left, right) for left, _, right, _ in tracks} == {(MARGIN + NAMES, WIDTH - MARGIN)}
    assert all(one[3] < other[1] for one, other in pairwise(tracks))
    assert tracks[-1][3] < layout.legend_top < layout.height
    assert (layout.at(row(), hour(8)), layout.at(row(), hour(20))) == (layout.left, layout.right)


def test_a_page_is_as_wide_as_its_message() -> None:
    """A chat shrinks what is too tall, until nobody can read it; here all has to be explained."""
    every = (booked(9, 11, mine=True, buffer=15), booked(12, 13), booked(14, 15, pending=True))
    closure = Closed(period=span(18, 20), reason="Cleaning")
    for texts in map(texts_of, LANGUAGES):
        page = plan(*(row(*every, closed=(closure,)) for _ in range(PAGE_SIZE)))
        week = plan(*(row(*every, closed=(closure,)) for _ in range(7)), resource_name="Blue room")
        for shown in (page, week):
            height = opened(draw(shown, texts, Theme.LIGHT)).height
            assert height / WIDTH <= TALLEST / BUBBLE


def test_letters_are_large_enough_for_a_phone() -> None:
    sizes = (pictures.HOUR, pictures.SMALL_NAME, pictures.NOTE, LABEL, COUNT, legend.SIZE)
    assert min(sizes) * BUBBLE / WIDTH >= 10


def test_names_of_hours_never_touch() -> None:
    for closes in range(9, 25):
        layout = layout_of(plan(row(opens=8, closes=closes), row(opens=1, closes=closes - 7)))
        step = layout.along(layout.axis.first + layout.hour_step * 60) - layout.left
        assert step > font(pictures.HOUR).getlength("00") + 8


def test_levels_count_units_turnaround_included() -> None:
    found = list(levels([booked(9, 12, buffer=30), booked(11, 13, mine=True, units=2)]))
    mine, busy = (Look(is_others=each, state=State.APPROVED) for each in (False, True))
    assert [level.taken for level in found] == [1, 1, 3, 3, 2]
    later = [booked(9, 11, units=3), booked(10, 12), booked(14, 15)]
    assert [level.taken for level in levels(later)] == [3, 4, 1, 1]
    assert found[2].units == ((mine, 2), (busy, 1))
    assert [(period, taken) for period, taken in runs(found)] == [
        (span(8.5, 11), 1), (span(11, 12.5), 3), (span(12.5, 13), 2),
    ]  # fmt: skip


def test_levels_that_do_not_touch_are_apart() -> None:
    assert len(list(runs(levels([booked(9, 10), booked(11, 12)])))) == 2
    assert len(list(runs(levels([booked(9, 10), booked(10, 11)])))) == 1
    assert list(runs(levels([]))) == []


def seen(shown: Plan, theme: Theme = Theme.LIGHT) -> tuple[Image.Image, Layout, Palette]:
    """A plan as it is drawn, where its parts are, and the colours that they have."""
    return opened(draw(shown, ENGLISH, theme)), layout_of(shown), PALETTES[theme]


THEMES = pytest.mark.parametrize("theme", Theme)


@THEMES
def test_mine_and_others_and_what_is_free_have_their_colours(theme: Theme) -> None:
    shown = plan(row(booked(9, 11, mine=True), booked(13, 15), booked(16, 18, pending=True)))
    image, layout, colours = seen(shown, theme)
    mine, others = (column(image, layout, hour(at)) for at in (9.25, 13.25))
    assert near(mine[20], colours.mine)
    assert near(others[20], colours.others)
    assert near(column(image, layout, hour(12.5))[20], colours.free)
    waiting = column(image, layout, hour(16.5))
    assert has(waiting[:12], colours.others)
    assert near(waiting[20], colours.pale(is_mine=False))
    assert not has(others, colours.mine)


@THEMES
def test_a_booking_begins_and_ends_where_it_does(theme: Theme) -> None:
    shown = plan(row(booked(10, 12, mine=True)))
    image, layout, colours = seen(shown, theme)
    minutes = timedelta(minutes=3)
    for at, is_mine in (
        (hour(10) - minutes, False),
        (hour(10) + minutes, True),
        (hour(12) - minutes, True),
        (hour(12) + minutes, False),
    ):
        assert near(column(image, layout, at)[20], colours.mine) is is_mine, at


@THEMES
def test_turnaround_is_lighter_and_lower(theme: Theme) -> None:
    shown = plan(row(booked(10, 12, mine=True, buffer=30)))
    image, layout, colours = seen(shown, theme)
    for at in (9.75, 12.25):
        found = column(image, layout, hour(at))
        assert near(found[len(found) // 2], colours.edge(is_mine=True))
        assert near(found[6], colours.free)


@THEMES
def test_closed_hours_and_closures_are_striped(theme: Theme) -> None:
    closure = Closed(period=span(14, 16), reason=None)
    shown = plan(row(opens=10, closes=20, closed=(closure,)), row(opens=8, closes=20))
    image, layout, colours = seen(shown, theme)
    closed, shut = (column(image, layout, hour(at)) for at in (9, 15))
    assert has(closed, colours.closed)
    assert has(closed, colours.closed_stripe)
    assert has(shut, colours.closure)
    assert has(shut, colours.closure_stripe)
    for at in (12.5, 17.5):
        assert all(near(one, colours.free) for one in column(image, layout, hour(at)))


@THEMES
def test_the_line_of_now_is_at_now_in_the_rows_of_its_day(theme: Theme) -> None:
    days = [DAY + timedelta(days=offset) for offset in range(3)]
    shown = plan(*(row(day=day) for day in days), now=hour(13, days[1]), resource_name="Blue room")
    image, layout, colours = seen(shown, theme)
    reds = [
        has(column(image, layout, hour(at, day), index), colours.now)
        for index, day in enumerate(days)
        for at in (12.5, 13, 13.5)
    ]
    assert reds == [False, False, False, False, True, False, False, False, False]


def test_now_at_night_is_not_drawn_at_the_border() -> None:
    shown = plan(row(), now=hour(23))
    image, layout, colours = seen(shown)
    assert not has(column(image, layout, hour(20) - timedelta(minutes=1)), colours.now)


@THEMES
def test_on_a_day_of_25_hours_both_hours_can_be_booked(theme: Theme) -> None:
    first, second = (after_midnight(after, LONGER) for after in (3, 4))
    for begins, free in ((first, second), (second, first)):
        period = span(3, 4).model_copy(
            update={"starts_at": begins, "ends_at": begins + timedelta(hours=1)}
        )
        one = booked(3, 4, mine=True, period=period, occupied=period)
        shown = plan(row(one, day=LONGER, opens=0, closes=24))
        image, layout, colours = seen(shown, theme)
        half = timedelta(minutes=30)
        assert near(column(image, layout, begins + half)[20], colours.mine)
        assert near(column(image, layout, free + half)[20], colours.free)


@THEMES
def test_an_hour_that_a_day_does_not_have_is_striped(theme: Theme) -> None:
    """Skipped by its clock; or there twice on another day of the week."""
    saturday, half = LONGER - timedelta(days=1), timedelta(minutes=30)
    for days in ((SHORTER,), (saturday, LONGER)):
        shown = plan(*(row(day=day, opens=0, closes=24) for day in days))
        image, layout, colours = seen(shown, theme)
        ((begins, ends),) = layout.axis.gaps(days[0])
        _, top, _, bottom = layout.track(0)
        x = layout.along((begins + ends) / 2)
        gap = [image.getpixel((x, y)) for y in range(top, bottom)]
        assert has(gap, colours.closed_stripe)
        assert not has(gap, colours.free)
        before = column(image, layout, hour(2, days[0]) + half)
        assert all(near(one, colours.free) for one in before)


def test_a_pool_is_filled_as_high_as_it_is_taken() -> None:
    shown = plan(row(booked(9, 13, units=1, mine=True), booked(11, 13), quantity=3))
    image, layout, colours = seen(shown)
    for at, mine, others in ((10.5, 1, 0), (12.5, 1, 1)):
        found = column(image, layout, hour(at))
        third = len(found) // 3
        assert abs(sum(near(one, colours.mine) for one in found) - mine * third) <= 3
        assert abs(sum(near(one, colours.others) for one in found) - others * third) <= 3


def test_a_pool_says_how_many_are_taken() -> None:
    """Two pictures that differ only in how many units there are differ in the figures too."""
    one, other = (
        opened(draw(plan(row(booked(9, 13), quantity=quantity)), ENGLISH, Theme.LIGHT))
        for quantity in (2, 3)
    )
    layout = layout_of(plan(row()))
    _, top, _, bottom = layout.track(0)
    x = layout.at(row(), hour(11))
    label = (x - 20, top, x + 20, top + (bottom - top) // 2)
    ink, paper = PALETTES[Theme.LIGHT].ink, PALETTES[Theme.LIGHT].paper
    for image in (one, other):
        shades = image.crop(label).get_flattened_data()
        assert has(shades, ink)
        assert has(shades, paper)
    assert one.crop(label).tobytes() != other.crop(label).tobytes()


def seen_of(shown: Plan, language: str = "en") -> bytes:
    return opened(draw(shown, texts_of(language), Theme.LIGHT)).tobytes()


def test_names_of_others_are_written_only_where_they_are_known() -> None:
    unnamed, named = plan(row(booked(9, 15))), plan(row(booked(9, 15, name="Olena Koval")))
    assert seen_of(unnamed) != seen_of(named)
    image, layout, colours = seen(unnamed)
    x, (_, top, _, bottom) = layout.at(row(), hour(9.5)), layout.track(0)
    block = image.crop((x, top + 12, layout.at(row(), hour(14.5)), bottom - 12))
    assert all(near(colour, colours.others) for _, colour in block.getcolors())


def test_letters_of_every_language_are_drawn() -> None:
    for letter in UKRAINIAN + "№×·–…QWERTYąčéñößłğ":
        assert drawable(f"a{letter}b") == f"a{letter}b".strip(), letter
    boxes = font(32).getmask("\U0010ffff")
    assert all(bytes(font(32).getmask(one)) != bytes(boxes) for one in UKRAINIAN if one != " ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("🎸 Guitar  room 🎶", "Guitar room"),
        ("Кімната\n№ 5", "Кімната № 5"),
        ("👨‍👩‍👧", ""),
        ("会议室 A", "A"),
        ("\u202egnp", "gnp"),
        ("soft\u00adhyphen", "softhyphen"),
        ("и\u0306", "й"),
    ],
)
def test_what_cannot_be_drawn_is_left_out(text: str, said: str) -> None:
    assert drawable(text) == said


def test_a_long_name_is_cut_and_never_too_wide() -> None:
    face = font(32)
    assert cut("Library", face, 200) == "Library"
    for width in range(0, 300, 7):
        said = cut("Переговорна кімната", face, width)
        assert face.getlength(said) <= width
        assert said == "" or said.endswith("…")
        for line in wrapped("Дуже довга назва переговорної кімнати", face, width, most=2):
            assert face.getlength(line) <= width
    assert wrapped("The very long name", face, 160, most=2) == ["The very", "long name"]


@pytest.mark.parametrize("name", ["W" * 64, "🎸" * 64, "Дуже довга назва " * 3, "\u0301" * 9])
def test_any_name_can_be_drawn_and_stays_in_its_column(name: str) -> None:
    shown = plan(row(booked(9, 12, name=name), name=name), resource_name=None)
    image, layout, colours = seen(shown)
    _, top, _, bottom = layout.track(0)
    assert has(image.crop((0, top, layout.left, bottom)).get_flattened_data(), colours.ink)
    beside = image.crop((layout.left - 8, top, layout.left, bottom)).get_flattened_data()
    assert all(near(one, colours.paper) for one in beside)


def test_a_week_has_a_title_whatever_the_name_is() -> None:
    image, *_ = seen(plan(row(name="🎸"), resource_name="🎸"))
    title = image.crop((MARGIN, 0, WIDTH, pictures.SUBTITLE_MIDDLE - 26)).get_flattened_data()
    assert has(title, PALETTES[Theme.LIGHT].ink)


def about(shown: Plan) -> list[str]:
    return [one for one, _ in words_of(shown, ENGLISH)]


def test_the_legend_explains_what_is_there() -> None:
    assert about(plan(row())) == ["free", "closed"]
    assert about(plan(row(booked(9, 10, mine=True, pending=True))))[1:3] == ["mine", "pending"]
    assert about(plan(row(booked(9, 10, mine=True, buffer=5), booked(11, 12, pending=True)))) == [
        "free", "mine", "pending", "turnaround", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_page_and_an_empty_one_in_each_language(language: str) -> None:
    texts = texts_of(language)
    full = plan(*(row(resource_id=at, name=f"Room {at}") for at in range(20)), page=1, pages=3)
    for shown, tall in ((full, 1600), (plan(), 200)):
        image = Image.open(BytesIO(draw(shown, texts, Theme.DARK)))
        assert (image.format, image.width) == ("PNG", WIDTH)
        assert image.height > tall


def test_the_same_plan_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Theme] = []
    real = pictures._draw

    def counted(*arguments: object) -> object:
        drawn.append(arguments[2])
        return real(*arguments)

    monkeypatch.setattr(pictures, "_draw", counted)
    one, same = (plan(row(booked(9, 10))) for _ in range(2))
    draw.cache.clear()
    first = draw(one, ENGLISH, Theme.LIGHT)
    assert draw(same, ENGLISH, Theme.LIGHT) is first
    assert len(drawn) == 1
    others = [
        draw(one, texts_of("uk"), Theme.LIGHT),
        draw(one, ENGLISH, Theme.DARK),
        draw(plan(row(booked(9, 11))), ENGLISH, Theme.LIGHT),
    ]
    assert len(drawn) == 4
    assert len({first, *others}) == 4
    draw.cache.clear()
    assert draw(one, ENGLISH, Theme.LIGHT) == first


async def test_a_picture_is_drawn_beside_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []
    real = pictures._draw

    def noted(*arguments: object) -> object:
        threads.append(current_thread())
        return real(*arguments)

    monkeypatch.setattr(pictures, "_draw", noted)
    shown = [plan(row(booked(9, 9 + hours))) for hours in range(2, 6)]
    found = await asyncio.gather(*(picture_of(one, ENGLISH, Theme.DARK) for one in shown))
    assert len(set(found)) == 4
    assert main_thread() not in threads


def test_after_the_warm_up_a_picture_loads_nothing() -> None:
    known = (font, canvas._table)
    for each in (*known, fonts._has_glyph):
        each.cache_clear()
    draw.cache.clear()
    warm_up()
    before = [each.cache_info().misses for each in known]
    closure = Closed(period=span(18, 20), reason="Cleaning")
    pool = row(booked(9, 10, units=2), name="Laptop", quantity=5)
    rows = (row(booked(9, 11, mine=True, name="Olena"), closed=(closure,)), pool)
    for theme in Theme:
        draw(plan(*rows, now=hour(10)), ENGLISH, theme)
        draw(plan(*rows[:1], resource_name="Blue room"), texts_of("uk"), theme)
    assert [each.cache_info().misses for each in known] == before


def test_a_long_name_is_cut_where_it_has_to_be() -> None:
    face, name = font(30), "Conference room with a view"
    for width in range(400):
        shown = cut(name, face, width)
        assert face.getlength(shown) <= width
        kept = len(shown) - 1
        if shown not in ("", name):
            assert shown[:-1] == name[:kept].rstrip()
            more = name[: kept + 2].rstrip() + "…"
            assert face.getlength(more) > width


def test_a_booking_of_minutes_is_still_seen() -> None:
    shown = plan(row(booked(9, 9.02, mine=True), opens=0, closes=24))
    image, layout, colours = seen(shown)
    x = layout.at(shown.rows[0], hour(9))
    assert has([image.getpixel((x + 2, layout.track(0)[1] + 20))], colours.mine)


def test_two_views_of_one_booking_never_share_a_picture() -> None:
    """What is mine to one person is somebody's to another."""
    mine: Booked = booked(9, 10, mine=True)
    theirs = mine.model_copy(update={"is_mine": False})
    assert seen_of(plan(row(mine))) != seen_of(plan(row(theirs)))
