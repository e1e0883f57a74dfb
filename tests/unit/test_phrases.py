"""What is understood of a phrase: two corpora, the rules of what is asked, and any text at all."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import wall_times
from bot.phrases import starts_on, together, understand, warm_up
from bot.phrases.tokens import rule
from bot.schemas.phrases import Known, Start, Understood, Wall
from db.enums import ResourceKind
from tests.unit import phrase_corpus_en, phrase_corpus_uk
from tests.unit.phrases import KYIV, NEW_YORK, Meaning, Row, meaning_of, office

CORPORA = (phrase_corpus_en, phrase_corpus_uk)
ROWS_MIN = 150
MESSAGE_MAX = 4096
"""core.telegram.org/bots/api#sendmessage"""
OFFICE = office(KYIV, *phrase_corpus_en.OFFICE)
BOTH_OFFICES = office(KYIV, *phrase_corpus_en.OFFICE, *phrase_corpus_uk.OFFICE)
NOW = wall_times(date(2026, 3, 4), 9 * 60 + 20, ZoneInfo(KYIV))[0]


def understood(
    text: str, *, now: datetime = NOW, resources: Sequence[Known] = OFFICE
) -> Understood:
    return understand(text, now=now, zone=ZoneInfo(KYIV), resources=resources)


@pytest.mark.parametrize(("sentence", "meaning"), phrase_corpus_en.ROWS)
def test_an_english_sentence_means_what_it_says(sentence: str, meaning: Meaning) -> None:
    assert meaning_of(sentence, meaning, phrase_corpus_en.OFFICE) == meaning


@pytest.mark.parametrize(("sentence", "meaning"), phrase_corpus_uk.ROWS)
def test_a_ukrainian_sentence_means_what_it_says(sentence: str, meaning: Meaning) -> None:
    assert meaning_of(sentence, meaning, phrase_corpus_uk.OFFICE) == meaning


@pytest.mark.parametrize("corpus", [corpus.ROWS for corpus in CORPORA], ids=["en", "uk"])
def test_a_corpus_is_large_and_says_nothing_twice(corpus: tuple[Row, ...]) -> None:
    sentences = [sentence for sentence, _ in corpus]
    assert len(sentences) == len(set(sentences)) >= ROWS_MIN


