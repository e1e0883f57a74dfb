"""The open draft of one person: loading it, showing its steps, remembering it."""

from datetime import timedelta
from typing import Any, TypeVar

from aiogram import BaseMiddleware
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.clock import local_day
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.middlewares import Handler
from bot.schemas.bookings import BookingRequest
from bot.schemas.draft import Draft
from bot.screens import book as screens
from bot.screens.screen import Screen
from bot.services import booking, refusals, slots

Value = TypeVar("Value")

STEPS: list[State] = [
    Booking.resource,
    Booking.day,
    Booking.start,
    Booking.duration,
    Booking.confirm,
]
"""In the order in which they are asked."""


class Dialogue:
    """One person's draft, its step, and the message that shows it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._state = turn.state

    async def draft(self, draft_id: str | None = None) -> Draft:
        """The draft that is open; DraftOver when there is none, or another than was tapped."""
        data = await self._state.get_data()
        if "id" not in data or draft_id not in (None, data["id"]):
            raise refusals.DraftOver(draft_id)
        return Draft.model_validate(data)

    async def step(self) -> State:
        """The step the draft is at."""
        name = await self._state.get_state()
        return next((step for step in STEPS if step.state == name), Booking.resource)

    async def go(self, event: Message | CallbackQuery, draft: Draft, step: State) -> None:
        """Show a step and remember the draft there."""
        await self.put(event, await self._screen(draft, step), draft, step)

    async def choose(
        self, tap: CallbackQuery, draft_id: str, step: State, **chosen: object
    ) -> None:
        """Take a choice into the draft that was tapped, and show the step it leads to."""
        draft = await self.draft(draft_id)
        await self.go(tap, draft.model_copy(update=chosen), step)

    async def put(
        self, event: Message | CallbackQuery, screen: Screen, draft: Draft, step: State
    ) -> None:
        """Show a screen in the draft's message and remember the draft at that step."""
        if isinstance(event, Message) and draft.message_id is not None:
            shown = await self._turn.display.edit(event.chat.id, draft.message_id, screen)
        else:
            shown = await self._turn.show(event, screen)
        await self._state.set_state(step)
        await self.remember(draft.model_copy(update={"message_id": shown}))

    async def remember(self, draft: Draft) -> None:
        await self._state.set_data(draft.model_dump(mode="json", exclude_none=True))

    async def absorb(self, typed: Message) -> None:
        """Delete what was typed once the dialogue shows it, so that the dialogue stays last."""
        await self._turn.display.delete(typed.chat.id, typed.message_id)

    async def close(self, tap: CallbackQuery, screen: Screen) -> None:
        """Forget the draft and show the last screen."""
        await self._state.clear()
        await self._turn.show(tap, screen)

    async def offer_instead(self, tap: CallbackQuery) -> None:
        """Somebody was faster: show what would work instead, or the day as it is now."""
        draft = await self.draft()
        if draft.period is None:
            await self.go(tap, draft, Booking.start)
            return
        asked = request_of(draft)
        resource = await slots.get_resource(self._turn.db, asked.resource_id)
        instead = await slots.find_alternatives(
            self._turn.db, resource.id, asked.period, now=self._turn.now
        )
        screen = screens.taken_screen(self._turn.texts, resource, asked, instead)
        await self.put(tap, screen, draft, Booking.duration)

    async def _screen(self, draft: Draft, step: State) -> Screen:
        """The screen of a step, filled from the draft; refused as the services refuse."""
        if step is Booking.resource:
            return await self._resources(draft)
        if step is Booking.day:
            return await self._month(draft)
        if step is Booking.start:
            return await self._starts(draft)
        if step is Booking.duration:
            return await self._durations(draft)
        return await self._confirm(draft)

    async def _resources(self, draft: Draft) -> Screen:
        page = await slots.list_resources(
            self._turn.db, kind=draft.kind, search=draft.search, page=draft.page or 0
        )
        return screens.resources_screen(self._turn.texts, page, draft.id)

    async def _month(self, draft: Draft) -> Screen:
        now, resource_id = self._turn.now, _chosen(draft.resource_id)
        day = draft.day
        if day is None:
            resource = await slots.get_resource(self._turn.db, resource_id)
            day = local_day(now, resource.zone)
        month = await slots.get_month(self._turn.db, resource_id, day, now=now)
        if draft.day is None and month.has_next and not month.is_reachable:
            day = day.replace(day=1) + timedelta(days=31)  # the last evening of a month
            month = await slots.get_month(self._turn.db, resource_id, day, now=now)
        return screens.month_screen(self._turn.texts, month, draft.id)

    async def _starts(self, draft: Draft) -> Screen:
        view = await slots.get_day(
            self._turn.db, _chosen(draft.resource_id), _chosen(draft.day), now=self._turn.now
        )
        return screens.start_screen(self._turn.texts, view, draft.id, page=draft.page)

    async def _durations(self, draft: Draft) -> Screen:
        view = await slots.get_durations(
            self._turn.db,
            _chosen(draft.resource_id),
            _chosen(draft.starts_at),
            now=self._turn.now,
        )
        return screens.duration_screen(self._turn.texts, view, draft.id)

    async def _confirm(self, draft: Draft) -> Screen:
        asked = request_of(draft)
        resource = await slots.get_resource(self._turn.db, asked.resource_id)
        deadline = booking.deadline(resource, asked.period, now=self._turn.now)
        return screens.confirm_screen(self._turn.texts, resource, asked, deadline=deadline)


def _chosen(value: Value | None) -> Value:
    """What an earlier step has filled in; DraftOver for a tap that skips steps."""
    if value is None:
        raise refusals.DraftOver
    return value


def request_of(draft: Draft) -> BookingRequest:
    """What a full draft asks for; DraftOver for one with gaps."""
    return BookingRequest(
        draft=draft.id,
        resource_id=_chosen(draft.resource_id),
        period=_chosen(draft.period),
        purpose=draft.purpose,
    )


class DialogueMiddleware(BaseMiddleware):
    """Gives the handlers of a booking their `dialogue`."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if "turn" in data:
            data["dialogue"] = Dialogue(data["turn"])
        return await handler(event, data)
