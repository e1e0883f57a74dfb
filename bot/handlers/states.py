"""The steps of the dialogues that remember something."""

from aiogram.fsm.state import State, StatesGroup


class Booking(StatesGroup):
    """Each step is named after what is asked for."""

    resource = State()
    day = State()
    start = State()
    duration = State()
    confirm = State()
    extras = State()


class Inviting(StatesGroup):
    """An invite is being made; what is typed are its tags."""

    form = State()


class Rejecting(StatesGroup):
    """In the approval group: whoever tapped Reject may reply with a reason."""

    reason = State()


class Asked(StatesGroup):
    """What an admin is asked to type; a command or a tap leaves it (`LeavingMiddleware`)."""

    resource_name = State()
    resource_field = State()
    rule = State()
    hours = State()
    closure_choice = State()
    closure_days = State()
    closure_hours = State()
    closure_until = State()
    closure_reason = State()
    impact_choice = State()
    impact_message = State()
    person_search = State()
    person_tags = State()
    block_reason = State()
    cancel_reason = State()


class Importing(StatesGroup):
    """A file was looked through, and waits for a yes."""

    shown = State()
