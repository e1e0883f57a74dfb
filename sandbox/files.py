"""Uploaded files, kept in memory.

Sources: core.telegram.org/bots/api#sending-files (photos up to 10 MB, others up to 50 MB),
#sendphoto (width and height together at most 10000, ratio at most 20).
"""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath

from aiogram.types import BufferedInputFile, Document, File, InputFile, PhotoSize

from sandbox.errors import Refused, bad_request

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class StoredFile:
    """One uploaded file under the names by which the bot and the page ask for it."""

    kind: str
    """photo or document: it can be sent again only as what it was sent as."""
    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    data: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)

    def as_file(self) -> File:
        """What getFile answers."""
        return File(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            file_size=self.size,
            file_path=self.path,
        )


class Files:
    """All files of a sandbox, found by file_id or by path."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def find(self, file_id: str) -> StoredFile | None:
        """By file_id; None if there is none."""
        return self._by_id.get(file_id)

    def find_path(self, path: str) -> StoredFile | None:
        """By the file_path that getFile gave; None if there is none."""
        return self._by_path.get(path)

    def get(self, file_id: str) -> StoredFile:
        """By file_id; Refused (400) if there is none."""
        found = self._by_id.get(file_id)
        if found is None:
            raise bad_request("invalid file_id")
        return found

    def photo(self, given: InputFile | str) -> list[PhotoSize]:
        """A photo from an upload or a file_id, in its one size."""
        file = self._received(given, "photo")
        if file.size > MAX_PHOTO_BYTES:
            raise bad_request("file is too big")
        width, height = _checked_size(file.data)
        return [
            PhotoSize(
                file_id=file.file_id,
                file_unique_id=file.unique_id,
                width=width,
                height=height,
                file_size=file.size,
            )
        ]

    def document(self, given: InputFile | str) -> Document:
        """A document from an upload or a file_id."""
        file = self._received(given, "document")
        return Document(
            file_id=file.file_id,
            file_unique_id=file.unique_id,
            file_name=file.name,
            mime_type=file.mime_type,
            file_size=file.size,
        )

    def store(self, data: bytes, *, name: str, kind: str) -> StoredFile:
        """Keep an upload; Refused for an empty (400) or a too large one (413)."""
        if not data:
            raise bad_request("file must be non-empty")
        if len(data) > MAX_FILE_BYTES:
            raise Refused(413, "Request Entity Too Large")
        number, digest = next(self._numbers), hashlib.sha256(data).hexdigest()
        file = StoredFile(
            kind=kind,
            file_id=f"{kind}-{number}-{digest[:16]}",
            unique_id=digest[:16],
            path=f"{kind}s/file_{number}{PurePath(name).suffix}",
            name=name,
            mime_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
            data=data,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def _received(self, given: InputFile | str, kind: str) -> StoredFile:
        if isinstance(given, BufferedInputFile):
            return self.store(given.data, name=given.filename or kind, kind=kind)
        if not isinstance(given, str):
            raise bad_request(f"there is no {kind} in the request")
        if given.startswith(("http://", "https://")):  # the sandbox has no network
            raise bad_request("failed to get HTTP URL content")
        found = self._by_id.get(given)
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if found.kind != kind:
            raise bad_request("type of file mismatch")
        return found


def _checked_size(data: bytes) -> tuple[int, int]:
    size = _png_size(data) or _jpeg_size(data)
    if size is None or not min(size):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MAX_SIDES or max(size) > MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """From the frame header, past the segments before it."""
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