@pytest.mark.parametrize("corpus", CORPORA, ids=["en", "uk"])
@pytest.mark.parametrize("change", [str.upper, str.title, "  {}  ".format, "/book {}".format])
def test_neither_case_nor_space_nor_the_command_changes_a_meaning(
    corpus: ModuleType, change: Callable[[str], str]
) -> None:
    for sentence, meaning in corpus.ROWS:
        plain, changed = (
            meaning_of(each, meaning, corpus.OFFICE) for each in (sentence, change(sentence))
        )
        assert replace(changed, purpose=None) == replace(plain, purpose=None), sentence


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`", ""])
def test_every_apostrophe_is_the_same(apostrophe: str) -> None:
    found = understood(f"п{apostrophe}ятниця 15:00")
    assert found.days == (date(2026, 3, 6),)


@pytest.mark.parametrize("dash", ["-", "–", "—", " - ", " – "])
def test_every_dash_is_the_same(dash: str) -> None:
    found = understood(f"library tomorrow 14:00{dash}15:30")
    assert (found.starts_at, found.minutes) == (datetime(2026, 3, 5, 12, tzinfo=UTC), 90)


def test_what_is_complete_has_nothing_left_to_ask() -> None:
    assert understood("library tomorrow 14-16").is_complete
    assert not understood("library tomorrow 14:00").is_complete
    assert not understood("library tomorrow at 3 for 1h").is_complete
    assert not understood("14-16 tomorrow").is_complete


def test_what_says_nothing_about_a_booking_is_all_purpose() -> None:
    found = understood("what a lovely weather")
    assert found == Understood(purpose="what a lovely weather")
    assert not found.says_something
    assert understood("library").says_something


def test_names_that_fit_as_well_as_each_other_are_all_candidates() -> None:
    twins = office(KYIV, ("Library", ResourceKind.ROOM), ("Library", ResourceKind.ROOM))
    assert understood("library", resources=twins).resource_ids == (1, 2)


def test_a_name_in_its_own_language_beats_its_translation() -> None:
    found = [understood(each, resources=BOTH_OFFICES) for each in ("library", "бібліотеку")]
    assert [one.resource_id for one in found] == [4, 19]


def test_a_whole_name_beats_a_part_of_a_longer_one() -> None:
    longer = office(KYIV, ("Screen", ResourceKind.EQUIPMENT), ("Screen wall", ResourceKind.ROOM))
    assert understood("screen tomorrow", resources=longer).resource_id == 1
    assert understood("screen wall tomorrow", resources=longer).resource_id == 2


def test_candidates_of_both_kinds_have_no_kind() -> None:
    mixed = office(KYIV, ("Sound desk", ResourceKind.EQUIPMENT), ("Sound room", ResourceKind.ROOM))
    found = understood("sound tomorrow", resources=mixed)
    assert (len(found.resource_ids), found.kind) == (2, None)


def test_times_are_those_of_the_resource_that_was_named() -> None:
    resources = [
        Known(1, "Library", ResourceKind.ROOM, ZoneInfo(NEW_YORK)),
        Known(2, "Workshop", ResourceKind.ROOM, ZoneInfo(KYIV)),
    ]
    starts = [
        understood(f"{name} 20 march 15:00", resources=resources).starts_at
        for name in ("library", "workshop", "")
    ]
    assert starts == [datetime(2026, 3, 20, hour, tzinfo=UTC) for hour in (19, 13, 13)]


def test_today_is_that_of_the_resource_that_was_named() -> None:
    late = datetime(2026, 3, 4, 23, tzinfo=UTC)
    there = [Known(1, "Library", ResourceKind.ROOM, ZoneInfo(NEW_YORK))]
    assert understood("library today", now=late, resources=there).days == (date(2026, 3, 4),)
    assert understood("today", now=late, resources=there).days == (date(2026, 3, 5),)


def test_a_time_without_a_day_waits_for_the_day() -> None:
    found = understood("library from 3 to 4:30")
    assert (found.days, found.starts) == ((), ())
    assert found.walls == (Wall(180, 270), Wall(900, 990))
    chosen = starts_on(found.walls, date(2026, 3, 29), zone=ZoneInfo(KYIV))
    assert chosen == (Start(datetime(2026, 3, 29, 12, tzinfo=UTC), 90),)


@pytest.mark.parametrize(
    ("lines", "starts_at", "minutes"),
    [
        (("library 14:00-15:30", "tomorrow"), "03-05 14:00", 90),
        (("library tomorrow 14-16", "15:00"), "03-05 15:00", 120),
        (("library tomorrow 14-16", "for 3 hours"), "03-05 14:00", 180),
        (("library tomorrow 14-16", "friday 14-15"), "03-06 14:00", 60),
        (("library tomorrow for 2 hours", "15:00"), "03-05 15:00", 120),
        (("library now", "for 2 hours"), "03-04 09:20", 120),
        (("library now", "tomorrow 14-16"), "03-05 14:00", 120),
        (("library", "tomorrow", "14:00", "1h"), "03-05 14:00", 60),
    ],
)
def test_a_later_line_corrects_what_earlier_ones_say(
    lines: tuple[str, ...], starts_at: str, minutes: int
) -> None:
    heard = Understood()
    for line in lines:
        heard = together(heard, understood(line), now=NOW, zone=ZoneInfo(KYIV))
    assert heard.starts_at is not None
    assert f"{heard.starts_at.astimezone(ZoneInfo(KYIV)):%m-%d %H:%M}" == starts_at
    assert heard.minutes == minutes
    assert heard.resource_id == 4


def test_what_two_lines_say_besides_the_time_is_kept() -> None:
    first = understood("library for 5 people with a projector retro")
    both = together(first, understood("tomorrow 14-16"), now=NOW, zone=ZoneInfo(KYIV))
    assert (both.people, both.purpose, both.extras) == (5, "retro", first.extras)
    assert first.extras
    then = understood("library tomorrow with 2 laptops for 7 people planning")
    both = together(first, then, now=NOW, zone=ZoneInfo(KYIV))
    assert (both.people, both.purpose) == (7, "planning")
    assert len(both.extras) == 2


def test_one_line_alone_means_what_it_means() -> None:
    for sentence in SENTENCES:
        found = understood(sentence)
        assert together(Understood(), found, now=NOW, zone=ZoneInfo(KYIV)) == found


def test_a_past_time_is_kept_where_it_is_the_only_one() -> None:
    found = understood("library today 08:00")
    assert found.starts_at == datetime(2026, 3, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("library for 0 people", "0 people"),
        ("library for 5000 people", "5000 people"),
        ("laptops 400 pcs", "400 pcs"),
        ("library for 90 days", "90 days"),
        ("library 31 february", "31 february"),
        ("library 5 march 2031", "5 march 2031"),
        ("library 5.03.2020", "5.03.2020"),
        ("library tomorrow at 25:00", "25:00"),
        ("library tomorrow 14:75", "14:75"),
    ],
)
def test_what_is_out_of_bounds_stays_in_the_persons_own_words(text: str, purpose: str) -> None:
    found = understood(text)
    assert (found.purpose or "").removeprefix("for ") == purpose
    assert (found.people, found.units, found.minutes, found.starts) == (None, None, None, ())


def test_a_number_alone_is_no_purpose() -> None:
    assert understood("library for 4 tomorrow").purpose is None
    assert understood("library tomorrow 1:1").purpose == "1:1"


def test_a_line_that_is_too_long_is_read_at_its_beginning() -> None:
    found = understood("library tomorrow 14-16 " + "about it all, " * 250 + "sunday 10:00")
    assert found.is_complete
    assert (found.purpose or "").endswith("sunday 10:00")


SENTENCES = [sentence for corpus in CORPORA for sentence, _ in corpus.ROWS]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
GRAMMAR = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=MESSAGE_MAX), GRAMMAR, st.text("0123456789:.-/ оatзпmдо")))
def test_any_text_is_understood_somehow(text: str) -> None:
    found = understood(text, resources=BOTH_OFFICES)
    assert len(set(found.resource_ids)) == len(found.resource_ids)
    assert list(found.days) == sorted(set(found.days))
    assert list(found.starts) == sorted(set(found.starts))
    assert found.minutes is None or 1 <= found.minutes <= 30 * 24 * 60
    assert all(start.minutes is None or start.minutes >= 1 for start in found.starts)
    assert not found.purpose or found.purpose.strip() == found.purpose


def test_nothing_is_left_to_compile_for_the_first_phrase() -> None:
    rule.cache_clear()
    warm_up()
    compiled = rule.cache_info().misses
    for sentence in SENTENCES:
        understood(sentence)
    assert rule.cache_info().misses <= compiled + 5


def test_a_sentence_takes_no_time() -> None:
    """It is a few milliseconds; a busy machine does not fail it."""
    began = time.perf_counter()
    for sentence in SENTENCES:
        understood(sentence, resources=BOTH_OFFICES)
    assert (time.perf_counter() - began) / len(SENTENCES) < 0.05
