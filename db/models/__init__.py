"""Every table; importing this package fills `Base.metadata`."""

from db.base import Base
from db.models.approval_groups import ApprovalGroup
from db.models.bookings import Allocation, Booking, BookingEvent
from db.models.fsm_states import FsmState
from db.models.invites import Invite
from db.models.notifications import Notification
from db.models.refusal_counts import RefusalCount
from db.models.resources import Closure, OpeningHours, Resource
from db.models.site import Site
from db.models.users import User

__all__ = [
    "Allocation",
    "ApprovalGroup",
    "Base",
    "Booking",
    "BookingEvent",
    "Closure",
    "FsmState",
    "Invite",
    "Notification",
    "OpeningHours",
    "RefusalCount",
    "Resource",
    "Site",
    "User",
]
