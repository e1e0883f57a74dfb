"""Telegram updates in: one router per feature. No SQL, no sentence, no policy."""

from bot.handlers import (
    access,
    admin,
    approval,
    approval_groups,
    binding,
    book,
    bookings,
    changes,
    closures,
    doors,
    entrance,
    errors,
    fallback,
    free,
    groups,
    impact,
    imports,
    invites,
    my,
    people,
    photos,
    phrases,
    plans,
    privacy,
    resources,
    start,
    stats,
    stories,
    today,
)
from bot.middlewares.rights import Need

ROUTERS = {
    admin.router: Need.ADMIN,
    stats.router: Need.ADMIN,
    access.router: Need.ADMIN,
    approval_groups.router: Need.ADMIN,
    invites.router: Need.ADMIN,
    binding.router: Need.ADMIN,
    resources.router: Need.ADMIN,
    imports.router: Need.ADMIN,
    photos.router: Need.MEMBER,
    closures.router: Need.ADMIN,
    impact.router: Need.ADMIN,
    people.router: Need.ADMIN,
    bookings.router: Need.ADMIN,
    phrases.router: Need.MEMBER,  # before `book`: /book with words is a phrase
    book.router: Need.MEMBER,  # before `start`: a deep link is a /start too
    doors.router: Need.MEMBER,  # before `start`, too
    entrance.router: Need.ANYBODY,  # before `start`, too
    start.router: Need.ANYBODY,
    privacy.router: Need.ANYBODY,
    free.router: Need.MEMBER,
    plans.router: Need.MEMBER,
    my.router: Need.MEMBER,
    changes.router: Need.MEMBER,
    stories.router: Need.MEMBER,
    today.router: Need.MEMBER,  # an approver is looked for outside of the group, too
    approval.router: Need.APPROVER,
    groups.router: Need.ANYBODY,
    fallback.router: Need.ANYBODY,
    errors.router: Need.ANYBODY,  # the last: what nobody else answers
}
"""In the order in which they are asked, with what somebody has to be for each."""
