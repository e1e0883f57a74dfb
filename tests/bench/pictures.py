"""What the picture of a day costs, at its fullest."""

from time import thread_time

from bot.pictures.plan import draw, warm_up
from bot.pictures.themes import Theme
from bot.schemas.plans import Closed, Plan, PlanRow
from bot.texts import texts_of
from tests.bench.timing import Measure
from tests.unit.plans import booked, hour, plan, row, span

RESOURCES = 20
BOOKINGS = 15
"""Of a row: half an hour each, with a turnaround, a quarter of an hour apart."""
ROUNDS = 15
BAR_MS = 100
TEXTS = texts_of("uk")


async def dense_day() -> Measure:
    """The slower of the two themes, for a day with next to nothing free.

    The best of the rounds: what else the machine does costs processor time too, by its caches.
    """
    shown = dense_plan()
    warm_up()
    taken = {theme: min(_seconds(shown, theme) for _ in range(ROUNDS)) for theme in Theme}
    slowest = max(taken, key=lambda theme: taken[theme])
    size = len(draw(shown, TEXTS, slowest)) // 1000
    detail = f"{slowest}; {RESOURCES * BOOKINGS} bookings, {size} kB"
    name = f"the picture of a day of {RESOURCES} resources, all but full, processor time"
    return Measure(name, 1000 * taken[slowest], BAR_MS, unit=" ms", detail=detail)


def dense_plan() -> Plan:
    """Rooms and pools, all that a picture can show on each."""
    return plan(*map(_row, range(RESOURCES)), now=hour(13))


def _row(number: int) -> PlanRow:
    quantity = 1 if number % 3 else 6
    bookings = [
        booked(
            8 + at * 0.75,
            8.5 + at * 0.75,
            mine=(at + number) % 5 == 0,
            pending=(at + number) % 4 == 0,
            buffer=5,
            name=f"Person {at}",
            units=1 + at % 3 if quantity > 1 else 1,
        )
        for at in range(BOOKINGS)
    ]
    closure = Closed(period=span(19, 20), reason="Cleaning")
    name = f"Meeting room {number}"
    return row(*bookings, resource_id=number + 1, name=name, quantity=quantity, closed=(closure,))


def _seconds(shown: Plan, theme: Theme) -> float:
    draw.cache.clear()  # type: ignore[attr-defined]
    begins = thread_time()
    draw(shown, TEXTS, theme)
    return thread_time() - begins
