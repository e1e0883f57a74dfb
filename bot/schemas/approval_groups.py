"""The groups that approve."""

from pydantic import BaseModel, ConfigDict


class GroupView(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    chat_id: int
    title: str
    is_default: bool
    """Whether it is asked about resources that name no other."""


class GroupCard(BaseModel):
    """One of them, and what it is for."""

    model_config = ConfigDict(frozen=True)

    group: GroupView
    resources: tuple[str, ...]
    """The names of those that name it."""
    waiting: int
    """Requests that wait for its answer."""
