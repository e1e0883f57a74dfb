"""Rules that were set aside, in words."""

from collections.abc import Collection

from bot.texts import Texts


def aside_line(texts: Texts, codes: Collection[str]) -> str | None:
    """As HTML; nothing where every rule held."""
    if not codes:
        return None
    names = ", ".join(texts.plain("override-rule", code=code) for code in sorted(codes))
    return texts.html("override-aside", rules=names)


def anyway_label(texts: Texts, codes: Collection[str]) -> str:
    """Of the button that sets them aside."""
    first, *others = sorted(codes)
    why = texts.plain("override-why", code=first)
    return texts.plain("button-anyway", why=why, more=len(others))
