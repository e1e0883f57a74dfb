"""The whole sandbox as JSON, for the page that shows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.doors.wire import dumped
from sandbox.people.groups import Group
from sandbox.people.rooms import Room

if TYPE_CHECKING:
    from sandbox.people.person import Person
    from sandbox.telegram import Telegram

SHOWN_MESSAGES = 100
SHOWN_ANSWERS = 50


def state_of(telegram: Telegram) -> dict[str, Any]:
    """Version, time, bot, people, chats (private ones first), the newest answers, and the payload
    of the link that the page offers."""
    people, groups = telegram.people.values(), telegram.groups.values()
    me = telegram.me
    return {
        "version": telegram.changes.version,
        "now": int(telegram.clock.now().timestamp()),
        "offset": telegram.clock.offset.total_seconds(),
        "bot": {"id": me.id, "username": me.username, "first_name": me.first_name},
        "people": [_person(each) for each in people],
        "chats": [_private(telegram, each) for each in people]
        + [_group(telegram, each) for each in groups],
        "answers": [asdict(each) for each in telegram.answers[-SHOWN_ANSWERS:]],
        "offered": telegram.offered,
    }


def _person(person: Person) -> dict[str, Any]:
    user = person.user
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
        "blocked": person.blocked,
    }


def _private(telegram: Telegram, person: Person) -> dict[str, Any]:
    commands = {str(person.id): dumped(telegram.profile.commands_for(person))}
    return _chat(person.room, person.full_name, [person.id], commands)


def _group(telegram: Telegram, group: Group) -> dict[str, Any]:
    commands = {
        str(each.id): dumped(telegram.profile.commands_for(each, group))
        for each in group.members.values()
    }
    return _chat(group.room, group.title, list(group.members), commands)


def _chat(room: Room, title: str, members: list[int], commands: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": room.id,
        "type": room.chat.type,
        "title": title,
        "members": members,
        "commands": commands,
        "messages": room.newest_as_json(SHOWN_MESSAGES),
    }
