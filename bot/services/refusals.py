"""Expected answers of "no": a class each, with a stable code and the figures of the sentence.

The sentence of a code is `refusal-<code>` in `bot/locales`; `bot/screens/refusals.py` finds it.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar

from bot.schemas.periods import Period
from bot.schemas.resources import OpeningSpan
from db.enums import Access, BookingStatus, ResourceKind
from db.errors import is_away, is_contention


@dataclass(eq=False)
class Refusal(Exception):
    """The base of all of them. Nothing was changed."""

    code: ClassVar[str]

    @property
    def figures(self) -> dict[str, Any]:
        return {figure.name: getattr(self, figure.name) for figure in fields(self)}


@dataclass(eq=False)
class ResourceMissing(Refusal):
    """No such resource, or it is out of service."""

    code = "resource-missing"


@dataclass(eq=False)
class SlotTaken(Refusal):
    """Somebody else holds it; who is nobody's business."""

    code = "slot-taken"


@dataclass(eq=False)
class TooManyUnits(Refusal):
    """More units are wanted than the resource has."""

    code = "too-many-units"
    quantity: int
    asked: int


@dataclass(eq=False)
class TooSoon(Refusal):
    """It starts in the past, or sooner than the resource's notice allows."""

    code = "too-soon"
    notice_minutes: int
    asked: datetime
    timezone: str


@dataclass(eq=False)
class TooFarAhead(Refusal):
    code = "too-far-ahead"
    horizon_days: int
    last_day: date
    asked: date


@dataclass(eq=False)
class TooShort(Refusal):
    code = "too-short"
    min_minutes: int
    asked_minutes: int


@dataclass(eq=False)
class TooLong(Refusal):
    code = "too-long"
    max_minutes: int
    asked_minutes: int


@dataclass(eq=False)
class OffGrid(Refusal):
    """It does not start, or end, on the resource's grid."""

    code = "off-grid"
    grid_minutes: int
    asked: Period
    timezone: str


@dataclass(eq=False)
class OutsideHours(Refusal):
    """`hours` are those of the day on which it would start."""

    code = "outside-hours"
    day: date
    hours: tuple[OpeningSpan, ...]
    asked: Period
    timezone: str


@dataclass(eq=False)
class InClosure(Refusal):
    code = "in-closure"
    reason: str
    until: datetime
    asked: Period
    timezone: str


@dataclass(eq=False)
class NotForYou(Refusal):
    """The resource is for people with one of these tags; `own` are the person's."""

    code = "not-for-you"
    tags: str
    own: str


@dataclass(eq=False)
class TooManyOpen(Refusal):
    """One person may have only so many bookings of this resource ahead."""

    code = "too-many-open"
    most: int
    open: int


@dataclass(eq=False)
class PersonQuota(Refusal):
    """One person may have only so many bookings ahead, of all resources together."""

    code = "person-quota"
    most: int
    open: int


@dataclass(eq=False)
class WeekFull(Refusal):
    """One person may book this resource only for so long within a week."""

    code = "week-full"
    max_minutes: int
    used_minutes: int
    asked_minutes: int


@dataclass(eq=False)
class NotAll(Refusal):
    """Several resources were wanted together, and these cannot be had: nothing was booked."""

    code = "not-all"
    failed: "tuple[Failure, ...]"


@dataclass(eq=False)
class PurposeTooLong(Refusal):
    code = "purpose-too-long"
    most: int
    asked: int


@dataclass(eq=False)
class ReasonTooLong(Refusal):
    code = "reason-too-long"
    most: int
    asked: int


@dataclass(eq=False)
class BookingMissing(Refusal):
    """No such booking, or not this person's: the two look the same from outside."""

    code = "booking-missing"


@dataclass(eq=False)
class AlreadyStarted(Refusal):
    code = "already-started"


@dataclass(eq=False)
class AlreadyOver(Refusal):
    """The booking has ended."""

    code = "already-over"


