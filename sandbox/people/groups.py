"""A supergroup: its members, the bot's place in it, and what the bot gets to read there.

Source: core.telegram.org/bots/features#privacy-mode, which is on.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from aiogram.types import (
    Chat,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    User,
)

from sandbox.errors import Impossible
from sandbox.people.person import Person
from sandbox.people.rooms import Room

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

AnyMember = (
    ChatMemberOwner
    | ChatMemberAdministrator
    | ChatMemberMember
    | ChatMemberRestricted
    | ChatMemberLeft
    | ChatMemberBanned
)


class Group:
    """One supergroup. `bot_status` is member, administrator, left or kicked."""

    def __init__(
        self, telegram: Telegram, chat: Chat, *, members: list[Person], creator: Person | None
    ) -> None:
        self._telegram = telegram
        self.room = Room(chat=chat, numbers=count(1))
        self.members = {each.id: each for each in members}
        self.creator = creator
        self.bot_status = "member"
        self.restricted: set[int] = set()
        self.banned: set[int] = set()
        if creator:
            self.members.setdefault(creator.id, creator)

    @property
    def id(self) -> int:
        """The present chat id; `migrate` changes it."""
        return self.room.id

    @property
    def title(self) -> str:
        """The group's name."""
        return self.room.chat.title or ""

    @property
    def bot_is_in(self) -> bool:
        """Whether the bot can write here."""
        return self.bot_status in {"member", "administrator"}

    def add(self, person: Person) -> None:
        """Somebody joins; the bot reads a service message. Impossible for who was banned."""
        if person.id in self.banned:
            raise Impossible(f"{person.full_name} is banned from {self.title}.")
        old = self.member(person.user)
        self.members[person.id] = person
        self._tell(person.user, old, person.user, new_chat_members=[person.user])

    def remove(self, person: Person) -> None:
        """Somebody leaves; Impossible for who is not a member."""
        if person.id not in self.members:
            raise Impossible(f"{person.full_name} is not in {self.title}.")
        old = self.member(person.user)
        del self.members[person.id]
        self._tell(person.user, old, person.user, left_chat_member=person.user)

    def restrict(self, person: Person) -> None:
        """An administrator takes some rights from somebody, who may be in the group or not."""
        old = self.member(person.user)
        self.restricted.add(person.id)
        self._tell_member(self._by, old, person.user)

    def ban(self, person: Person) -> None:
        """An administrator throws somebody out for good."""
        old = self.member(person.user)
        self.banned.add(person.id)
        was_in = self.members.pop(person.id, None)
        self._tell_member(self._by, old, person.user)
        if was_in:
            self._service(self._by, left_chat_member=person.user)

    @property
    def _by(self) -> User:
        return self.creator.user if self.creator else self._telegram.me

    def set_bot(self, status: str, by: Person | None = None) -> None:
        """Give the bot another place: member, administrator, left or kicked; it is told."""
        old, was_in = self.member(self._telegram.me), self.bot_is_in
        self.bot_status = status
        actor = by or self.creator
        user = actor.user if actor else self._telegram.me
        self._tell_place(user, old)
        if was_in != self.bot_is_in:
            me = self._telegram.me
            content = {"new_chat_members": [me]} if self.bot_is_in else {"left_chat_member": me}
            self._service(user, **content)

    def migrate(self, new_id: int) -> None:
        """Become another chat id, as a group that turns into a supergroup.

        The old id is refused from then on (400, migrate_to_chat_id); both chats get their service
        message, and the new one begins without history.
        """
        old_room, user = self.room, (self.creator.user if self.creator else self._telegram.me)
        self._service(user, migrate_to_chat_id=new_id)
        self.room = Room(chat=old_room.chat.model_copy(update={"id": new_id}), numbers=count(1))
        self._telegram.move_group(self, old_room.id)
        self._service(user, migrate_from_chat_id=old_room.id)

    def member(self, user: User) -> AnyMember:
        """What getChatMember says of a user."""
        if user.id == self._telegram.me.id:
            return _bot_member(user, self.bot_status)
        if self.creator and user.id == self.creator.id and user.id in self.members:
            return ChatMemberOwner(user=user, is_anonymous=False)
        if user.id in self.banned:
            return ChatMemberBanned(user=user, until_date=0)  # type: ignore[arg-type]
        if user.id in self.restricted:
            return _restricted(user, is_member=user.id in self.members)
        return ChatMemberMember(user=user) if user.id in self.members else ChatMemberLeft(user=user)

    def is_admin(self, person: Person) -> bool:
        """Whether a person has an administrator's commands here."""
        return self.creator is person and person.id in self.members

    def bot_reads(self, message: Message) -> bool:
        """Privacy mode: commands for it or for anybody, replies to it, service messages."""
        if not self.bot_is_in:
            return False
        if self.bot_status == "administrator" or message.left_chat_member:
            return True
        me = self._telegram.me
        replied = message.reply_to_message
        if replied and replied.from_user and replied.from_user.id == me.id:
            return True
        command = _command(message)
        if command is None:
            return message.text is None and _is_service(message)
        addressee = command.partition("@")[2].lower()
        return addressee in {"", (me.username or "").lower()}

    def _tell(self, actor: User, old: AnyMember, user: User, **service: Any) -> None:
        self._service(actor, **service)
        self._tell_member(actor, old, user)

    def _tell_member(self, actor: User, old: AnyMember, user: User) -> None:
        """An administrator bot is told, where it has asked for that."""
        if self.bot_status == "administrator":
            self._telegram.updates.put("chat_member", self._changed(actor, old, self.member(user)))

    def _tell_place(self, actor: User, old: AnyMember) -> None:
        new = self.member(self._telegram.me)
        self._telegram.updates.put("my_chat_member", self._changed(actor, old, new))

    def _changed(self, actor: User, old: AnyMember, new: AnyMember) -> ChatMemberUpdated:
        return ChatMemberUpdated(
            chat=self.room.chat,
            from_user=actor,
            date=self._telegram.clock.second(),
            old_chat_member=old,
            new_chat_member=new,
        )

    def _service(self, actor: User, **content: Any) -> None:
        message = self._telegram.post(self.room, actor, **content)
        self._telegram.deliver(self.room, message)


