"""One typed line, understood: rules and tables, no model, no guess. Pure: `now` is an argument."""

from bot.phrases.moments import starts_on
from bot.phrases.together import together
from bot.phrases.understand import understand, warm_up

__all__ = ["starts_on", "together", "understand", "warm_up"]