@dataclass(eq=False)
class NotRunning(Refusal):
    """Only a booking that is under way can be ended early."""

    code = "not-running"


@dataclass(eq=False)
class NothingChanges(Refusal):
    """The booking is like that already."""

    code = "nothing-changes"


@dataclass(eq=False)
class NothingToUndo(Refusal):
    """The last step of a booking was somebody else's, or is none that can be taken back."""

    code = "nothing-to-undo"


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    code = "too-late-to-undo"
    undo_minutes: int


@dataclass(eq=False)
class RequestChanged(Refusal):
    """What the approver saw is not what is asked for any more."""

    code = "request-changed"


@dataclass(eq=False)
class QuantityInUse(Refusal):
    """More units are booked than there would be."""

    code = "quantity-in-use"
    asked: int
    in_use: int


@dataclass(eq=False)
class NameTaken(Refusal):
    """Another resource has this name."""

    code = "name-taken"
    name: str


@dataclass(eq=False)
class TextOutside(Refusal):
    """A text that is too short, or too long."""

    code = "text-outside"
    least: int
    most: int
    asked: int


@dataclass(eq=False)
class NumberOutside(Refusal):
    code = "number-outside"
    least: int
    most: int


@dataclass(eq=False)
class LengthOutside(Refusal):
    """A length of time that is too short, or too long, for a rule."""

    code = "length-outside"
    min_minutes: int
    max_minutes: int


@dataclass(eq=False)
class NoSuchZone(Refusal):
    code = "no-such-zone"
    name: str


@dataclass(eq=False)
class NoFeature(Refusal):
    code = "no-feature"
    word: str


@dataclass(eq=False)
class TooManyWords(Refusal):
    """Tags or features that are longer together than a resource can hold."""

    code = "too-many-words"
    most: int


@dataclass(eq=False)
class TooManySpans(Refusal):
    """A day of more pieces than a screen can show."""

    code = "too-many-spans"
    most: int


@dataclass(eq=False)
class NeverOpen(Refusal):
    """Hours in which a resource is closed all week."""

    code = "never-open"


@dataclass(eq=False)
class RulesContradict(Refusal):
    """The shortest booking on the grid would be longer than the longest."""

    code = "rules-contradict"
    min_minutes: int
    max_minutes: int


@dataclass(eq=False)
class OthersContradict(Refusal):
    """A rule of the site that does not go together with the own rules of these resources."""

    code = "others-contradict"
    names: str
    more: int
    """How many there are besides."""


@dataclass(eq=False)
class NotUnderstood(Refusal):
    """What was typed is no value of what was asked for."""

    code = "not-understood"


@dataclass(eq=False)
class PhotoMissing(Refusal):
    """A resource has none, or none any more."""

    code = "photo-missing"


class TooFast(Refusal):
    """More taps and messages at once than anybody needs."""

    code = "too-fast"


class UnitOut(Refusal):
    """One of the units that would be gone is in use right now."""

    code = "unit-out"


@dataclass(eq=False)
class NotActive(Refusal):
    """The booking is over already: cancelled, rejected or expired."""

    code = "not-active"
    status: BookingStatus


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """Somebody was first; `decided_by` is their name, or None when it was no approver."""

    code = "already-decided"
    status: BookingStatus
    decided_by: str | None


@dataclass(eq=False)
class DeadlinePassed(Refusal):
    """The time for a decision is over; the booking is about to be marked as expired."""

    code = "deadline-passed"


@dataclass(eq=False)
class NotApprover(Refusal):
    code = "not-approver"


@dataclass(eq=False)
class NotAdmin(Refusal):
    code = "not-admin"


@dataclass(eq=False)
class NotForMembers(Refusal):
    """It is for approvers, and for those who run the place."""

    code = "not-for-members"


@dataclass(eq=False)
class NotOwner(Refusal):
    """Who runs the place is for its owners to say."""

    code = "not-owner"


@dataclass(eq=False)
class LastOwner(Refusal):
    """Nobody would be left who can make others administrators."""

    code = "last-owner"


