"""The in-process door: an aiogram session that talks to the core without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import BufferedInputFile, InputFile
from pydantic import BaseModel

from sandbox.doors.wire import dumped
from sandbox.errors import Garbled, NoAnswer, Refused
from sandbox.faults import GARBAGE
from sandbox.telegram import Telegram


class SandboxSession(BaseSession):
    """`Bot(token, session=SandboxSession(telegram))`: same rules and errors as over HTTP.

    The bot's defaults are applied and uploads read as aiogram's own session does it. Every request
    lets other tasks run once, so that what would interleave over a network does so here.
    """

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self.telegram = telegram

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """The method's result, bound to the bot; aiogram's exception for a refusal."""
        await asyncio.sleep(0)
        request = await _settled(method, bot)
        try:
            result = await self.telegram.call(
                bot.token, method.__api_method__, lambda: cast("TelegramMethod[Any]", request)
            )
        except NoAnswer:
            raise TelegramNetworkError(method=method, message="Request timeout error") from None
        except Garbled:
            self.check_response(bot, method, HTTPStatus.OK, GARBAGE)
            raise
        except Refused as refusal:
            content = self.json_dumps(refusal.as_json())
            self.check_response(bot, method, refusal.error_code, content)
            raise
        return self._received(bot, method, result)

    def _received(
        self, bot: Bot, method: TelegramMethod[TelegramType], result: Any
    ) -> TelegramType:
        """The result as aiogram reads it from the JSON Telegram would send."""
        if isinstance(result, bool | int):
            return cast("TelegramType", result)
        answer = Response[method.__returning__].model_validate(  # type: ignore[name-defined]
            {"ok": True, "result": dumped(result)}, context={"bot": bot}
        )
        return cast("TelegramType", answer.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002 - aiogram's signature
        timeout: int = 30,  # noqa: ARG002, ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: ARG002, FBT001, FBT002
    ) -> AsyncGenerator[bytes, None]:
        """The bytes of a file of the sandbox, whatever host its address names."""
        _, _, path = url.partition(f"/file/bot{self.telegram.token}/")
        file = self.telegram.files.find_path(path)
        if file is None:
            raise FileNotFoundError("The sandbox has no such file.")
        for at in range(0, file.size, chunk_size):
            yield file.data[at : at + chunk_size]

    async def close(self) -> None:
        """Nothing is open."""


async def _settled(model: Any, bot: Bot) -> Any:
    """The request as it would arrive: the bot's defaults filled in, files read, a copy."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Default):
            value = changed[name] = bot.default[value.name]
        if isinstance(value, InputFile):
            changed[name] = await _read(value, bot)
        elif isinstance(value, BaseModel) and name != "reply_markup":
            changed[name] = await _settled(value, bot)
    return model.model_copy(update=changed) if changed else model


async def _read(file: InputFile, bot: Bot) -> BufferedInputFile:
    chunks = [chunk async for chunk in file.read(bot)]
    return BufferedInputFile(b"".join(chunks), filename=file.filename or "file")
