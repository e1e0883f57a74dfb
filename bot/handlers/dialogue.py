"""The open draft of one person: loading it, showing its steps, remembering it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from aiogram import BaseMiddleware, F
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.clock import local_day
from bot.handlers.states import Booking
from bot.handlers.turn import Turn
from bot.middlewares import Handler
from bot.schemas.bookings import BookingRequest, BookingView, Wanted
from bot.schemas.draft import Draft
from bot.schemas.slots import Alternative
from bot.screens import book as screens
from bot.screens import conflicts, extras
from bot.screens.bookings import any_card_screen
from bot.screens.screen import Screen
from bot.services import booking, cards, changes, refusals
from bot.services.access import people
from bot.services.calendar.overrides import overridable
from bot.services.finding import alternatives, offers, slots
from bot.services.lifecycle import deadline
from bot.services.refusals import Failure

Value = TypeVar("Value")

STEPS: list[State] = [
    Booking.resource,
    Booking.day,
    Booking.start,
    Booking.duration,
    Booking.confirm,
    Booking.extras,
]
"""In the order in which they are asked; the last is a side step, from which Back confirms."""

NO_OVERRIDES: dict[str, object] = {"overrides": frozenset(), "against": frozenset()}
TYPED = F.text & ~F.text.startswith("/")
"""Text that is not a command: commands work at every step."""
ABOUT_THE_TIME = (
    refusals.TooShort,
    refusals.TooLong,
    refusals.OffGrid,
    refusals.TooSoon,
    refusals.TooFarAhead,
    refusals.OutsideHours,
    refusals.InClosure,
    refusals.WeekFull,
    refusals.TooManyUnits,
)
"""At another start, for another length, or less of it could be had."""
ABOUT_THE_RESOURCE = (refusals.ResourceMissing, refusals.NotForYou, refusals.TooManyOpen)
"""Whenever it is, this would stand against it; not against another resource."""
AGAINST_IT = (*ABOUT_THE_TIME, *ABOUT_THE_RESOURCE, refusals.PersonQuota)
"""The rules that may stand against what a draft asks for."""


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

    async def find_draft(self, draft_id: str) -> Draft | None:
        """The draft of that id, if it is what is remembered."""
        data = await self._state.get_data()
        return Draft.model_validate(data) if data.get("id") == draft_id else None

    async def wish(self, tap: CallbackQuery) -> Draft:
        """What was typed before the message that was tapped; an empty draft where nothing was."""
        data = await self._state.get_data()
        is_open = await self._state.get_state() is not None
        if is_open or tap.message is None or data.get("message_id") != tap.message.message_id:
            return Draft()
        return Draft.model_validate(data)

    async def find_moved(self, draft_id: str) -> int | None:
        """The booking that this draft has moved, if that was the last thing done here."""
        data = await self._state.get_data()
        booking_id: int | None = data.get("booking")
        return booking_id if data.get("moved") == draft_id else None

    async def step(self) -> State:
        """The step the draft is at."""
        name = await self._state.get_state()
        return next((step for step in STEPS if step.state == name), Booking.resource)

    async def go(self, event: Message | CallbackQuery, draft: Draft, step: State) -> None:
        """Show a step and remember the draft there; what it comes to may be against no rule."""
        draft = draft.model_copy(update=NO_OVERRIDES)
        await self.put(event, await self._screen(draft, step), draft, step)

    async def choose(
        self, tap: CallbackQuery, draft_id: str, step: State, **chosen: object
    ) -> None:
        """Take a choice into the draft that was tapped, and show the step it leads to."""
        draft = await self.draft(draft_id)
        await self.go(tap, draft.model_copy(update=chosen), step)

    async def put(
        self, event: Message | CallbackQuery, screen: Screen, draft: Draft, step: State | None
    ) -> None:
        """Show a screen in the draft's message and remember the draft at that step.

        At no step it is a wish: what buttons that carry the rest themselves do not carry.
        """
        if draft.for_user is not None:
            name = await people.get_name(self._turn.db, self._turn.actor, draft.for_user)
            is_move = draft.replaces is not None
            screen = screens.with_banner(self._turn.texts, screen, name, is_move=is_move)
        async with self._turn.answering(event, screen, dialogue=draft.message_id) as shown:
            await self._state.set_state(step)
            await self.remember(draft.model_copy(update={"message_id": shown}))

    async def remember(self, draft: Draft) -> None:
        await self._state.set_data(draft.model_dump(mode="json", exclude_none=True))

    async def close(self, tap: CallbackQuery, screen: Screen) -> None:
        """Forget the draft and show the last screen."""
        await self._state.clear()
        await self._turn.show(tap, screen)

    async def finish(self, tap: CallbackQuery, draft: Draft) -> None:
        """Book what the draft asks for, or move the booking that it replaces."""
        if draft.replaces is not None:
            await self._move(tap, draft, draft.replaces)
            return
        booked = await booking.book(
            self._turn.db,
            self._turn.actor,
            request_of(draft),
            now=self._turn.now,
            reminder_leads=self._turn.settings.reminder_leads,
        )
        await self.close(tap, await self.result(booked))

    async def _move(self, tap: CallbackQuery, draft: Draft, booking_id: int) -> None:
        turn, asked = self._turn, request_of(draft)
        when: dict[str, Any] = {"now": turn.now, "reminder_leads": turn.settings.reminder_leads}
        if draft.for_user is None:
            moved = await changes.move(
                turn.db,
                turn.actor,
                booking_id,
                period=asked.period,
                wanted=asked.wanted,
                overrides=asked.overrides,
                **when,
            )
        else:
            moved = await changes.move_any(
                turn.db, turn.actor, booking_id, asked, reason=draft.reason, **when
            )
        await self.close(tap, await self.result(moved, is_moved=True))
        await self._state.set_data({"moved": draft.id, "booking": moved.id})

    async def result(self, view: BookingView, *, is_moved: bool = False) -> Screen:
        """What was booked or moved; somebody else's, as an admin sees it."""
        turn = self._turn
        if view.user_id == turn.actor.user_id:
            screen = screens.moved_screen if is_moved else screens.done_screen
            return screen(turn.texts, view)
        card = await cards.get_any_card(turn.db, turn.actor, view.id)
        done = "any-moved" if is_moved else "any-booked"
        return any_card_screen(turn.texts, card, now=turn.now, done=done)

    async def confirm(self, event: Message | CallbackQuery, draft: Draft) -> None:
        """Ask whether that is right; where it cannot be had, say why, and what would work."""
        turn, asked = self._turn, request_of(draft)
        await self.remember(draft)
        refusal = await booking.find_refusal(turn.db, turn.actor, asked, now=turn.now)
        match refusal:
            case refusals.SlotTaken():
                await self.offer_instead(event)
            case refusals.NotAll(failed):
                await self.offer_less(event, failed)
            case refusals.Refusal() if isinstance(refusal, AGAINST_IT):
                await self.offer_valid(event, refusal)
            case refusals.Refusal():
                raise refusal
            case None:
                await self.go(event, draft, Booking.confirm)

    def _may_set_aside(self, refusal: refusals.Refusal) -> frozenset[str]:
        return overridable(refusal) if self._turn.actor.is_admin else frozenset()

    async def offer_valid(self, event: Message | CallbackQuery, refusal: refusals.Refusal) -> None:
        """A rule stands against it: which, and the nearest that keeps them all.

        Back leads to the resources (out of a move: to its booking) where no other time would help,
        else to the other starts.
        """
        draft = await self.draft()
        asked = request_of(draft)
        self._count(refusal, draft)
        wanted = await offers.get_wanted(self._turn.db, asked, now=self._turn.now)
        against = self._may_set_aside(refusal)
        instead = await self._alternatives(asked)
        screen = conflicts.refused_screen(
            self._turn.texts, asked, wanted, refusal, instead, against=against
        )
        draft = draft.model_copy(update={"against": against})
        is_hopeless = isinstance(refusal, ABOUT_THE_RESOURCE)
        await self.put(event, screen, draft, Booking.day if is_hopeless else Booking.duration)

    async def offer_instead(self, tap: Message | CallbackQuery) -> None:
        """Somebody was faster: show what would work instead, or the day as it is now."""
        draft = await self.draft()
        if draft.period is None:
            await self.go(tap, draft, Booking.start)
            return
        asked = request_of(draft)
        self._count(refusals.SlotTaken(), draft)
        wanted = await offers.get_wanted(self._turn.db, asked, now=self._turn.now)
        instead = await self._alternatives(asked)
        screen = conflicts.taken_screen(self._turn.texts, asked, wanted, instead)
        await self.put(tap, screen, draft, Booking.duration)

    async def offer_less(self, tap: Message | CallbackQuery, failed: Sequence[Failure]) -> None:
        """Some of it cannot be had: show why, and what would work instead.

        Back leads to the other starts where the main resource failed, else to what is wanted.
        """
        draft = await self.draft()
        asked = request_of(draft)
        self._count(refusals.NotAll(tuple(failed)), draft)
        wanted = await offers.get_wanted(self._turn.db, asked, now=self._turn.now)
        instead = await self._alternatives(asked)
        against = self._may_set_aside(refusals.NotAll(tuple(failed)))
        screen = conflicts.not_all_screen(
            self._turn.texts, asked, wanted, failed, instead, against=against
        )
        refused = tuple(failure.resource_id for failure in failed)
        draft = draft.model_copy(update={"refused": refused, "against": against})
        is_main = draft.resource_id in refused
        await self.put(tap, screen, draft, Booking.duration if is_main else Booking.extras)

    def _count(self, refusal: refusals.Refusal, draft: Draft) -> None:
        """What was wanted and could not be had is among what /stats shows."""
        self._turn.tally.note(refusal, draft.resource_id, now=self._turn.now)

    async def _alternatives(self, asked: BookingRequest) -> Sequence[Alternative]:
        turn = self._turn
        return await alternatives.find_alternatives(turn.db, turn.actor, asked, now=turn.now)

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
        if step is Booking.confirm:
            return await self._confirm(draft)
        return await self._extras(draft)

    async def _resources(self, draft: Draft) -> Screen:
        page = await slots.list_resources(
            self._turn.db,
            self._turn.actor,
            kind=draft.kind,
            search=draft.search,
            page=draft.page or 0,
        )
        return screens.resources_screen(self._turn.texts, page, draft.id)

    async def _month(self, draft: Draft) -> Screen:
        now, resource_id = self._turn.now, _chosen(draft.resource_id)
        day = draft.day
        if day is None:
            resource = await slots.get_resource(self._turn.db, resource_id)
            day = local_day(now, resource.zone)
        month = await slots.get_month(
            self._turn.db, resource_id, day, now=now, replaces=draft.replaces
        )
        if draft.day is None and month.has_next and not month.is_reachable:
            day = day.replace(day=1) + timedelta(days=31)  # the last evening of a month
            month = await slots.get_month(
                self._turn.db, resource_id, day, now=now, replaces=draft.replaces
            )
        is_move = draft.replaces is not None
        return screens.month_screen(self._turn.texts, month, draft.id, is_move=is_move)

    async def _starts(self, draft: Draft) -> Screen:
        view = await slots.get_day(
            self._turn.db,
            _chosen(draft.resource_id),
            _chosen(draft.day),
            now=self._turn.now,
            replaces=draft.replaces,
        )
        return screens.start_screen(self._turn.texts, view, draft.id, page=draft.page)

    async def _durations(self, draft: Draft) -> Screen:
        view = await slots.get_durations(
            self._turn.db,
            _chosen(draft.resource_id),
            _chosen(draft.starts_at),
            now=self._turn.now,
            replaces=draft.replaces,
        )
        return screens.duration_screen(self._turn.texts, view, draft.id)

    async def _confirm(self, draft: Draft) -> Screen:
        asked, now = request_of(draft), self._turn.now
        wanted = await offers.get_wanted(self._turn.db, asked, now=now)
        offered = await offers.list_extras(self._turn.db, self._turn.actor, asked, now=now)
        return screens.confirm_screen(
            self._turn.texts,
            asked,
            wanted,
            deadline=deadline([one.resource for one in wanted], asked.period, now=now),
            has_extras=extras.has_choice(offered, asked),
            draft=draft,
            is_admin=self._turn.actor.is_admin,
        )

    async def _extras(self, draft: Draft) -> Screen:
        asked, now = request_of(draft), self._turn.now
        wanted = await offers.get_wanted(self._turn.db, asked, now=now)
        offered = await offers.list_extras(self._turn.db, self._turn.actor, asked, now=now)
        return extras.extras_screen(self._turn.texts, asked, wanted, offered, page=draft.page or 0)


def _chosen(value: Value | None) -> Value:
    """What an earlier step has filled in; DraftOver for a tap that skips steps."""
    if value is None:
        raise refusals.DraftOver
    return value


def request_of(draft: Draft) -> BookingRequest:
    """What a full draft asks for; DraftOver for one with gaps."""
    main = _chosen(draft.resource_id)
    units = {main: draft.units, **without(draft, main)}
    return BookingRequest(
        draft=draft.id,
        wanted=tuple(Wanted(resource_id=one, units=count) for one, count in units.items()),
        period=_chosen(draft.period),
        purpose=draft.purpose,
        replaces=draft.replaces,
        for_user=draft.for_user,
        overrides=draft.overrides,
    )


def without(draft: Draft, *resource_ids: int) -> dict[int, int]:
    """The draft's extras but for some."""
    return {one: count for one, count in draft.extras.items() if one not in resource_ids}


class DialogueMiddleware(BaseMiddleware):
    """Gives the handlers of a booking their `dialogue`."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        if "turn" in data:
            data["dialogue"] = Dialogue(data["turn"])
        return await handler(event, data)