@dataclass(eq=False)
class OwnerFixed(Refusal):
    """ADMIN_IDS names this person, so the chat cannot make them anything else."""

    code = "owner-fixed"


@dataclass(eq=False)
class PersonMissing(Refusal):
    code = "person-missing"


@dataclass(eq=False)
class ClaimOver(Refusal):
    """The link has made somebody the owner, or has expired, or never was one."""

    code = "claim-over"


@dataclass(eq=False)
class NotAdmitted(Refusal):
    """Not everyone may use the bot; `group`: its members may, where that is the rule."""

    code = "not-admitted"
    access: Access
    group: str | None


@dataclass(eq=False)
class NoMembersGroup(Refusal):
    """Members of which group? None was chosen yet."""

    code = "no-members-group"


@dataclass(eq=False)
class InviteOver(Refusal):
    """The link was used up, has expired, was revoked, or never was one."""

    code = "invite-over"


@dataclass(eq=False)
class NotATag(Refusal):
    code = "not-a-tag"
    tag: str


@dataclass(eq=False)
class TooManyTags(Refusal):
    """Together they are longer than there is room for; in characters."""

    code = "too-many-tags"
    most: int
    asked: int


@dataclass(eq=False)
class GroupFixed(Refusal):
    """The approval group is named by ADMIN_CHAT_ID, so /bind cannot change it."""

    code = "group-fixed"


@dataclass(eq=False)
class GroupMissing(Refusal):
    """It was unbound meanwhile, or never was bound."""

    code = "group-missing"


@dataclass(eq=False)
class GroupInUse(Refusal):
    """So many resources name it, and so many requests wait for its answer."""

    code = "group-in-use"
    resources: int
    waiting: int


@dataclass(eq=False)
class NotAGroup(Refusal):
    code = "not-a-group"
    command: str = "bind"
    """What has to be sent in a group."""


@dataclass(eq=False)
class FileTooLarge(Refusal):
    """Of a file that was sent to be imported."""

    code = "file-too-large"
    most_mb: int


@dataclass(eq=False)
class ExportTooLarge(Refusal):
    """For a message; what is on the server takes any size."""

    code = "export-too-large"
    mb: int
    most_mb: int


@dataclass(eq=False)
class FileUnreadable(Refusal):
    """No CSV in an encoding that we know, and no XLSX."""

    code = "file-unreadable"


@dataclass(eq=False)
class LineBroken(Refusal):
    """Some of a line is in another encoding than the file."""

    code = "line-broken"


@dataclass(eq=False)
class TooManyLines(Refusal):
    code = "too-many-lines"
    most: int


@dataclass(eq=False)
class TableUnknown(Refusal):
    """The header row has not the columns of any table."""

    code = "table-unknown"
    columns: str


@dataclass(eq=False)
class ColumnTwice(Refusal):
    code = "column-twice"
    column: str


@dataclass(eq=False)
class CellMissing(Refusal):
    code = "cell-missing"
    column: str


@dataclass(eq=False)
class CellWrong(Refusal):
    """A cell says nothing that its column can be; `example` is what it could say."""

    code = "cell-wrong"
    column: str
    said: str
    example: str


@dataclass(eq=False)
class CellTooLong(Refusal):
    code = "cell-too-long"
    column: str
    most: int
    length: int


@dataclass(eq=False)
class NoMoment(Refusal):
    """A cell that should say when."""

    code = "no-moment"
    said: str


@dataclass(eq=False)
class DateAmbiguous(Refusal):
    """The day first, or the month?"""

    code = "date-ambiguous"
    said: str


@dataclass(eq=False)
class TimeSkipped(Refusal):
    """The clock goes forward over it."""

    code = "time-skipped"
    said: str


@dataclass(eq=False)
class TimeTwice(Refusal):
    """The clock goes back, and shows it twice."""

    code = "time-twice"
    said: str


