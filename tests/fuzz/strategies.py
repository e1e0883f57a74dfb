"""What pokes are made of: what people do, what clients may forge, what Telegram may leave out."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, get_args

import annotated_types
from aiogram.filters.callback_data import CallbackData
from hypothesis import strategies as st

from bot.commands import FOR_ADMINS, SCOPES
from db.enums import ResourceKind, Role
from tests.clocks import MONDAY_NINE
from tests.fuzz.pokes import DROP, Again, Bare, Forge, Place, Placed, Poke, Say, Tap, Trait, Wait
from tests.fuzz.scene import ADA, APPROVALS, CAST, GROUPS, TARAS, mark
from tests.test_house_rules import ALL_CALLBACKS, CALLBACK_DATA_MAX

NOW = int(MONDAY_NINE.timestamp())
HALF_HOUR = 1800
TODAY = MONDAY_NINE.toordinal()
STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")

people = st.sampled_from(list(CAST))
places = st.builds(Place, people, st.sampled_from([None] * 5 + [APPROVALS, *GROUPS]))


def weighted(weights: Mapping[st.SearchStrategy[Any], int]) -> st.SearchStrategy[Any]:
    """One of several, in this mixture; `st.one_of` counts each once."""
    return st.sampled_from([one for one, weight in weights.items() for _ in range(weight)]).flatmap(
        lambda one: one
    )


nth = st.one_of(st.integers(0, 3), st.integers(0, 60))

WILD = (
    "\u202eמה שלום\u202c", "\u200b\u200d\u2060", "a\u0300\u0301\u0302" * 30, "😀👨‍👩‍👧‍👦" * 12,
    "<b>bold", "</i></a>&lt;&amp;&#0;", "{name} { $name } {", "%s %d", "'; DROP TABLE users; --",
    "\u2066\u2067\u2068", "ﷺ" * 40, "\ufeff", "_*[`", "tg://user?id=1", "١٢٣", "\t\n  ",
)  # fmt: skip
wild = st.sampled_from(WILD)

# -- texts -----------------------------------------------------------------------------------------

NAMES = {*FOR_ADMINS, *(name for _, names in SCOPES for name in names)}
COMMANDS = (*sorted(NAMES), "cancel", "nosuch")
ADDRESSEES = ("", "", "", "@bronia_bot", "@BRONIA_bot", "@OtherBot", "@")
PAYLOADS = (
    "", "", "book", "book_1", "book_7", "book_0", "book_999999999", "book_9999999999", "book_-1",
    "book_٣", "book_", "book_1\n", "%00", "card_1", "cancelled:1", "A" * 64, "door_1", "door_7",
    "door_0", "door_999999999", "door_", "claim_guessed", "join_guessed", "join_", "1", "7",
)  # fmt: skip
commands = st.builds(
    "/{}{} {}".format,
    st.sampled_from(COMMANDS),
    st.sampled_from(ADDRESSEES),
    st.one_of(st.sampled_from(PAYLOADS), wild),
)
PHRASES = (
    "tomorrow 14-16", "for 2 hours", "a room with 2 laptops for 1000 people on friday 15-17 <b>",
    "equipment now", "blue room tomorrow at 3", "завтра", "кімната зараз на годину", "9:00",
)  # fmt: skip
talk = st.one_of(
    wild,
    st.sampled_from(["blue", "Lap", "w" * 200, "w" * 201, "😀" * 101, "<&>" * 1365, "ї" * 4096]),
    st.sampled_from(PHRASES),
    st.text(max_size=40).filter(lambda text: max(text, default="a") <= "\ud7ff"),
)
says = st.builds(
    lambda place, text, is_marked, answers, in_topic: Say(
        place,
        f"{text[:4000]} {mark(place.person, 'said')}" if is_marked else text,
        answers,
        in_topic,
    ),
    places,
    st.one_of(commands, talk),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 2)),
    st.booleans(),
)

# -- buttons ---------------------------------------------------------------------------------------

WILD_NUMBERS = (
    "0", "-1", "2147483647", "2147483648", "9223372036854775808", "9" * 40, "", "x", "1.5", "1e3",
    "٣", "１", " 1", "+1", "01", "0x1", "None", "nan", "\u0000",
)  # fmt: skip
drafts = st.one_of(
    st.integers(0, 3).map("{{{}}}".format),
    st.integers(0, 9).map("{{{}}}".format),
    st.sampled_from(["", "x", "\u0000", "a:b", "é😀", "draft1", "draft5", "w" * 50]),
)


def values_of(data: type[CallbackData], name: str) -> st.SearchStrategy[str]:
    """What a field of a button may be, said honestly or not."""
    field = data.model_fields[name]
    if name == "draft":
        return drafts
    if name == "language":
        return st.sampled_from(["uk", "en", "xx", "", "UK"])
    if name == "tag":
        return st.sampled_from(["staff", "lab-2", "", "A b", "t" * 32, "é"])
    if name == "role":
        return st.sampled_from([*Role, "", "king"])
    if name in {"kind", "tab"}:
        return st.sampled_from([*ResourceKind, "upcoming", "past", "", "x"])
    if isinstance(field.annotation, type) and issubclass(field.annotation, StrEnum):
        return st.sampled_from([*field.annotation, "", "x"])
    near = {"at": range(NOW, NOW + 12 * 86400, HALF_HOUR), "ordinal": range(TODAY - 2, TODAY + 70)}
    bounds = [one for part in parts_of(field) for one in bounds_of(part)]
    numbers = [*bounds, *(one + by for one in bounds for by in (-1, 1))]
    return st.one_of(
        st.sampled_from(near.get(name, range(1, 26))).map(str),
        st.sampled_from(near.get(name, [30, 60, 90, *range(1, 6)])).map(str),
        st.sampled_from([*map(str, numbers), *WILD_NUMBERS]),
    )


def parts_of(field: Any) -> list[Any]:
    """The bounds of a field, those of an optional one too."""
    within = [
        part
        for kind in get_args(field.annotation)
        for each in getattr(kind, "__metadata__", ())
        for part in getattr(each, "metadata", [each])
    ]
    return [*field.metadata, *within]


def bounds_of(part: Any) -> list[int]:
    if isinstance(part, annotated_types.Le):
        return [int(str(part.le))]
    return [int(str(part.ge))] if isinstance(part, annotated_types.Ge) else []


def packed(data: type[CallbackData]) -> st.SearchStrategy[str]:
    fields = [values_of(data, name) for name in data.model_fields]
    return st.tuples(*fields).map(lambda values: ":".join([data.__prefix__, *values]))


BUTTONS = [packed(data) for data in ALL_CALLBACKS]
misshapen = st.builds(
    lambda data, cut, more: data[: len(data) - cut] + more,
    st.one_of(BUTTONS),
    st.integers(0, 4),
    st.sampled_from([":", ":1", "::", " ", "\n", "\u0000", ":1:1:1", "\u200b"]),
)
garbage = st.one_of(
    st.text(max_size=64), wild, st.sampled_from(["", "\u0000", ":", "::::", "A" * 64])
)


def fitted(data: str) -> str:
    """Telegram carries 64 bytes of UTF-8, and at least one."""
    carried = data.encode(errors="ignore")[:CALLBACK_DATA_MAX].decode(errors="ignore")
    return carried or "0"


decisions = st.builds(
    lambda person, button, at: Forge(Place(person, APPROVALS), button, at),
    st.sampled_from([TARAS, ADA, TARAS, ADA, *CAST]),
    st.builds(
        "{}:{}:{}".format,
        st.sampled_from(["yes", "no", "no1"]),
        st.integers(1, 25),
        st.integers(1, 3),
    ),
    nth,
)
"""In the group, about any booking, as it is or was or never was."""
forgeries = st.builds(
    Forge,
    places,
    st.one_of([*BUTTONS, *BUTTONS, misshapen, garbage]).map(fitted),
    st.one_of(nth, nth, st.none()),
)

# -- what else comes -------------------------------------------------------------------------------

POLL = {
    "id": "1", "question": "?", "options": [{"text": "a", "voter_count": 1, "persistent_id": "1"}],
    "total_voter_count": 1, "is_closed": False, "is_anonymous": False, "type": "regular",
    "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
FILE = {"file_id": "f", "file_unique_id": "u"}
BARE = (
    ("inline_query", {"id": "1", "query": "book", "offset": ""}),
    ("chosen_inline_result", {"result_id": "1", "query": ""}),
    ("poll", POLL),
    ("poll_answer", {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["1"]}),
    ("pre_checkout_query",
     {"id": "1", "currency": "EUR", "total_amount": 1, "invoice_payload": "x"}),
    ("message_reaction",
     {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0,
      "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("chat_join_request",
     {"chat": {"id": APPROVALS, "type": "supergroup"}, "date": 0, "user_chat_id": 1}),
)  # fmt: skip
bare = st.builds(lambda pair, person: Bare(*pair, person), st.sampled_from(BARE), people)
placed = st.builds(Placed, places, st.sampled_from(STATUSES), st.sampled_from(STATUSES))
again = st.builds(Again, st.integers(0, 400), st.one_of(st.none(), people))
taps = st.builds(Tap, places, st.one_of(st.integers(0, 2), nth))
waits = st.builds(Wait, st.sampled_from([30, 60, 24 * 60]))

pokes: st.SearchStrategy[Poke] = weighted(
    {taps: 9, forgeries: 7, decisions: 2, says: 5, again: 5, placed: 1, bare: 1, waits: 1}
)

YES: Any = True

# -- what may be different about them --------------------------------------------------------------

MEDIA: dict[str, Any] = {
    "sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False,
                       "is_video": False},
    "voice": FILE | {"duration": 1},
    "video_note": FILE | {"length": 1, "duration": 1},
    "photo": [FILE | {"width": 1, "height": 1}],
    "document": FILE,
    "contact": {"phone_number": "+1", "first_name": "x", "user_id": 2},
    "location": {"latitude": 0.0, "longitude": 0.0},
    "dice": {"emoji": "🎲", "value": 1},
    "poll": POLL,
    "web_app_data": {"data": "cancelled:1", "button_text": "x"},
    "new_chat_members": [{"id": 42, "is_bot": True, "first_name": "Bronia"}],
    "left_chat_member": {"id": 2, "is_bot": False, "first_name": "x"},
    "new_chat_title": "x",
    "migrate_to_chat_id": -1009,
    "migrate_from_chat_id": -9,
    "forum_topic_created": {"name": "x", "icon_color": 1},
    "users_shared": {"request_id": 1, "users": [{"user_id": 2}]},
    "write_access_allowed": {},
    "pinned_message": {"chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0},
}  # fmt: skip
CHANNEL = {"id": -1004, "type": "channel", "title": "News"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
medium = st.sampled_from(list(MEDIA.items())).flatmap(
    lambda pair: st.sampled_from(
        [
            (Trait("text", DROP), Trait("entities", DROP), Trait(*pair)),
            (Trait("text", DROP), Trait("entities", DROP), Trait(*pair), Trait("caption", "/bind")),
        ]
    )
)
KINDS = ("edited_message", "channel_post", "edited_channel_post", "business_message")
SENDERS: tuple[tuple[Trait, ...], ...] = (
    (Trait("from", DROP),),
    (Trait("from", DROP), Trait("sender_chat", CHANNEL)),
    (Trait("from", ANONYMOUS), Trait("sender_chat", {"id": APPROVALS, "type": "supergroup"})),
    (Trait("from.is_bot", YES),),
    (Trait("from.last_name", DROP),),
    (Trait("from.language_code", DROP),),
    (Trait("from.language_code", "pt-br"),),
    (Trait("from.language_code", "x" * 30),),
    (Trait("from.username", "u" * 32),),
)
ABOUT: tuple[tuple[Trait, ...], ...] = (
    (Trait("forward_origin", {"type": "hidden_user", "sender_user_name": "x", "date": 0}),),
    (Trait("via_bot", ANONYMOUS),),
    (Trait("media_group_id", "1"),),
    (Trait("entities", DROP),),
    (Trait("entities", [{"type": "bot_command", "offset": 900, "length": 9}]),),
    (Trait("reply_to_message", DROP),),
    (Trait("reply_to_message.from", DROP),),
    (Trait("message", DROP), Trait("inline_message_id", "i")),
    (Trait("message", DROP),),
    (Trait("message.from", DROP),),
    (Trait("message.reply_markup", DROP),),
    (Trait("message.text", DROP),),
    (Trait("data", DROP), Trait("game_short_name", "g")),
    (Trait("message.message_id", 2**31 - 1),),
    (Trait("chat.username", "x"),),
)
names = wild.map(lambda name: (Trait("from.first_name", name[:64]),))
unusual = st.one_of(
    medium,
    st.sampled_from(KINDS).map(lambda kind: (Trait("kind", kind),)),
    st.sampled_from(SENDERS),
    st.sampled_from(ABOUT),
    names,
)
traits = weighted({st.just(()): 5, unusual: 3, st.builds(tuple.__add__, unusual, unusual): 1})
sent = st.one_of(medium, st.sampled_from(KINDS).map(lambda kind: (Trait("kind", kind),)))
"""For a message: a sticker, a voice, something edited, a channel's post."""
happenings: st.SearchStrategy[tuple[Poke, tuple[Trait, ...]]] = weighted(
    {st.tuples(pokes, traits): 5, st.tuples(says, sent): 1}
)
