"""The names of the rules, and what both databases make their guards from."""

from db.enums import ACTIVE_STATUSES, LEGAL_CHANGES

SLOT_OVERLAP = "slot_overlap"
ALLOCATION_DISAGREES = "allocation_disagrees"
UNIT_MISSING = "unit_missing"
STATUS_CHANGE_ILLEGAL = "status_change_illegal"
BOOKING_KEPT = "booking_kept"
LEDGER_APPEND_ONLY = "ledger_append_only"

ACTIVE = ", ".join(f"'{status}'" for status in ACTIVE_STATUSES)
"""The statuses that occupy, as SQL."""

LEGAL = "\n    OR ".join(
    f"OLD.status = '{old}'\n        AND NEW.status IN ({', '.join(repr(str(new)) for new in news)})"
    for old, news in LEGAL_CHANGES.items()
)
"""Whether a change of status is legal, as SQL."""
