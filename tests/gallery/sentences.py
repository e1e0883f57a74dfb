"""A sheet of every sentence there is, each of its variants and plurals included.

No tap need lead to a sentence for it to be here: what is added to `bot/locales` is seen in a diff.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from fluent.syntax import ast as ftl
from fluent.syntax import visitor

from bot.texts import texts_of
from tests.unit.test_sentences import sentences, variables

COUNTS = (1, 2, 5, 21)
"""In Ukrainian: one, few, many, and one again."""


class Choices(visitor.Visitor):
    """By which figures a sentence is chosen, and every one that makes a difference."""

    def __init__(self) -> None:
        self.figures: dict[str, dict[object, None]] = {}

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ftl.VariableReference)
        name = node.selector.id.name
        keys = [one.key for one in node.variants]
        numbers = [int(key.value) for key in keys if isinstance(key, ftl.NumberLiteral)]
        names = [key.name for key in keys if isinstance(key, ftl.Identifier)]
        found: list[object] = [*numbers]
        if numbers or "one" in names:
            found += COUNTS
        else:
            found += [f"{{{name}}}" if one == "other" else one for one in names]
        self.figures.setdefault(name, {}).update(dict.fromkeys(found))
        self.generic_visit(node)


def sheet(language: str) -> str:
    """By key; a figure that makes no difference is shown by its name."""
    texts = texts_of(language)
    told = (
        _told(key + chosen, texts.plain(key, **figures))
        for key in sorted(sentences(language))
        for chosen, figures in _figures(sentences(language)[key])
    )
    return "\n".join(told) + "\n"


def _figures(sentence: ftl.Message) -> Iterator[tuple[str, Mapping[str, object]]]:
    """What to tell a sentence, one after another; and in brackets what is chosen by."""
    reader = Choices()
    reader.visit(sentence)
    named = {name: f"{{{name}}}" for name in variables(sentence)}
    for values in product(*reader.figures.values()):
        chosen = dict(zip(reader.figures, values, strict=True))
        yield "".join(f" [{value}]" for value in values), named | chosen


def _told(key: str, sentence: str) -> str:
    """On one line; of a longer one the others are indented."""
    first, *others = sentence.split("\n")
    return "\n".join([f"{key}: {first}", *(f"    {line}".rstrip() for line in others)])
