"""Telegram's HTML, read as strictly as Telegram reads it.

Source: core.telegram.org/bots/api#html-style. Not an HTML parser: only the listed tags exist, they
nest, every `<` opens a tag, and an unknown `&name;` stays as it is.
"""

import re
from dataclasses import dataclass, field
from string import ascii_letters, digits
from typing import Any

from aiogram.types import MessageEntity

from sandbox.errors import Refused, bad_request
from sandbox.texts.tags import TAGS, entity_of, wrong_attribute

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
TOKEN = frozenset(ascii_letters + digits + ".-")
SPACE = frozenset(" \t\r\n\0\v\f")


def parse_html(text: str) -> tuple[str, list[MessageEntity]]:
    """The text without its tags, and the entities; Refused (400) "can't parse entities: ..."."""
    if "<" not in text and "&" not in text:
        return text, []
    return _Reader(text).read()


@dataclass
class _Open:
    """A tag whose end has not come yet; `offset` in UTF-16 units, `begin` in the plain text."""

    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


@dataclass
class _Reader:
    """One pass over the marked-up text; `at` is the next character."""

    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> tuple[str, list[MessageEntity]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._text()
        if self.open:
            tag = self.open[-1].tag
            raise _unparsed(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return "".join(self.plain), [_as_entity(mark) for mark in self.marks]

    def _text(self) -> None:
        char = self.source[self.at]
        if char == "&":
            char = self._reference()
        else:
            self.at += 1
        self.plain.append(char)
        self.units += 1 + (char > "\uffff")

    def _reference(self) -> str:
        """The character meant by `&...;`; the ampersand itself where nothing is meant."""
        match = REFERENCE.match(self.source, self.at)
        char = _referred(match) if match else ""
        self.at = match.end() if match and char else self.at + 1
        return char or "&"

    def _tag(self) -> None:
        if self.source.startswith("</", self.at):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until_space_or(">").lower()
        if self.at >= len(self.source):
            raise self._unclosed_start(begin)
        if tag not in TAGS:
            raise self._at_byte(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if reason := wrong_attribute(tag, attributes):
            raise self._at_byte(reason, begin)
        self.open.append(_Open(tag, attributes, self.units, len(self.plain)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """What stands between the tag's name and its `>`; the first of equal names counts."""
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self.at >= len(self.source):
                raise self._unclosed_start(begin)
            if self.source[self.at] == ">":
                self.at += 1
                return attributes
            name = self._until_space_or("=>").lower()
            if not name:
                raise self._at_byte(f'Empty attribute name in the tag "{tag}"', begin)
            attributes.setdefault(name, self._value())

    def _value(self) -> str:
        """An attribute's value; "" where there is no equals sign."""
        self._skip_space()
        if self.source[self.at : self.at + 1] != "=":
            return ""
        self.at += 1
        self._skip_space()
        quote = self.source[self.at : self.at + 1]
        return self._quoted(quote) if quote and quote in "'\"" else self._name_token()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            if self.source[self.at] == "&":
                value.append(self._reference())
            else:
                value.append(self.source[self.at])
                self.at += 1
        self.at += 1
        return "".join(value)

    def _name_token(self) -> str:
        begin = self.at
        while self.at < len(self.source) and self.source[self.at] in TOKEN:
            self.at += 1
        follows = self.source[self.at : self.at + 1]
        if follows and follows != ">" and follows not in SPACE:
            raise self._at_byte("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._at_byte("Unexpected end tag", begin)
        self.at += 2
        tag = self._until_space_or(">")
        self._skip_space()
        if self.source[self.at : self.at + 1] != ">":
            raise self._at_byte("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if tag and tag.lower() != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _unparsed(f"Unmatched end tag at byte offset {self._byte(begin)}, {expected}")
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        """Turn a finished tag into its entity; `pre` and `code` around each other become one."""
        content = "".join(self.plain[opened.begin :])
        mark = entity_of(opened.tag, opened.attributes, content)
        if mark is None:
            return
        mark |= {"offset": opened.offset, "length": self.units - opened.offset}
        inner = self.marks[-1] if self.marks else {}
        if _are_one_block(mark, inner):
            self.marks.pop()
            mark |= {"type": "pre", "language": mark.get("language") or inner.get("language")}
        self.marks.append(mark)

    def _until_space_or(self, stops: str) -> str:
        begin = self.at
        while self.at < len(self.source):
            char = self.source[self.at]
            if char in stops or char in SPACE:
                break
            self.at += 1
        return self.source[begin : self.at]

    def _skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in SPACE:
            self.at += 1

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _at_byte(self, reason: str, at: int) -> Refused:
        return _unparsed(f"{reason} at byte offset {self._byte(at)}")

    def _unclosed_start(self, at: int) -> Refused:
        return self._at_byte("Unclosed start tag", at)


def _are_one_block(outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    """A `pre` and a `code` with a language that cover the same text are one block."""
    if {outer["type"], inner.get("type")} != {"pre", "code"}:
        return False
    same_place = all(outer[name] == inner[name] for name in ("offset", "length"))
    return same_place and bool(outer.get("language") or inner.get("language"))


def _as_entity(mark: dict[str, Any]) -> MessageEntity:
    if mark["type"] == "code":
        mark = {name: value for name, value in mark.items() if name != "language"}
    return MessageEntity(**mark)


def _referred(match: re.Match[str]) -> str:
    """The character of a reference; "" for a number that is no character."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_character = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else ""


def _unparsed(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
