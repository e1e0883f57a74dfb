"""The walls of the house (README, "Layout"): what may know what, and what must never be missing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import annotated_types
import pytest
from aiogram.filters.callback_data import CallbackData

from bot import screens
from bot.commands import FOR_ADMINS, SCOPES
from bot.schemas.actor import Actor, Person
from bot.schemas.draft import new_draft_id
from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan
from bot.screens import start
from bot.screens.refusals import refusal_text
from bot.services.refusals import Failure, InClosure, Refusal, SlotTaken, all_refusals
from bot.settings import LANGUAGES, Settings
from bot.texts import texts_of
from db.enums import Access, BookingStatus, ResourceKind, Role

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "db", "sandbox")
CALLBACK_DATA_MAX = 64
"""Bytes; core.telegram.org/bots/api#inlinekeyboardbutton"""


def sources(*folders: str) -> list[Path]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert paths, folders
    return paths


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """Everything a file imports, as dotted names: `from a import b` is `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


WALLS = {
    "db": ("bot", "sandbox", "aiogram", "pydantic", "fluent"),
    "sandbox": ("bot", "db", "sqlalchemy"),
    "migrations": ("bot", "sandbox"),
    "bot/schemas": ("aiogram", "sqlalchemy", "db.models", "db.repositories", "db.engine",
                    "bot.services", "bot.screens", "bot.handlers", "bot.delivery"),
    "bot/phrases": ("aiogram", "sqlalchemy", "fluent", "db.models", "db.repositories", "db.engine",
                    "bot.services", "bot.screens", "bot.handlers", "bot.delivery", "bot.texts"),
    "bot/tables": ("aiogram", "sqlalchemy", "fluent", "db.repositories", "db.engine",
                   "bot.screens", "bot.handlers", "bot.delivery", "bot.texts"),
    "bot/services": ("aiogram", "fluent", "babel", "bot.screens", "bot.handlers", "bot.delivery",
                     "bot.middlewares", "bot.texts"),
    "bot/services/access": ("bot.services.finding", "bot.services.place", "bot.services.imports"),
    "bot/services/finding": ("bot.services.place", "bot.services.imports"),
    "bot/services/place": ("bot.services.imports",),
    "bot/screens": ("sqlalchemy", "db.models", "db.repositories", "db.engine", "bot.handlers",
                    "bot.delivery"),
    "bot/pictures": ("aiogram", "sqlalchemy", "db.models", "db.repositories", "db.engine",
                     "bot.services", "bot.screens", "bot.handlers", "bot.delivery"),
    "bot/handlers": ("sqlalchemy", "db.models", "db.repositories", "bot.delivery"),
    "bot/middlewares": ("sqlalchemy", "db.models", "db.repositories", "bot.services.booking",
                        "bot.services.approval", "bot.services.finding.slots", "bot.handlers"),
    "bot/delivery": ("sqlalchemy", "db.models", "db.repositories", "bot.handlers"),
}  # fmt: skip
"""Folder -> what it must not know."""


def test_a_command_that_needs_no_telegram_does_not_load_it() -> None:
    """Seconds of a small server's time, each time."""
    loaded = "import bot.__main__, sys; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("folder", WALLS)
def test_imports_point_one_way(folder: str) -> None:
    for path in sources(folder):
        for name in imports(path):
            for forbidden in WALLS[folder]:
                assert not within(name, forbidden), f"{path.relative_to(ROOT)} imports {name}"


def test_bookings_know_of_the_rooms_beside_them_only_the_calendar() -> None:
    for path in (ROOT / "bot/services").glob("*.py"):
        for room in ("access", "finding", "place", "imports"):
            assert not any(within(name, f"bot.services.{room}") for name in imports(path)), path


def test_the_calendar_knows_of_the_other_services_only_refusals_and_views() -> None:
    for path in sources("bot/services/calendar"):
        known = {name for name in imports(path) if within(name, "bot.services")}
        allowed = ("bot.services.calendar", "bot.services.refusals", "bot.services.views")
        others = {name for name in known if not any(within(name, one) for one in allowed)}
        assert others <= {"bot.services"}, path


