"""A person with a Telegram account: what they can do, and what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    InaccessibleMessage,
    Message,
    Sticker,
    User,
)

from sandbox.callbacks import Answer
from sandbox.errors import Impossible
from sandbox.people.buttons import find_button
from sandbox.people.rooms import Room
from sandbox.texts.text import MAX_TEXT, read_text

if TYPE_CHECKING:
    from sandbox.people.groups import Group
    from sandbox.telegram import Telegram


class Person:
    """One person. `chat` is a group or a chat's id; None means the private chat with the bot.

    `started`: the bot may write to them. `deactivated`: the account is gone.
    """

    def __init__(self, telegram: Telegram, user: User) -> None:
        self._telegram = telegram
        self.user = user
        self.started = False
        self.blocked = False
        self.deactivated = False
        self.room = Room(chat=_private_chat(user), numbers=telegram.private_numbers)

    @property
    def id(self) -> int:
        """The account's id, which is also the id of the private chat."""
        return self.user.id

    @property
    def full_name(self) -> str:
        """First and last name."""
        return self.user.full_name

    @property
    def answers(self) -> list[Answer]:
        """Answers to this person's taps, oldest first."""
        return [each for each in self._telegram.answers if each.user_id == self.id]

    def messages(self, chat: Group | int | None = None) -> list[Message]:
        """The chat as this person sees it now, oldest first; nothing where they are no member."""
        room = self._telegram.room_of(chat, self)
        return list(room.messages.values()) if self._is_in(room) else []

    def last(self, chat: Group | int | None = None) -> Message:
        """The newest message from the bot; LookupError if there is none."""
        for message in reversed(self.messages(chat)):
            if message.from_user and message.from_user.id == self._telegram.me.id:
                return message
        raise LookupError(f"The bot has written nothing to {self.full_name} there.")

    def say(
        self,
        text: str,
        chat: Group | int | None = None,
        reply_to: Message | int | None = None,
        *,
        topic: int | None = None,
    ) -> Message:
        """Send a text; commands, mentions and links in it are found as Telegram finds them.

        `topic` is one of a forum's. Impossible for an empty or too long text, a group they are not
        in, a bot they blocked.
        """
        place = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
        return self._send(chat, reply_to, **_worded(text), **place)

    def start(self, payload: str | None = None) -> Message:
        """Open t.me/<bot>?start=<payload> and press Start; that also unblocks the bot."""
        self.unblock()
        if payload is not None and payload == self._telegram.offered:
            self._telegram.offer(None)
        return self.say(f"/start {payload}" if payload else "/start")

    def send_sticker(self, chat: Group | int | None = None) -> Message:
        """Send a sticker: a message without a text."""
        sticker = Sticker(
            file_id="sticker-1",
            file_unique_id="sticker-1",
            type="regular",
            width=512,
            height=512,
            is_animated=False,
            is_video=False,
            emoji="👍",
        )
        return self._send(chat, None, sticker=sticker)

    def send_photo(
        self, data: bytes, chat: Group | int | None = None, caption: str | None = None
    ) -> Message:
        """Send a PNG or JPEG picture; Refused (400) for anything else."""
        stored = self._telegram.files.store(data, name="photo.jpg", kind="photo")
        photo = self._telegram.files.photo(stored.file_id)
        return self._send(chat, None, photo=photo, caption=caption)

    def send_document(self, data: bytes, name: str, caption: str | None = None) -> Message:
        """Send a file of any kind to the bot; Refused (400) for an empty one."""
        stored = self._telegram.files.store(data, name=name, kind="document")
        document = self._telegram.files.document(stored.file_id)
        return self._send(None, None, document=document, caption=caption)

    def edit(self, message: Message | int, text: str, chat: Group | int | None = None) -> Message:
        """Change the text of one's own message. Impossible for somebody else's."""
        room, old = self._own(message, chat)
        new = old.model_copy(
            update=_worded(text) | {"edit_date": int(self._telegram.clock.now().timestamp())}
        )
        self._telegram.show(room, new)
        self._telegram.deliver(room, new, kind="edited_message")
        return new

    def delete(self, message: Message | int, chat: Group | int | None = None) -> None:
        """Delete one's own message; in a private chat or as an administrator any. The bot is told
        nothing, as in Telegram."""
        room = self._room(chat, message)
        group = self._telegram.groups.get(room.id)
        if group is not None and not group.is_admin(self):
            self._own(message, chat)
        elif _number(message) not in room.messages:
            raise Impossible(f"{self.full_name} sees no such message there.")
        room.forget(_number(message))
        self._telegram.changes.touch()

    def tap(
        self,
        label: str,
        chat: Group | int | None = None,
        message: Message | int | None = None,
    ) -> str:
        """Tap a button by its text, or by a part of it that fits one button only.

        The newest message that has it counts, unless one is given. Returns the id of the callback
        query; LookupError with the labels there are, if it cannot be tapped.
        """
        room = self._room(chat, message)
        seen = self.messages(room.id)[::-1]
        if message is not None:
            number = _number(message)
            seen = [each for each in seen if each.message_id == number]
        found, data = find_button(seen, label)
        return self._ask(room, found, data)

    def tap_data(self, data: str, message: Message | int, chat: Group | int | None = None) -> str:
        """A tap as a modified client can send it: any data, on any message, seen or not.

        Returns the id of the callback query. What the person cannot see reaches the bot as an
        inaccessible message.
        """
        room = self._room(chat, message)
        number = _number(message)
        found = room.messages.get(number) if self._is_in(room) else None
        hidden = InaccessibleMessage(chat=room.chat, message_id=number)
        return self._ask(room, found or hidden, data)

    def block(self) -> None:
        """Block the bot: it is told, and every message to this person is refused (403)."""
        self._set_blocked(blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._set_blocked(blocked=False)

    def deactivate(self) -> None:
        """Delete the account: messages to it are refused (403)."""
        self.deactivated = True
        self._telegram.changes.touch()

    def rename(self, **changed: str | None) -> None:
        """Change first_name, last_name, username or language_code. Nobody is told."""
        unknown = set(changed) - {"first_name", "last_name", "username", "language_code"}
        if unknown:
            raise TypeError(f"A person has no {sorted(unknown)} to change.")
        self.user = self.user.model_copy(update=dict(changed))
        self.room.chat = _private_chat(self.user)
        self._telegram.changes.touch()

    def _set_blocked(self, *, blocked: bool) -> None:
        if self.blocked == blocked:
            return
        self.blocked = blocked
        telegram = self._telegram
        free = ChatMemberMember(user=telegram.me)
        shut = ChatMemberBanned(user=telegram.me, until_date=0)  # type: ignore[arg-type]
        changed = ChatMemberUpdated(
            chat=self.room.chat,
            from_user=self.user,
            date=telegram.clock.second(),
            old_chat_member=free if blocked else shut,
            new_chat_member=shut if blocked else free,
        )
        telegram.updates.put("my_chat_member", changed)
        telegram.changes.touch()

    def _send(
        self, chat: Group | int | None, reply_to: Message | int | None, **content: Any
    ) -> Message:
        room = self._telegram.room_of(chat, self)
        self._check_may_write(room)
        if room is self.room:
            self.started = True
        replied = None if reply_to is None else room.messages.get(_number(reply_to))
        if reply_to is not None and replied is None:
            raise Impossible("The message to reply to is not there.")
        message = self._telegram.post(room, self.user, reply_to=replied, **content)
        self._telegram.deliver(room, message)
        return message

    def _check_may_write(self, room: Room) -> None:
        if self.deactivated:
            raise Impossible(f"The account of {self.full_name} is gone.")
        if not self._is_in(room):
            raise Impossible(f"{self.full_name} is not in {room.chat.title}.")
        if room is self.room and self.blocked:
            raise Impossible(f"{self.full_name} has blocked the bot.")

    def _ask(self, room: Room, message: Message | InaccessibleMessage, data: str) -> str:
        query_id = self._telegram.callbacks.open(self.id)
        query = CallbackQuery(
            id=query_id,
            from_user=self.user,
            chat_instance=room.instance,
            message=message,
            data=data,
        )
        self._telegram.updates.put("callback_query", query)
        return query_id

    def _own(self, message: Message | int, chat: Group | int | None) -> tuple[Room, Message]:
        room = self._room(chat, message)
        old = room.messages.get(_number(message))
        if old is None or old.from_user is None or old.from_user.id != self.id:
            raise Impossible(f"{self.full_name} has no such message there.")
        return room, old

    def _room(self, chat: Group | int | None, message: Message | int | None) -> Room:
        if chat is None and isinstance(message, Message):
            chat = message.chat.id
        return self._telegram.room_of(chat, self)

    def _is_in(self, room: Room) -> bool:
        return room is self.room or self.id in self._telegram.members_of(room)


def _worded(text: str) -> dict[str, Any]:
    """Text and entities of a message typed by a person."""
    read = read_text(text, parse_mode=None, entities=None)
    if not read.text:
        raise Impossible("A message without a text cannot be sent.")
    if read.units > MAX_TEXT:
        raise Impossible(f"A text longer than {MAX_TEXT} is several messages.")
    return {"text": read.text, "entities": read.entities or None}


def _number(message: Message | int) -> int:
    return message if isinstance(message, int) else message.message_id


def _private_chat(user: User) -> Chat:
    return Chat(
        id=user.id,
        type="private",
        first_name=user.first_name,
        last_name=user.last_name,
        username=user.username,
    )
