"""Every sentence in every language, and dates and plurals as people write them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast, visitor

from bot.schemas.periods import Period
from bot.settings import LANGUAGES
from bot.texts import LOCALES, Texts

KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
BOT = Path(__file__).parents[2] / "bot"


class Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """Key -> the variables of its sentence."""
    found: dict[str, set[str]] = {}
    for path in (LOCALES / language).glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


def test_every_language_has_the_same_sentences_with_the_same_variables() -> None:
    first, *others = (messages(language) for language in LANGUAGES)
    for other in others:
        assert other == first


def test_every_sentence_is_used_and_every_key_in_the_code_has_one() -> None:
    """Keys that are put together in the code are matched by their beginning."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in BOT.rglob("*.py"))
    literal = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', code))
    beginnings = tuple(re.findall(r'f"([a-z]+(?:-[a-z]+)*-)\{', code))
    for key in messages("en"):
        assert key in literal or key.startswith(beginnings), f"{key} is not used"
    called = set(re.findall(r'\.(?:plain|html)\(\s*"([a-z0-9-]+)"', code))
    assert called <= set(messages("en"))


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("en", 45, "45 min"), ("en", 60, "1 h"), ("en", 90, "1 h 30 min"),
        ("uk", 45, "45 хв"), ("uk", 60, "1 год"), ("uk", 150, "2 год 30 хв"),
    ],
)  # fmt: skip
def test_durations(language: str, minutes: int, said: str) -> None:
    assert Texts(language).duration(minutes) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 день"), (2, "2 дні"), (5, "5 днів"), (11, "11 днів"), (21, "21 день"), (22, "22 дні")],
)
def test_ukrainian_plurals(number: int, said: str) -> None:
    assert Texts("uk").plain("duration-days", days=number) == said


def test_periods_name_the_second_day_only_where_it_is_another() -> None:
    english, ukrainian = Texts("en"), Texts("uk")
    assert english.period(Period.of(NOON, 90), KYIV) == "Tue, 24 Nov, 12:00–13:30"
    assert ukrainian.period(Period.of(NOON, 90), KYIV) == "вт, 24 лист., 12:00–13:30"
    night = Period.of(datetime(2026, 11, 24, 21, tzinfo=UTC), 120)
    assert english.period(night, KYIV) == "Tue, 24 Nov, 23:00 – Wed, 25 Nov, 01:00"


def test_months_weekdays_and_places() -> None:
    assert Texts("uk").month(date(2026, 11, 1)) == "Листопад 2026"
    assert Texts("en").weekdays() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert Texts("uk").weekdays() == ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Нд"]
    assert Texts("uk").place(KYIV) == "Київ"
    assert Texts("en").place(KYIV) == "Kyiv"
    assert Texts("en").place(ZoneInfo("America/New_York")) == "New York"


def test_html_is_escaped_and_plain_text_is_not() -> None:
    texts = Texts("en")
    assert "&lt;b&gt; &amp;" in texts.html("home-text", name="<b> &")
    assert "<b> &" in texts.plain("home-text", name="<b> &")


def test_a_missing_key_or_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="no sentence 'no-such-key'"):
        Texts("en").plain("no-such-key")
    with pytest.raises(ValueError, match="home-text"):
        Texts("en").plain("home-text")


def test_no_invisible_marks_get_into_a_message() -> None:
    assert "\u2068" not in Texts("uk").plain("home-text", name="Олена")
