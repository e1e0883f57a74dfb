"""The Bot API methods the sandbox performs; every other is unknown to it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiogram import methods as api
from aiogram.methods import TelegramMethod

from sandbox.errors import not_found
from sandbox.methods import chats, editing, polling, profile, sending

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

Act = Callable[["Telegram", Any], Any]

ACTS: dict[type[TelegramMethod[Any]], Act] = {
    api.AnswerCallbackQuery: sending.answer_callback_query,
    api.DeleteMessage: editing.delete_message,
    api.DeleteMyCommands: profile.delete_my_commands,
    api.DeleteWebhook: polling.delete_webhook,
    api.EditMessageCaption: editing.edit_message_caption,
    api.EditMessageMedia: editing.edit_message_media,
    api.EditMessageReplyMarkup: editing.edit_message_reply_markup,
    api.EditMessageText: editing.edit_message_text,
    api.GetChat: chats.get_chat,
    api.GetChatAdministrators: chats.get_chat_administrators,
    api.GetChatMember: chats.get_chat_member,
    api.GetChatMemberCount: chats.get_chat_member_count,
    api.GetFile: sending.get_file,
    api.GetMe: profile.get_me,
    api.GetMyCommands: profile.get_my_commands,
    api.GetUpdates: polling.get_updates,
    api.GetWebhookInfo: polling.get_webhook_info,
    api.LeaveChat: chats.leave_chat,
    api.PinChatMessage: editing.pin_chat_message,
    api.SendChatAction: sending.send_chat_action,
    api.SendDocument: sending.send_document,
    api.SendMessage: sending.send_message,
    api.SendPhoto: sending.send_photo,
    api.SetChatMenuButton: profile.set_chat_menu_button,
    api.SetMyCommands: profile.set_my_commands,
    api.SetMyDescription: profile.set_my_description,
    api.SetMyShortDescription: profile.set_my_short_description,
    api.SetWebhook: polling.set_webhook,
}

BY_NAME: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__.lower(): method for method in ACTS
}


def method_named(name: str) -> type[TelegramMethod[Any]]:
    """The model of a method, whatever the case of its name; Refused (404) for an unknown one."""
    if found := BY_NAME.get(name.lower()):
        return found
    raise not_found()


async def perform(telegram: Telegram, request: TelegramMethod[Any]) -> Any:
    """Do what a request asks for; Refused in Telegram's words."""
    act = ACTS.get(type(request))
    if act is None:
        raise not_found()
    result = act(telegram, request)
    return await result if inspect.isawaitable(result) else result
