"""Pages of a list; they count from 0."""


def page_within(page: int, count: int, size: int) -> tuple[int, int]:
    """The page to show and how many there are, at least one: a page past the end is the last."""
    pages = max(1, -(-count // size))
    return min(max(page, 0), pages - 1), pages
