"""One typed line."""

from tests.gallery.scene import scene
from tests.gallery.stage import Stage


@scene
async def phrase_confirm(stage: Stage) -> None:
    """All of it was said: one tap books it."""
    await stage.say(
        stage.either(
            "/book library tomorrow 14-16 reading club",
            "/book бібліотека завтра 14-16 читацький клуб",
        )
    )


@scene
async def phrase_which(stage: Stage) -> None:
    """What was said fits several resources."""
    await stage.say(
        stage.either("room tomorrow 14-16 blue or green", "зелена чи синя завтра 14-16")
    )


@scene
async def phrase_when(stage: Stage) -> None:
    """A time of two readings."""
    await stage.say(
        stage.either(
            "/book phone booth tomorrow at 3 for an hour",
            "/book телефонна будка завтра о 3 на годину",
        )
    )


@scene
async def phrase_which_day(stage: Stage) -> None:
    """A weekday, said on that weekday."""
    await stage.say(stage.either("/book library on monday", "/book бібліотека в понеділок"))


@scene
async def phrase_when_any(stage: Stage) -> None:
    """A time of two readings, of no resource."""
    await stage.say(stage.either("a room tomorrow at 3", "кімнату завтра о 3"))


@scene
async def phrase_found(stage: Stage) -> None:
    """No resource was named: what is free then and holds so many."""
    await stage.say(
        stage.either(
            "a room for 6 people on friday from 15:00 to 16:30",
            "забронюй кімнату на 6 людей у пʼятницу з 15:00 до 16:30",
        )
    )


@scene
async def phrase_found_with(stage: Stage) -> None:
    """What comes with it, and what it is for, are booked by the same tap."""
    await stage.say(
        stage.either(
            "a room with a projector for 6 people tomorrow 14-16 reading club",
            "кімната з проєктором на 6 людей завтра 14-16 читацький клуб",
        )
    )


@scene
async def phrase_too_small(stage: Stage) -> None:
    """More people than it holds."""
    await stage.say(
        stage.either(
            "blue room for 20 people tomorrow 14-16", "синя кімната на 20 людей завтра 14-16"
        )
    )


@scene
async def phrase_refused(stage: Stage) -> None:
    """A rule stands against it: which, and the nearest that keeps them all."""
    await stage.say(
        stage.either(
            "/book blue room tomorrow 14:00-20:00", "/book синя кімната завтра 14:00-20:00"
        )
    )
