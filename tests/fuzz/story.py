"""A story: one update after another, and after each a look at what was said and changed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from aiogram.types import Update
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, rule
from pydantic import ValidationError

from bot.services import approval
from tests import plain
from tests.fuzz import strategies as some
from tests.fuzz.pokes import Poke, Trait, Wait, body_of
from tests.fuzz.rights import (
    Acting,
    Readers,
    members,
    quiet,
    shown_by,
    take,
    wrong_changes,
    wrongly_removed,
)
from tests.fuzz.scene import Filled, open_scene
from tests.fuzz.worlds import Worlds

SETTLED_BY_DISPLAY = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "there is no text in the message to edit",
    "message is not modified",
)
"""What Telegram says of messages that are not there any more, or were shown before the restart."""
AWAY = (
    "bot was blocked by the user",
    "bot was kicked",
    "can't initiate conversation",
    "wrong file identifier",  # of a photo that another bot was sent
)


class Story(RuleBasedStateMachine):
    def __init__(self, worlds: Worlds, loop: asyncio.AbstractEventLoop, handled: list[int]) -> None:
        """`handled` gets how many updates this story has had, as its last number."""
        super().__init__()
        self._handled = handled
        handled.append(0)
        self._worlds, self._loop = worlds, loop
        self._filled: Filled = worlds.filled
        self._telegram = self._filled.open_telegram()
        self._url = worlds.open()
        self._scene = open_scene(self._url, self._telegram, self._filled.at)
        self._plain = plain.connect(self._url)
        self._seen = take(self._plain)
        self._asked = set(self._seen.groups)

    def teardown(self) -> None:
        self._run(self._scene.close())
        self._plain.close()
        self._worlds.close(self._url)

    def _run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(coroutine)

    @rule(happening=some.happenings)
    def happens(self, happening: tuple[Poke, tuple[Trait, ...]]) -> None:
        poke, traits = happening
        if isinstance(poke, Wait):
            self._wait(poke.minutes)
            return
        raw = poke.update(self._telegram, self._filled.recorded)
        for trait in traits:
            trait.give(raw)
        update = read(raw)
        if update is None or self._is_untrue(raw):
            self._forget_tap(raw)
            return
        self._handled[-1] += 1
        self._telegram.journal.clear()
        self._run(self._scene.handle(update))
        self._judge(self._acting(raw))

    def _wait(self, minutes: int) -> None:
        """Time itself expires requests and sends reminders: that is nobody's deed."""
        now = self._scene.clock.advance(minutes=minutes)
        self._telegram.journal.clear()
        self._run(approval.expire_due(self._scene.app.db, now=now))
        self._run(self._scene.app.delivery.sweep())
        self._seen = take(self._plain).remembering(self._seen)
        self._judge(Acting(None, None, is_member=False, data=None))

    def _is_untrue(self, raw: dict[str, Any]) -> bool:
        """Nobody but Telegram says that a group has moved, and the approvers' has not."""
        _, body = body_of(raw)
        chat = body.get("message", body).get("chat", {})
        return "migrate_to_chat_id" in body and chat.get("id") in self._asked

    def _forget_tap(self, raw: dict[str, Any]) -> None:
        """Telegram would not have sent it."""
        _, body = body_of(raw)
        self._telegram.callbacks.taps.pop(body.get("id", ""), None)

    def _acting(self, raw: dict[str, Any]) -> Acting:
        _, body = body_of(raw)
        sender = body.get("user") or body.get("from") or {}  # a poll's answer has no "from"
        person = None if sender.get("is_bot") else sender.get("id")
        chat = body.get("message", body).get("chat", {}).get("id")
        is_member = person in members(self._telegram.groups, chat)
        return Acting(person, chat, is_member=is_member, data=body.get("data"))

    def _judge(self, acting: Acting) -> None:
        old, self._seen = self._seen, take(self._plain).remembering(self._seen)
        self._asked |= self._seen.groups
        wrong = [
            *self._scene.errors.seen,
            *self._refused(),
            *(f"tap {one} was not answered" for one in self._telegram.unanswered()),
            *(f"tap {one} was answered twice" for one in self._telegram.answered_twice()),
            *wrong_changes(old, self._seen, acting, self._away()),
            *quiet(old, self._seen),
            *self._leaks(acting),
        ]
        assert not wrong, "\n".join([*wrong, str(acting)])

    def _refused(self) -> list[str]:
        return [
            f"{call.method} was refused: {call.description}"
            for call in self._telegram.refused()
            if not any(one in str(call.description) for one in (*SETTLED_BY_DISPLAY, *AWAY))
        ]

    def _away(self) -> frozenset[int]:
        people = self._telegram.people.values()
        return frozenset(one.id for one in people if one.blocked or not one.started)

    def _leaks(self, acting: Acting) -> list[str]:
        asked = frozenset(chat for chat in self._asked if chat is not None)
        approvers = frozenset(one for chat in asked for one in members(self._telegram.groups, chat))
        readers = Readers(self._seen, asked, approvers, frozenset(acting.minutes()))
        done = [call for call in self._telegram.journal if not call.error_code]
        removed = [one for call in done for one in wrongly_removed(call, acting, self._seen)]
        shown = filter(None, (shown_by(call, acting, self._seen) for call in done))
        return [*removed, *(leak for each in shown for leak in readers.leaks(each))]


def read(raw: dict[str, Any]) -> Update | None:
    """The update, if Telegram could have sent it: no bot taps a button."""
    if raw.get("callback_query", {}).get("from", {}).get("is_bot"):
        return None
    try:
        return Update.model_validate(raw)
    except ValidationError as error:
        note(f"no update: {error}")
        return None
