"""A Telegram on one's own machine: as strict as the original, and in its words.

One core (`sandbox.telegram.Telegram`) holds the people, the chats and the rules. Two doors lead to
it: HTTP (`sandbox.doors.server`) for a whole process, and an aiogram session
(`sandbox.doors.session`) for tests. Nothing here knows the bot or its database.
"""
