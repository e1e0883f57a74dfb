"""Who may use the bot."""

from pydantic import BaseModel, ConfigDict

from db.enums import Access


class AccessRule(BaseModel):
    """As the site says."""

    model_config = ConfigDict(frozen=True)

    access: Access
    chat_id: int | None
    """The group whose members may, where that is the rule."""
    title: str | None
