"""Rules that an admin sets aside for one booking, deliberately. What is taken stays taken."""

from collections.abc import Collection
from types import TracebackType

from bot.schemas.actor import Actor
from bot.services import refusals
from bot.services.refusals import NotAll, Refusal, TooSoon

RULES: tuple[type[Refusal], ...] = (
    refusals.TooShort,
    refusals.TooLong,
    refusals.OffGrid,
    refusals.TooSoon,
    refusals.TooFarAhead,
    refusals.OutsideHours,
    refusals.InClosure,
    refusals.NotForYou,
    refusals.TooManyOpen,
    refusals.WeekFull,
    refusals.PersonQuota,
)
"""What only says how the place wants to be used; nobody loses anything where it is set aside."""
APPROVAL = "needs-approval"
"""No refusal, but a rule as well: that somebody is asked."""
CODES = frozenset({APPROVAL, *(rule.code for rule in RULES)})


class Aside:
    """The rules that are set aside for one request, and which of them stood against it.

    As a context, it lets a refusal of these rules pass.
    """

    def __init__(self, codes: Collection[str] = ()) -> None:
        self._codes = frozenset(codes)
        self._used: set[str] = set()

    @property
    def used(self) -> frozenset[str]:
        return frozenset(self._used)

    def takes(self, code: str) -> bool:
        """Whether a rule that stands against the request is set aside."""
        if code not in self._codes:
            return False
        self._used.add(code)
        return True

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        return isinstance(error, Refusal) and self.takes(error.code)


NOTHING = Aside()
"""Every rule holds."""


def check_may_override(actor: Actor, codes: Collection[str]) -> None:
    """Raises NotAdmin; a code that no rule has is nobody's to set aside either."""
    if codes and not (actor.is_admin and CODES.issuperset(codes)):
        raise refusals.NotAdmin


def overridable(refusal: Refusal) -> frozenset[str]:
    """The rules to set aside so that the same is not refused again; none where that cannot help."""
    if isinstance(refusal, NotAll):
        each = [overridable(failure.refusal) for failure in refusal.failed]
        return frozenset().union(*each) if all(each) else frozenset()
    is_past = isinstance(refusal, TooSoon) and not refusal.notice_minutes
    return frozenset({refusal.code}) if isinstance(refusal, RULES) and not is_past else frozenset()
