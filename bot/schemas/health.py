"""How the outbox is doing."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict


class OutboxHealth(BaseModel):
    """`due`: how many are due and unsent, up to a bound. `oldest`: how overdue the oldest of them
    is, failed tries included. `untried`: how late the next try is, so zero where all is well."""

    model_config = ConfigDict(frozen=True)

    due: int
    oldest: timedelta
    untried: timedelta
