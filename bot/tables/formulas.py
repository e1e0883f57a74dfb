"""Texts that a spreadsheet would take for a formula."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so may be evaluated; owasp.org, "CSV Injection"."""
QUOTE = "'"


def quoted(text: str) -> str:
    """A text that is shown as it is; `unquoted` gives it back."""
    return QUOTE + text if text.lstrip(QUOTE).startswith(FORMULA) else text


def unquoted(text: str) -> str:
    is_quoted = text.startswith(QUOTE) and text.lstrip(QUOTE).startswith(FORMULA)
    return text[len(QUOTE) :] if is_quoted else text
