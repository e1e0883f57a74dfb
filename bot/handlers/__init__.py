"""Telegram updates in: one router per feature. No SQL, no sentence, no policy."""

from bot.handlers import approval, book, errors, fallback, groups, my, start

ROUTERS = (
    book.router,  # before `start`: a deep link is a /start too
    start.router,
    my.router,
    approval.router,
    groups.router,
    fallback.router,
    errors.router,
)
