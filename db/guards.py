"""The rules that the database itself holds, so that no path, plain SQL included, can break them.

SQLite has triggers for them. Each refusal's message is the trigger's rule, and `db.errors` knows
it. The overlap check has the "last before" form: of the active allocations of this unit that start
before my end, does the last one end after my start? The others end earlier still, for they do not
overlap either. One step in the partial index answers it, however many rows there are.

A migration that rebuilds one of these tables drops its triggers: it has to make them again
(`tests/db/test_migrations.py` compares them with this file).
"""

from sqlalchemy import DDL, event

from db.enums import ACTIVE_STATUSES, LEGAL_CHANGES
from db.models import Base

SLOT_OVERLAP = "slot_overlap"
ALLOCATION_DISAGREES = "allocation_disagrees"
UNIT_MISSING = "unit_missing"
STATUS_CHANGE_ILLEGAL = "status_change_illegal"
BOOKING_KEPT = "booking_kept"
LEDGER_APPEND_ONLY = "ledger_append_only"

_ACTIVE = ", ".join(f"'{status}'" for status in ACTIVE_STATUSES)
_LEGAL = "\n    OR ".join(
    f"OLD.status = '{old}'\n        AND NEW.status IN ({', '.join(repr(str(new)) for new in news)})"
    for old, news in LEGAL_CHANGES.items()
)


_LAST_BEFORE = f"""
    SELECT RAISE(ABORT, '{SLOT_OVERLAP}')
    WHERE (
        SELECT occupied_until FROM booking_resources
        WHERE resource_id = NEW.resource_id AND unit = NEW.unit AND active = 1
            AND occupied_from < NEW.occupied_until
        ORDER BY occupied_from DESC LIMIT 1
    ) > NEW.occupied_from;"""

_LAST_BUT_ITSELF = _LAST_BEFORE.replace(
    "        ORDER BY",
    """            AND NOT (booking_id = OLD.booking_id AND resource_id = OLD.resource_id
                AND unit = OLD.unit)
        ORDER BY""",
)

_AGREES = f"""
    SELECT RAISE(ABORT, '{ALLOCATION_DISAGREES}')
    WHERE NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE id = NEW.booking_id AND NEW.active = (status IN ({_ACTIVE}))
            AND NEW.occupied_from <= starts_at AND NEW.occupied_until >= ends_at
    );
    SELECT RAISE(ABORT, '{UNIT_MISSING}')
    WHERE NEW.active = 1
        AND NEW.unit > (SELECT quantity FROM resources WHERE id = NEW.resource_id);"""

TRIGGERS: dict[str, tuple[str, str]] = {
    "booking_resources_guard_insert": (
        "booking_resources",
        f"BEFORE INSERT ON booking_resources BEGIN{_AGREES}\nEND",
    ),
    "booking_resources_overlap_insert": (
        "booking_resources",
        f"BEFORE INSERT ON booking_resources WHEN NEW.active = 1 BEGIN{_LAST_BEFORE}\nEND",
    ),
    "booking_resources_guard_update": (
        "booking_resources",
        f"BEFORE UPDATE ON booking_resources BEGIN{_AGREES}\nEND",
    ),
    "booking_resources_overlap_update": (
        "booking_resources",
        f"BEFORE UPDATE ON booking_resources WHEN NEW.active = 1 BEGIN{_LAST_BUT_ITSELF}\nEND",
    ),
    "bookings_status_legal": (
        "bookings",
        f"""BEFORE UPDATE OF status ON bookings
WHEN OLD.status <> NEW.status AND NOT ({_LEGAL})
BEGIN
    SELECT RAISE(ABORT, '{STATUS_CHANGE_ILLEGAL}');
END""",
    ),
    "bookings_status_occupies": (
        "bookings",
        f"""AFTER UPDATE OF status ON bookings WHEN OLD.status <> NEW.status
BEGIN
    UPDATE booking_resources SET active = (NEW.status IN ({_ACTIVE}))
    WHERE booking_id = NEW.id AND active <> (NEW.status IN ({_ACTIVE}));
END""",
    ),
    "bookings_period_occupies": (
        "bookings",
        """AFTER UPDATE OF starts_at, ends_at ON bookings
WHEN OLD.starts_at <> NEW.starts_at OR OLD.ends_at <> NEW.ends_at
BEGIN
    UPDATE booking_resources
    SET occupied_from = occupied_from + NEW.starts_at - OLD.starts_at,
        occupied_until = occupied_until + NEW.ends_at - OLD.ends_at
    WHERE booking_id = NEW.id;
END""",
    ),
    "bookings_no_delete": (
        "bookings",
        f"BEFORE DELETE ON bookings BEGIN SELECT RAISE(ABORT, '{BOOKING_KEPT}'); END",
    ),
    "booking_resources_no_delete": (
        "booking_resources",
        f"""BEFORE DELETE ON booking_resources WHEN OLD.active = 1
BEGIN
    SELECT RAISE(ABORT, '{BOOKING_KEPT}');
END""",
    ),
    "booking_events_no_update": (
        "booking_events",
        f"BEFORE UPDATE ON booking_events BEGIN SELECT RAISE(ABORT, '{LEDGER_APPEND_ONLY}'); END",
    ),
    "booking_events_no_delete": (
        "booking_events",
        f"BEFORE DELETE ON booking_events BEGIN SELECT RAISE(ABORT, '{LEDGER_APPEND_ONLY}'); END",
    ),
}
"""Name -> the table it guards and the rest of its CREATE TRIGGER statement."""

for _name, (_table, _body) in TRIGGERS.items():
    _create = DDL(f"CREATE TRIGGER {_name} {_body}")  # type: ignore[no-untyped-call]
    event.listen(Base.metadata.tables[_table], "after_create", _create.execute_if(dialect="sqlite"))
