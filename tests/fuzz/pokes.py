"""One update each, in words that mean the same in every run: what somebody does, or forges.

A poke names people, chats and buttons by numbers; `update` looks up what they are by now, and gives
the update as Telegram sends it, in JSON.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiogram.types import Message

from sandbox.doors.wire import dumped
from sandbox.people.person import Person
from sandbox.people.rooms import Room
from sandbox.telegram import Telegram
from sandbox.texts.text import read_text
from tests.fuzz.scene import MARK, mark
from tests.fuzz.walk import buttons_of

Update = dict[str, Any]
_numbers = count(1_000_000)

DRAFT = re.compile(r"\{(\d)\}")
GONE = 2**31 - 1
"""The number of a message that is not there any more."""
DROP = "drop"
"""A trait of this value is taken away."""


@dataclass(frozen=True)
class Place:
    """A person in a chat; without a group in their private one."""

    person: int
    group: int | None = None

    def who(self, telegram: Telegram) -> Person:
        return telegram.people[self.person]

    def room(self, telegram: Telegram) -> Room:
        """Whoever writes in private has started the bot."""
        person = self.who(telegram)
        if self.group is None:
            person.started = True
            return person.room
        return telegram.groups[self.group].room


@dataclass(frozen=True)
class Say:
    """Somebody writes. `answers`: it is a reply to the nth message from the end.

    `in_topic`: in one of a group's topics.
    """

    place: Place
    text: str
    answers: int | None = None
    in_topic: bool = False

    def update(self, telegram: Telegram, _recorded: list[Update]) -> Update:
        room = self.place.room(telegram)
        read = read_text(self.text, parse_mode=None, entities=None)
        content = {"text": read.text or "?", "entities": read.entities or None}
        asked = None if self.answers is None else _nth(room, self.answers)
        user = self.place.who(telegram).user
        if self.in_topic and room.topics:
            content |= {"message_thread_id": min(room.topics), "is_topic_message": True}
        said = telegram.post(room, user, reply_to=asked, **content)
        return _numbered("message", dumped(said))


@dataclass(frozen=True)
class Tap:
    """Somebody presses a button that they see: the nth of those of the chat, the newest first."""

    place: Place
    nth: int

    def update(self, telegram: Telegram, _recorded: list[Update]) -> Update:
        room = self.place.room(telegram)
        seen = [
            (message, button)
            for message in reversed(room.messages.values())
            for button in buttons_of(message)
        ]
        message, data = None, "book"
        if seen:
            message, button = seen[self.nth % len(seen)]
            data = str(button.callback_data)
        return _tapped(telegram, self.place, message, data)


@dataclass(frozen=True)
class Forge:
    """A modified client sends any data, on the nth of the bot's messages from the end.

    `{0}` to `{9}` in it are drafts, of the chat first, then of everybody.
    """

    place: Place
    data: str
    nth: int | None
    """None: the message is not accessible any more."""

    def update(self, telegram: Telegram, _recorded: list[Update]) -> Update:
        room = self.place.room(telegram)
        message = None if self.nth is None else _nth(room, self.nth, by=telegram.me.id)
        rooms = [room, *(person.room for person in telegram.people.values())]
        drafts = [draft for each in rooms for draft in _drafts(each)]
        data = DRAFT.sub(lambda found: drafts[int(found[1]) % len(drafts)], self.data)
        return _tapped(telegram, self.place, message, data)


@dataclass(frozen=True)
class Again:
    """A recorded update comes once more: as it was, or from somebody else in their own chat."""

    nth: int
    person: int | None = None

    def update(self, telegram: Telegram, recorded: list[Update]) -> Update:
        again = deepcopy(recorded[self.nth % len(recorded)])
        again["update_id"] = next(_numbers)
        kind, body = body_of(again)
        if self.person is not None:
            user = dumped(telegram.people[self.person].user)
            message = body.get("message", body)
            if message["chat"]["type"] == "private":
                message["chat"] |= {"id": user["id"], "first_name": user["first_name"]}
            body["from"] = user
            if "text" in body:  # what a person says, they know
                body["text"] = MARK.sub(mark(self.person, "said"), body["text"])
        chat = body.get("message", body)["chat"]
        if chat["type"] == "private":
            telegram.people[chat["id"]].started = True
        if kind == "callback_query":
            body["id"] = telegram.callbacks.open(body["from"]["id"])
        return again


@dataclass(frozen=True)
class Placed:
    """The bot's place in a chat changes, or so Telegram says."""

    place: Place
    old: str
    new: str

    def update(self, telegram: Telegram, _recorded: list[Update]) -> Update:
        body = {
            "chat": dumped(self.place.room(telegram).chat),
            "from": dumped(self.place.who(telegram).user),
            "date": 1_772_442_000,
            "old_chat_member": _member(telegram, self.old),
            "new_chat_member": _member(telegram, self.new),
        }
        return _numbered("my_chat_member", body)


