"""The core: a whole Telegram in memory, as one bot and the people around it see it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, Update, User

from sandbox.callbacks import Answer, Callbacks
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.errors import Garbled, NoAnswer, Refused
from sandbox.faults import Fault, Faults
from sandbox.files import Files
from sandbox.journal import Call, Journal
from sandbox.limits import Limits
from sandbox.methods.profile import Profile
from sandbox.methods.table import perform
from sandbox.people.buttons import labels_of
from sandbox.people.groups import Group
from sandbox.people.person import Person
from sandbox.people.rooms import Room
from sandbox.people.transcript import recent
from sandbox.updates import Updates

Value = TypeVar("Value")


class Telegram:
    """One Telegram with one bot. It is synchronous but for waiting, and has no limits at first.

    `monotonic` gives the seconds by which a callback query ages and the flood limits refill.
    """

    def __init__(
        self,
        token: str = "42:TEST",  # noqa: S107 - a token of nobody, for tests
        *,
        username: str = "bronia_bot",
        name: str = "Bronia",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.me = User(
            id=int(token.partition(":")[0]), is_bot=True, first_name=name, username=username
        )
        self.changes = Changes()
        self.clock = Clock(self.changes.touch)
        self.updates = Updates(self.changes)
        self.callbacks = Callbacks(monotonic, username)
        self.faults = Faults()
        self.flood = Limits(monotonic)
        self.files = Files()
        self.profile = Profile()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.moved: dict[int, int] = {}
        self.private_numbers = count(1)
        self.offered: str | None = None
        self._journal = Journal()

    def add_person(
        self,
        person_id: int,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        """Somebody who has not talked to the bot yet."""
        user = User(
            id=person_id,
            is_bot=False,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        person = self.people[person_id] = Person(self, user)
        self.changes.touch()
        return person

    def add_group(
        self,
        chat_id: int,
        title: str,
        *,
        members: list[Person] | None = None,
        creator: Person | None = None,
        bot_in: bool = True,
    ) -> Group:
        """A supergroup; the bot is a plain member of it, or was never in it."""
        chat = Chat(id=chat_id, type="supergroup", title=title)
        group = Group(self, chat, members=members or [], creator=creator)
        group.bot_status = "member" if bot_in else "left"
        self.groups[chat_id] = group
        self.changes.touch()
        return group

    def offer(self, payload: str | None) -> None:
        """Show a start link on the page, for whoever wants to open it, until somebody has."""
        self.offered = payload
        self.changes.touch()

    def move_group(self, group: Group, old_id: int) -> None:
        """The group's old id now leads to its new one."""
        self.moved = {of: group.id if to == old_id else to for of, to in self.moved.items()}
        self.moved[old_id] = group.id
        del self.groups[old_id]
        self.groups[group.id] = group

    def room_of(self, chat: Group | int | None, person: Person) -> Room:
        """The chat a person means; LookupError for an id nobody has."""
        if chat is None:
            return person.room
        if isinstance(chat, Group):
            return chat.room
        known = self.people.get(chat) or self.groups.get(self.moved.get(chat, chat))
        if known is None:
            raise LookupError(f"There is no chat {chat}.")
        return known.room

    def members_of(self, room: Room) -> dict[int, Person]:
        """The people in a group by id; empty for a private chat."""
        group = self.groups.get(room.id)
        return group.members if group else {}

    def post(
        self, room: Room, author: User, *, reply_to: Message | None = None, **content: Any
    ) -> Message:
        """A new message in a chat, with the next number and the sandbox's time."""
        if reply_to:
            reply_to = reply_to.model_copy(update={"reply_to_message": None})
        message = Message(
            message_id=next(room.numbers),
            from_user=author,
            chat=room.chat,
            date=self.clock.second(),
            reply_to_message=reply_to,
            **content,
        )
        self.show(room, message)
        return message

    def show(self, room: Room, message: Message) -> None:
        """Put a message in its place, new or changed."""
        room.messages[message.message_id] = message
        self.changes.touch()

    def deliver(self, room: Room, message: Message, *, kind: str = "message") -> None:
        """Queue the update about a person's message, where the bot gets to read it."""
        group = self.groups.get(room.id)
        if group is None or group.bot_reads(message):
            self.updates.put(kind, message)

    async def call(self, token: str, name: str, read: Callable[[], TelegramMethod[Any]]) -> Any:
        """One Bot API request: aiogram types, lists of them or plain values come back.

        `read` gives the request and may raise Refused; so does everything Telegram refuses.
        NoAnswer where an injected fault takes the answer away, Garbled where it spoils it.
        """
        call = self._journal.open(name, self.clock.now())
        try:
            if token != self.token:
                raise Refused(401, "Unauthorized")  # noqa: TRY301 - the one place that writes down
            return await self._answered(call, read)
        except Refused as refusal:
            call.error_code, call.description = refusal.error_code, refusal.description
            raise
        except NoAnswer:
            call.error_code, call.description = 0, "no answer"
            raise
        except Garbled:
            call.error_code, call.description = 0, "garbled answer"
            raise
        finally:
            self._journal.close(call)
            self.changes.touch(visible=False)

    async def _answered(self, call: Call, read: Callable[[], TelegramMethod[Any]]) -> Any:
        call.request = read()
        call.method = call.request.__api_method__
        fault = self.faults.take(call.method)
        if fault and not fault.after:
            call.injected = True
            await fault.strike()
        self._spend(call.request)
        result = await perform(self, call.request)
        call.done = True
        if fault:
            call.injected = True
            await fault.strike()
        return result

    def _spend(self, request: TelegramMethod[Any]) -> None:
        chat_id = getattr(request, "chat_id", None)
        self.flood.spend(request.__api_method__, chat_id=chat_id, is_group=chat_id in self.groups)

    async def until(
        self,
        predicate: Callable[[], Value],
        timeout: float = 10.0,  # noqa: ASYNC109 - the promise includes the transcript
    ) -> Value:
        """Wait until the predicate gives something truthy, and return that.

        It is asked again at each change; a LookupError in it means "not yet". TimeoutError, with
        what was said last, after `timeout` seconds.
        """
        found: list[Value] = []

        def reached() -> bool:
            try:
                found[:] = [predicate()]
            except LookupError:
                return False
            return bool(found[0])

        if await self.changes.wait_until(reached, timeout):
            return found[0]
        raise TimeoutError(f"Not within {timeout} s. Lately:\n{recent(self)}")

    @staticmethod
    def labels(message: Message) -> list[str]:
        """Labels of the inline keyboard under a message."""
        return labels_of(message)

    def pending_updates(self) -> list[Update]:
        """Updates that have not been handed to the bot yet."""
        return self.updates.pending()

    def take_updates(self) -> list[Update]:
        """The pending updates, handed out and confirmed: for tests that feed a dispatcher."""
        return self.updates.take()

    @property
    def answers(self) -> list[Answer]:
        """Every answer to a callback query, oldest first."""
        return self.callbacks.answers

    @property
    def journal(self) -> list[Call]:
        """Every Bot API request, in the order of the answers."""
        return self._journal.calls

    def refused(self) -> list[Call]:
        """Requests that broke a rule; injected faults are not among them."""
        return [call for call in self.journal if call.error_code and not call.injected]

    def unanswered(self) -> list[str]:
        """Ids of the callback queries that still wait for an answer."""
        return self.callbacks.unanswered()

    def answered_twice(self) -> list[str]:
        """Ids of the callback queries that were answered more than once."""
        return self.callbacks.answered_twice()

    def inject(
        self,
        method_name: str,
        *,
        error_code: int = 500,
        retry_after: int | None = None,
        timeout: bool = False,
        times: int = 1,
        after: bool = False,
        garbled: bool = False,
    ) -> None:
        """Let the next requests of a method ("*": any) fail.

        `timeout`: no answer at all. `garbled`: one that is no JSON. `after`: the deed is done,
        only its answer is lost.
        """
        self.faults.add(
            Fault(
                method_name, error_code, retry_after, timeout, times, after=after, garbled=garbled
            )
        )

    @property
    def limits(self) -> bool:
        """Whether Telegram's flood limits hold."""
        return self.flood.on

    @limits.setter
    def limits(self, on: bool) -> None:
        self.flood.on = on
