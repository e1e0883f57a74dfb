"""Free text that an admin types: asked in a message that is edited in place, one step at a time."""

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.handlers.turn import Turn
from bot.screens.screen import Screen


async def ask(
    event: Message | CallbackQuery, turn: Turn, screen: Screen, step: State, **known: Any
) -> None:
    """Show what is asked; what is typed next is the answer, and `known` is what it is about.

    What was typed is deleted once the message shows it, so that the message stays last.
    """
    asked = (await turn.state.get_data()).get("asked")
    if isinstance(event, Message) and asked is not None:
        shown = await turn.display.edit(event.chat.id, asked, screen)
        await turn.display.delete(event.chat.id, event.message_id)
    else:
        shown = await turn.show(event, screen)
    await turn.state.set_state(step)
    await turn.state.set_data({**known, "asked": shown})


async def find_known(turn: Turn, name: str) -> Any:
    """What was known when it was asked, or typed since; None where that was another question."""
    return (await turn.state.get_data()).get(name)


async def stop_asking(event: CallbackQuery, turn: Turn, screen: Screen) -> None:
    """The question is over."""
    await turn.state.clear()
    await turn.show(event, screen)
