"""What an admin types: asked in a message that is edited in place, one question at a time."""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.handlers.states import Asked, Booking, Inviting
from bot.handlers.turn import Turn
from bot.middlewares import Handler
from bot.screens.screen import Screen

TYPED_STEPS = f"{Asked.__full_group_name__}:"
TAPPED_STEPS = tuple(f"{steps.__full_group_name__}:" for steps in (Booking, Inviting))


class Form:
    """What is being filled in, and the message that shows it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def ask(
        self, event: Message | CallbackQuery, screen: Screen, step: State, **about: Any
    ) -> None:
        """Show the question; what is typed next is the answer, and is about this."""
        async with self._turn.answering(event, screen, dialogue=await self._asked()) as shown:
            await self._turn.state.set_state(step)
            await self._turn.state.set_data({**about, "asked": shown})

    async def about(self) -> dict[str, Any]:
        """What the question is about, and what was typed since."""
        return await self._turn.state.get_data()

    async def ask_on(self, typed: Message, screen: Screen) -> None:
        """Show in place what the answer has changed, and take another one."""
        async with self._turn.answering(typed, screen, dialogue=await self._asked()) as shown:
            await self._turn.state.update_data(asked=shown)

    async def close(self, event: Message | CallbackQuery, screen: Screen) -> None:
        """Show what has become of it; no more is typed."""
        async with self._turn.answering(event, screen, dialogue=await self._asked()):
            await self._turn.state.clear()

    async def _asked(self) -> int | None:
        """The message that shows it."""
        asked: int | None = (await self.about()).get("asked")
        return asked


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


class PassingMiddleware(BaseMiddleware):
    """What a command shows stands below the dialogue that is open: what is typed then is no answer
    to that.

    Its buttons go on working, and the next tap on one takes it up again.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message) and str(data.get("raw_state")).startswith(TAPPED_STEPS):
            if (event.text or "").startswith("/"):
                await data["state"].update_data(passed=True)
            elif "passed" in await data["state"].get_data():
                data["raw_state"] = None
        return await handler(event, data)
