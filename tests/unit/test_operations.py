"""`docs/operations.md` names what there is."""

import re
from pathlib import Path

from prometheus_client import Metric
from typer.main import get_command

from bot.__main__ import cli
from bot.exits import Exit
from bot.metrics import REGISTRY

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def ours() -> list[Metric]:
    return [metric for metric in REGISTRY.collect() if metric.name.startswith("bronia_")]


def test_every_metric_is_explained_and_no_other_is_named() -> None:
    names = {metric.name for metric in ours()}
    named = {
        re.sub(r"_(total|bucket|count)$", "", name)
        for name in re.findall(r"bronia_[a-z_]+", OPERATIONS)
    }
    assert named == names


def test_every_exit_code_is_explained() -> None:
    table = dict(re.findall(r"^\| (\d) \| (.+) \|$", OPERATIONS, re.MULTILINE))
    assert {int(code) for code in table} == set(Exit)


def test_every_command_is_in_the_readme() -> None:
    for name in get_command(cli).commands:  # type: ignore[attr-defined]
        assert f"`{name}" in README, name


def test_security_md_names_tests_that_are_there() -> None:
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    paths = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", said)
    assert len(paths) > 8
    for path, name in paths:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in source, f"{path}::{name}"