@dataclass(eq=False)
class EndsBeforeStart(Refusal):
    code = "ends-before-start"


@dataclass(eq=False)
class SaidBefore(Refusal):
    """A file says something twice."""

    code = "said-before"
    line: int


@dataclass(eq=False)
class LinesDiffer(Refusal):
    """Lines of one booking that do not agree about who and when."""

    code = "lines-differ"
    line: int


@dataclass(eq=False)
class LineOfRefused(Refusal):
    """Another line of the same booking is refused."""

    code = "line-of-refused"
    line: int


@dataclass(eq=False)
class ResourceUnknown(Refusal):
    """A file names one that is not there."""

    code = "resource-unknown"
    name: str


@dataclass(eq=False)
class PersonUnknown(Refusal):
    """A file names somebody who has never written, without the id."""

    code = "person-unknown"
    person: str


@dataclass(eq=False)
class RoleNotByFile(Refusal):
    """Who runs the place is said by its owners, one by one."""

    code = "role-not-by-file"


@dataclass(eq=False)
class KindFixed(Refusal):
    """What is a room stays one."""

    code = "kind-fixed"


@dataclass(eq=False)
class ImportOver(Refusal):
    """The button belongs to a file that was imported or forgotten, or followed by another."""

    code = "import-over"


@dataclass(eq=False)
class QuestionOver(Refusal):
    """What an admin was asked is forgotten: they have begun something else."""

    code = "question-over"


@dataclass(eq=False)
class ClosureMissing(Refusal):
    """No such closure, or it is over."""

    code = "closure-missing"


@dataclass(eq=False)
class ClosureOver(Refusal):
    """It would be over already."""

    code = "closure-over"


@dataclass(eq=False)
class ClosureBackwards(Refusal):
    """It would end before it begins."""

    code = "closure-backwards"


@dataclass(eq=False)
class ClosureTooLong(Refusal):
    """Longer than a closure may be, or than it takes to come again."""

    code = "closure-too-long"
    most_days: int


@dataclass(eq=False)
class ClosureInGap(Refusal):
    """What repeats would begin, or end, at a time that its first day does not have."""

    code = "closure-in-gap"
    day: date


@dataclass(eq=False)
class DayUnclear(Refusal):
    """What was typed is no day, and no days."""

    code = "day-unclear"


@dataclass(eq=False)
class HoursUnclear(Refusal):
    code = "hours-unclear"


@dataclass(eq=False)
class DraftOver(Refusal):
    """The button belongs to a dialogue that is finished or was replaced by a newer one."""

    code = "draft-over"
    draft: str | None = None
    """The id of that dialogue's draft, where the button names it."""


@dataclass(eq=False)
class Contended(Refusal):
    """So many want to write at this moment that the database gave up on this one."""

    code = "contended"


@dataclass(eq=False)
class Away(Refusal):
    """The database cannot be reached. What was just being written may be there, or not."""

    code = "away"


@dataclass(eq=False)
class Blocked(Refusal):
    """Who acts may not use the bot; `reason` is an admin's, and may be empty."""

    code = "blocked"
    reason: str = ""


@dataclass(eq=False)
class PersonBlocked(Refusal):
    """The person for whom somebody books is blocked."""

    code = "person-blocked"
    name: str


@dataclass(eq=False)
class RunsThePlace(Refusal):
    """Who runs the place, and who blocks, cannot be blocked."""

    code = "runs-the-place"


@dataclass(frozen=True)
class Failure:
    """One of several resources, and why it cannot be had."""

    resource_id: int
    kind: ResourceKind
    name: str
    refusal: Refusal


def all_refusals() -> list[type[Refusal]]:
    return list(Refusal.__subclasses__())


def as_refusal(error: BaseException) -> Refusal | None:
    """The refusal that an error is, or amounts to: a database that is busy or away, whoever asked
    it. None for what nobody expects."""
    if isinstance(error, Refusal):
        return error
    if is_contention(error):
        return Contended()
    return Away() if is_away(error) else None
