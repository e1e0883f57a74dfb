"""Telegram updates in: one router per feature. No SQL, no sentence, no policy."""

from bot.handlers import (
    approval,
    book,
    changes,
    doors,
    errors,
    fallback,
    free,
    groups,
    my,
    phrases,
    plans,
    start,
    stories,
)

ROUTERS = (
    phrases.router,  # before `book`: /book with words is a phrase
    book.router,  # before `start`: a deep link is a /start too
    doors.router,  # before `start`, too
    start.router,
    free.router,
    plans.router,
    my.router,
    changes.router,
    stories.router,
    approval.router,
    groups.router,
    fallback.router,
    errors.router,
)