def _command(message: Message) -> str | None:
    """The command a message begins with, without its arguments."""
    if not message.text or not message.entities:
        return None
    first = message.entities[0]
    if first.type != "bot_command" or first.offset:
        return None
    return message.text[: first.length]


def _is_service(message: Message) -> bool:
    return bool(
        message.new_chat_members
        or message.migrate_to_chat_id
        or message.migrate_from_chat_id
        or message.pinned_message
    )


RIGHTS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos"
    " can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages"
    " can_add_web_page_previews can_change_info can_invite_users can_pin_messages"
    " can_manage_topics can_react_to_messages can_edit_tag"
)


def _restricted(user: User, *, is_member: bool) -> AnyMember:
    """Somebody who may do nothing there; whether they are in it is another question."""
    rights = dict.fromkeys(RIGHTS.split(), False)
    return ChatMemberRestricted(user=user, is_member=is_member, until_date=0, **rights)  # type: ignore[arg-type]


def _bot_member(user: User, status: str) -> AnyMember:
    if status == "member":
        return ChatMemberMember(user=user)
    if status == "left":
        return ChatMemberLeft(user=user)
    if status == "kicked":
        return ChatMemberBanned(user=user, until_date=0)  # type: ignore[arg-type]
    return ChatMemberAdministrator(
        user=user,
        can_be_edited=False,
        is_anonymous=False,
        can_manage_chat=True,
        can_delete_messages=True,
        can_manage_video_chats=False,
        can_restrict_members=False,
        can_promote_members=False,
        can_change_info=False,
        can_invite_users=True,
        can_post_stories=False,
        can_edit_stories=False,
        can_delete_stories=False,
        can_send_welcome_messages=False,
        can_pin_messages=True,
    )
