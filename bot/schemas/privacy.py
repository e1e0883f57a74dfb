"""What Bronia knows about a person, for them to have."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict


class PersonalData(BaseModel):
    """The rows of the tables as they are, column by column."""

    model_config = ConfigDict(frozen=True)

    profile: tuple[Mapping[str, Any], ...]
    bookings: tuple[Mapping[str, Any], ...]
    held: tuple[Mapping[str, Any], ...]
    """Which units of which resources those bookings hold."""
    ledger: tuple[Mapping[str, Any], ...]
    """What they did to bookings."""
    notices: tuple[Mapping[str, Any], ...]
    drafts: tuple[Mapping[str, Any], ...]
