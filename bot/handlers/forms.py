"""One question that is answered by typing, in the message that asks it."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.handlers.states import Asked, Filling
from bot.handlers.turn import Turn
from bot.middlewares import Handler
from bot.screens.screen import Screen

TYPED_STEPS = tuple(f"{group.__full_group_name__}:" for group in (Filling, Asked))


class Form:
    """What is being filled in, and the message that shows it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def ask(self, tap: CallbackQuery, screen: Screen, step: State, **about: object) -> None:
        """Show the question; what is typed next is about this."""
        shown = await self._turn.show(tap, screen)
        await self._turn.state.set_state(step)
        await self._turn.state.set_data({**about, "message_id": shown})

    async def about(self) -> dict[str, Any]:
        return await self._turn.state.get_data()

    async def ask_on(self, typed: Message, screen: Screen) -> None:
        """Show in place what the answer has changed, and take another one."""
        shown = await self._put(typed, screen)
        await self._turn.state.update_data(message_id=shown)

    async def close(self, typed: Message, screen: Screen) -> None:
        """The same, and no more is typed."""
        await self._put(typed, screen)
        await self._turn.state.clear()

    async def _put(self, typed: Message, screen: Screen) -> int:
        """What was typed goes, so that the form stays last."""
        about = await self.about()
        shown = await self._turn.display.edit(typed.chat.id, about["message_id"], screen)
        await self._turn.display.delete(typed.chat.id, typed.message_id)
        return shown


class LeavingMiddleware(BaseMiddleware):
    """What is asked to be typed is left by every tap and every command; who asks again, asks anew.

    What was known stays, for a tap that goes on with it.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        is_typed = isinstance(event, Message) and not (event.text or "").startswith("/")
        if str(data.get("raw_state")).startswith(TYPED_STEPS) and not is_typed:
            await data["state"].set_state(None)
            data["raw_state"] = None
        return await handler(event, data)
