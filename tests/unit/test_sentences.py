"""The sentences in `bot/locales`: none without a use, no use without one, the same everywhere."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl

from bot.commands import SCOPES
from bot.schemas.bookings import BookingTab
from bot.screens.today import LISTS
from bot.services.refusals import all_refusals
from bot.services.tally import WANTED
from bot.settings import LANGUAGES
from bot.texts import LOCALES
from db.enums import BookingStatus, NotificationKind, ResourceKind

BOT = Path(__file__).parents[2] / "bot"
DECIDED = (BookingStatus.APPROVED, BookingStatus.REJECTED, BookingStatus.PENDING)
ENDED = tuple(status for status in BookingStatus if status is not BookingStatus.PENDING)
OVERDUE = (NotificationKind.EXPIRY, NotificationKind.REMINDER, NotificationKind.BY_ADMIN)

PUT_TOGETHER: dict[str, tuple[str, ...]] = {
    "book-done-{booking.status}": tuple(one for one in BookingStatus if one.is_active),
    "book-moved-{booking.status}": tuple(one for one in BookingStatus if one.is_active),
    "button-other-{view.resource.kind}": tuple(ResourceKind),
    "card-{booking.status}": ENDED,
    "command-{name}": tuple(sorted({name for _, names in SCOPES for name in names})),
    "digest-{(booking.status if is_decision else notice.kind)}": (*DECIDED, *OVERDUE),
    "kind-{kind}": tuple(ResourceKind),
    "kind-{plan.kind}": tuple(ResourceKind),
    "my-none-{page.tab}": tuple(BookingTab),
    "my-{tab}": tuple(BookingTab),
    "notice-{booking.status}": DECIDED,
    "stats-why-{one.code}": tuple(one.code for one in WANTED),
    "picture-{about}": (
        "free",
        "mine",
        "busy",
        "pending",
        "turnaround",
        "closed",
        "closure",
    ),
    "button-{part}": LISTS,
    "today-{part}": LISTS,
    "today-{asked.part}": LISTS,
    "refusal-{refusal.code}": tuple(refusal.code for refusal in all_refusals()),
    "resource-button-{option.kind}": tuple(ResourceKind),
    "resource-button-{resource.kind}": tuple(ResourceKind),
}
"""Every key that the code puts together, and all that can stand in its braces."""


class Variables(visitor.Visitor):
    """The names of the figures in a sentence."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


class Plurals(visitor.Visitor):
    """The categories of each choice that is made by a plural."""

    def __init__(self) -> None:
        self.chosen: list[set[str]] = []

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        keys = {one.key.name for one in node.variants if isinstance(one.key, ftl.Identifier)}
        if "one" in keys:
            self.chosen.append(keys)
        self.generic_visit(node)


@cache
def sentences(language: str) -> dict[str, ftl.Message]:
    """Key -> sentence."""
    found: dict[str, ftl.Message] = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                found[entry.id.name] = entry
    return found


def variables(sentence: ftl.Message) -> set[str]:
    reader = Variables()
    reader.visit(sentence)
    return reader.names


@cache
def nodes(folder: Path = BOT) -> list[ast.AST]:
    paths = sorted(folder.rglob("*.py"))
    return [node for one in paths for node in ast.walk(ast.parse(one.read_text(encoding="utf-8")))]


def literals(folder: Path = BOT) -> set[str]:
    """Every string in the code."""
    values = (node.value for node in nodes(folder) if isinstance(node, ast.Constant))
    return {value for value in values if isinstance(value, str)}


def templates() -> set[str]:
    """Every f-string of the code that begins as a key does: `"card-{booking.status}"`."""
    beginnings = {key.partition("-")[0] + "-" for key in sentences(LANGUAGES[0])}
    found = {ast.unparse(node)[2:-1] for node in nodes() if isinstance(node, ast.JoinedStr)}
    return {one for one in found if one.startswith(tuple(beginnings)) and one.endswith("}")}


def expanded() -> set[str]:
    return {
        template.partition("{")[0] + value
        for template, values in PUT_TOGETHER.items()
        for value in values
    }


def asked_for() -> Iterator[ast.expr]:
    """The first argument of every `plain(...)` and `html(...)`."""
    calls = (node for node in nodes() if isinstance(node, ast.Call) and node.args)
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"plain", "html"}:
            yield call.args[0]


def keys_of(asked: ast.expr) -> set[str]:
    """What is written there as a key, both sides of a choice; a name's value is elsewhere."""
    if isinstance(asked, ast.IfExp):
        return keys_of(asked.body) | keys_of(asked.orelse)
    return {str(asked.value)} if isinstance(asked, ast.Constant) else set()


def test_what_can_stand_in_a_key_that_is_put_together_is_known() -> None:
    assert templates() == PUT_TOGETHER.keys()


def test_every_sentence_is_used() -> None:
    assert sorted(sentences(LANGUAGES[0]).keys() - literals() - expanded()) == []


def test_every_key_in_the_code_has_a_sentence() -> None:
    written = {key for asked in asked_for() for key in keys_of(asked)}
    assert sorted((written | expanded()) - sentences(LANGUAGES[0]).keys()) == []


def test_every_key_that_reaches_its_sentence_by_a_name_has_one() -> None:
    """Such as `key = "a" if … else "b"`: what looks like one of a family of keys is one."""
    families = {key.rpartition("-")[0] for key in sentences(LANGUAGES[0])} - {""}
    alike = {one for one in literals(BOT / "screens") if one.rpartition("-")[0] in families}
    beginnings = {template.partition("{")[0] for template in PUT_TOGETHER}
    assert sorted(alike - beginnings - sentences(LANGUAGES[0]).keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_about_the_same_figures(language: str) -> None:
    first, other = sentences(LANGUAGES[0]), sentences(language)
    assert sorted(first.keys() ^ other.keys()) == []
    differ = [key for key in first if variables(first[key]) != variables(other[key])]
    assert differ == []


@pytest.mark.parametrize(("language", "needed"), [("en", {"other"}), ("uk", {"few"})])
def test_every_plural_has_the_forms_of_its_language(language: str, needed: set[str]) -> None:
    """Beside `one`. In Ukrainian what is left is for "many", whatever it is called."""
    for key, sentence in sentences(language).items():
        reader = Plurals()
        reader.visit(sentence)
        assert all(needed <= chosen for chosen in reader.chosen), key