def test_services_know_of_sqlalchemy_only_the_session() -> None:
    for path in sources("bot/services"):
        known = {name for name in imports(path) if within(name, "sqlalchemy")}
        assert known <= {"sqlalchemy.ext.asyncio", "sqlalchemy.ext.asyncio.AsyncSession"}, path


def test_screens_know_of_services_only_the_refusals() -> None:
    for path in sources("bot/screens"):
        known = {name for name in imports(path) if within(name, "bot.services")}
        assert all(within(name, "bot.services.refusals") for name in known), path


def test_only_the_demo_knows_the_sandbox() -> None:
    knowing = {
        str(path.relative_to(ROOT))
        for path in sources("bot", "db", "migrations")
        if any(within(name, "sandbox") for name in imports(path))
    }
    assert knowing == {"bot/demo.py"}


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def test_only_services_and_the_fsm_storage_open_transactions() -> None:
    opening = {
        str(path.relative_to(ROOT))
        for path in sources("bot", "db", "sandbox")
        if {"reading", "writing", "begin"} & set(calls(path))
    }
    others = {path for path in opening if not path.startswith("bot/services/")}
    assert others == {"bot/fsm.py", "db/engine.py"}


def test_whoever_writes_tries_again() -> None:
    """A transaction that only met others is not an error that a person should see."""
    for path in [*sources("bot/services"), ROOT / "bot/fsm.py"]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.AsyncFunctionDef) and opens_to_write(node):
                names = [each.id for each in node.decorator_list if isinstance(each, ast.Name)]
                assert "retried" in names, f"{path.relative_to(ROOT)}: {node.name}"


def opens_to_write(function: ast.AsyncFunctionDef) -> bool:
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(one, ast.Attribute) and one.attr == "writing" for one in called)


def test_nobody_commits_by_hand() -> None:
    for path in sources("bot", "db"):
        assert not {"commit", "rollback"} & set(calls(path)), path


def test_handlers_hold_no_try() -> None:
    for path in sources("bot/handlers"):
        assert not any(isinstance(node, ast.Try) for node in ast.walk(tree(path))), path


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "misc", "base_service", "tools"}
    assert not [path for path in sources(*PACKAGES) if path.stem in drawers]


def test_functions_are_no_longer_than_thirty_lines() -> None:
    for path in sources(*PACKAGES):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = (
                    node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                )
                length = (node.end_lineno or 0) - body[0].lineno + 1
                assert length <= 30, f"{path.relative_to(ROOT)}: {node.name} has {length} lines"


MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
PERIOD = Period.of(MONDAY, 45)
FAILED = (
    Failure(1, ResourceKind.ROOM, "Blue room", SlotTaken()),
    Failure(2, ResourceKind.EQUIPMENT, "Laptop", InClosure("", MONDAY, PERIOD, "Europe/Kyiv")),
)
HOURS = (OpeningSpan(0, 9 * 60, 12 * 60 + 30), OpeningSpan(0, 13 * 60, 24 * 60))
FIGURES: dict[object, object] = {
    int: 45, str: "Ada", date: MONDAY.date(), datetime: MONDAY, Period: PERIOD,
    tuple[Failure, ...]: FAILED, tuple[OpeningSpan, ...]: HOURS,
    BookingStatus: BookingStatus.APPROVED, Access: Access.INVITED, type(None): None,
}  # fmt: skip


