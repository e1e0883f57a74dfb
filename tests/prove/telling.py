"""The other end of the outbox: what people are told, and what the cards of the group show."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.schemas.notices import Notice
from bot.services import notices
from db.engine import Database
from db.enums import NotificationKind
from tests.prove.model import Model


@dataclass
class Card:
    booking_id: int
    revision: int
    shows: str


@dataclass
class Told:
    cards: list[Card] = field(default_factory=list)
    """The messages in the group; the id of a message is its place, from 1."""
    told: list[tuple[str, int]] = field(default_factory=list)
    """To the owners: what, and of which booking."""

    def send(self, notice: Notice) -> int:
        booking = notice.booking
        if notice.kind not in (NotificationKind.APPROVAL_CARD, NotificationKind.CARD_OUTCOME):
            assert notice.chat_id == booking.user_telegram_id
            self.told.append((notice.kind, booking.id))
            return 0
        shows = "superseded" if notice.is_superseded else booking.status
        card = Card(booking.id, booking.revision, shows)
        if notice.edits is None:
            self.cards.append(card)
            return len(self.cards)
        assert self.cards[notice.edits - 1].booking_id == booking.id
        self.cards[notice.edits - 1] = card
        return notice.edits

    def take(self) -> list[tuple[str, int]]:
        told, self.told = self.told, []
        return told

    def problems(self, model: Model) -> list[str]:
        """Once all that is due is told, no card says what is not so."""
        found = []
        for booking in model.bookings.values():
            cards = [card for card in self.cards if card.booking_id == booking.id]
            *older, newest = cards or [None]
            asking = [card.revision for card in cards if card.shows == "pending"]
            if asking != [booking.revision] * (booking.status == "pending"):
                found.append(f"booking {booking.id} is asked about as of {asking}: {booking}")
            if newest is not None and newest.shows != booking.status:
                found.append(f"the card of booking {booking.id} shows {newest}: {booking}")
            found += [f"an older card shows {card}" for card in older if card.shows == "pending"]
        return found


async def tell(db: Database, told: Told, *, now: datetime) -> None:
    """Send all that is due, as the delivery does."""
    while (claim := await notices.claim_next(db, now=now)) is not None:
        prepared = await notices.prepare(db, claim, now=now)
        message_ids = [told.send(notice) for notice in prepared]
        if prepared:
            await notices.mark_sent(db, claim, prepared[0], message_ids[0], now=now)