@dataclass(frozen=True)
class Wait:
    """Nobody does anything for a while."""

    minutes: int


@dataclass(frozen=True)
class Bare:
    """An update that is not about a message: a poll's, an inline query's, a reaction's."""

    kind: str
    body: Update
    person: int

    def update(self, telegram: Telegram, _recorded: list[Update]) -> Update:
        user = dumped(telegram.people[self.person].user)
        sender = "user" if self.kind in {"poll_answer", "message_reaction"} else "from"
        return _numbered(self.kind, {sender: user, **deepcopy(self.body)})


Poke = Say | Tap | Forge | Again | Placed | Bare | Wait


@dataclass(frozen=True)
class Trait:
    """Something else about an update: `path` leads to it, from its body on."""

    path: str
    value: Any

    def give(self, update: Update) -> None:
        kind, body = body_of(update)
        *way, last = self.path.split(".")
        if self.path == "kind":
            kept = self.value if kind == "message" else kind
            update[kept] = update.pop(kind)
            return
        for step in way:
            body = body.get(step, {})
        if self.value == DROP:
            body.pop(last, None)
        else:
            body[last] = deepcopy(self.value)


def body_of(update: Update) -> tuple[str, Update]:
    """The kind of an update, and what it is about."""
    return next((kind, body) for kind, body in update.items() if kind != "update_id")


def _numbered(kind: str, body: Update) -> Update:
    return {"update_id": next(_numbers), kind: body}


def _nth(room: Room, nth: int, *, by: int | None = None) -> Message | None:
    """From the end; only of those that `by` has sent."""
    messages = [
        message
        for message in reversed(room.messages.values())
        if by is None or (message.from_user and message.from_user.id == by)
    ]
    return messages[nth % len(messages)] if messages else None


def _drafts(room: Room) -> Iterator[str]:
    """Those that the buttons of a chat speak of, the newest first."""
    for message in reversed(room.messages.values()):
        for button in buttons_of(message)[-1:]:
            kind, *fields = str(button.callback_data).split(":")
            if kind == "bq":
                yield fields[0]


def _tapped(telegram: Telegram, place: Place, message: Message | None, data: str) -> Update:
    room, person = place.room(telegram), place.who(telegram)
    gone = {"chat": dumped(room.chat), "message_id": GONE, "date": 0}
    body = {
        "id": telegram.callbacks.open(person.id),
        "from": dumped(person.user),
        "chat_instance": room.instance,
        "message": dumped(message) if message else gone,
        "data": data,
    }
    return _numbered("callback_query", body)


def _member(telegram: Telegram, status: str) -> Update:
    """A place of the bot, with all that some statuses need."""
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats"
        " can_restrict_members can_promote_members can_change_info can_invite_users"
        " can_post_stories can_edit_stories can_delete_stories can_send_messages can_send_audios"
        " can_send_documents can_send_photos can_send_videos can_send_video_notes"
        " can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews"
        " can_pin_messages can_manage_topics can_send_welcome_messages can_react_to_messages"
        " can_edit_tag"
    )
    return {
        **dict.fromkeys(rights.split(), False),
        "status": status,
        "user": dumped(telegram.me),
        "until_date": 0,
        "is_member": status == "restricted",
    }