def samples(refusal: type[Refusal]) -> Iterator[Refusal]:
    """A refusal with every figure there, and with those that may be missing left out."""
    hints = get_type_hints(refusal)
    for wanted in (0, -1):
        figures: dict[str, Any] = {}
        for figure in fields(refusal):
            kind = hints[figure.name]
            kinds = (kind,) if get_origin(kind) is tuple else get_args(kind) or (kind,)
            figures[figure.name] = FIGURES[kinds[wanted]]
            if figure.name == "hours" and wanted:
                figures[figure.name] = ()
        if "timezone" in figures:
            figures["timezone"] = "Europe/Kyiv"
        yield refusal(**figures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", all_refusals())
def test_every_refusal_has_a_sentence(refusal: type[Refusal], language: str) -> None:
    for sample in samples(refusal):
        assert len(refusal_text(texts_of(language), sample)) > 10


def test_refusal_codes_are_unique() -> None:
    codes = [refusal.code for refusal in all_refusals()]
    assert len(codes) == len(set(codes))


def callbacks(module: ModuleType) -> list[type[CallbackData]]:
    return [
        member
        for _, member in getmembers(module, isclass)
        if issubclass(member, CallbackData) and member.__module__ == module.__name__
    ]


SCREENS = [import_module(f"bot.screens.{one.name}") for one in iter_modules(screens.__path__)]
ALL_CALLBACKS = [data for module in SCREENS for data in callbacks(module)]


def largest(data: type[CallbackData], name: str) -> object:
    if name == "draft":
        return new_draft_id()
    if data.model_fields[name].annotation is bool:
        return True
    if name == "tag":
        return "t" * 32
    if name == "language":
        return max(LANGUAGES, key=len)
    field = data.model_fields[name]
    if get_origin(field.annotation) is Literal:
        return max(get_args(field.annotation), key=len)
    optional = [part for kind in get_args(field.annotation) for part in _metadata(kind)]
    bounds = [
        part.le for part in (*field.metadata, *optional) if isinstance(part, annotated_types.Le)
    ]
    if bounds:
        return bounds[0]
    enums = [kind for kind in (field.annotation, *get_args(field.annotation)) if isclass(kind)]
    return max(next(iter(members(kind) for kind in enums if members(kind))), key=len)


def _metadata(kind: object) -> list[object]:
    """What is said of a type in `Annotated[...] | None`, pydantic's Field unpacked."""
    said = getattr(kind, "__metadata__", ())
    return [part for each in said for part in getattr(each, "metadata", [each])]


def members(kind: type) -> list[str]:
    return [str(member) for member in getattr(kind, "__members__", {}).values()]


@pytest.mark.parametrize("data", ALL_CALLBACKS)
def test_every_button_fits_at_its_largest(data: type[CallbackData]) -> None:
    packed = data(**{name: largest(data, name) for name in data.model_fields}).pack()
    assert len(packed.encode()) <= CALLBACK_DATA_MAX
    assert data.unpack(packed)


def test_button_prefixes_are_unique() -> None:
    prefixes = [data.__prefix__ for data in ALL_CALLBACKS]
    assert len(prefixes) == len(set(prefixes))


SETTINGS = [name.upper() for name in Settings.model_fields]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_example_and_the_readme(name: str) -> None:
    assert f"\n{name}=" in (ROOT / ".env.example").read_text(encoding="utf-8")
    assert f"| `{name}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_names_no_other_settings() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line.split("=")[0] for line in lines if line and line[0] != "#"] == SETTINGS


COMMANDS = sorted({*FOR_ADMINS, *(name for _, names in SCOPES for name in names)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_help(language: str) -> None:
    texts = texts_of(language)
    person = Person(telegram_id=1, username=None, full_name="Ada", language_code=language)
    admin = Actor(user_id=1, person=person, name="Ada", role=Role.ADMIN, language=language)
    help_text = start.help_screen(texts, admin).text
    for command in COMMANDS:
        assert command in FOR_ADMINS or texts.plain(f"command-{command}")
        assert f"/{command}" in help_text or command == "start"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`/{command}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_dependencies_have_their_exact_versions_and_their_reasons() -> None:
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.count("==") == 1 and "://" not in line for line in pinned)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = {line.split("==")[0].lower() for line in pinned}
    for line in project.split("dependencies = [")[1].split("]\n\n[tool")[0].splitlines():
        name = line.strip(' ",').split("[")[0].lower()
        if line.startswith("    ") and name:
            assert name in names, f"{name} is not pinned"
            assert f"| {name} |" in readme, f"{name} has no reason in the README"
