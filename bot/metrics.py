"""What is counted, in Prometheus's words. Every label has few values, whatever people do."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

UPDATES = Counter(
    "bronia_updates", "Updates that were handled, by Telegram's kind", ["kind"], registry=REGISTRY
)
HANDLER_SECONDS = Histogram(
    "bronia_handler_seconds",
    "From an update's arrival until its answer is sent",
    ["kind"],
    buckets=SECONDS,
    registry=REGISTRY,
)
REFUSALS = Counter(
    "bronia_refusals", "Expected answers of no, by code", ["code"], registry=REGISTRY
)
ERRORS = Counter(
    "bronia_errors", "Updates that ended in an apology: each is a bug or an outage",
    registry=REGISTRY,
)  # fmt: skip
DATABASE_RETRIES = Counter(
    "bronia_database_retries", "Transactions that met others and were run again", registry=REGISTRY
)
NOTIFICATIONS = Counter(
    "bronia_notifications",
    "Tries to deliver a notification, by its kind and how it went",
    ["kind", "outcome"],
    registry=REGISTRY,
)
POLL_CONFLICTS = Counter(
    "bronia_poll_conflicts", "Polls that another process with the same token ended",
    registry=REGISTRY,
)  # fmt: skip
LAST_POLL_SECONDS = Gauge(
    "bronia_last_poll_seconds", "Since getUpdates last succeeded", registry=REGISTRY
)
OUTBOX_DUE = Gauge(
    "bronia_outbox_due", "Notifications that are due and unsent, 1000 at the most",
    registry=REGISTRY,
)  # fmt: skip
OUTBOX_OLDEST_SECONDS = Gauge(
    "bronia_outbox_oldest_seconds", "How overdue the oldest unsent notification is",
    registry=REGISTRY,
)  # fmt: skip
OUTBOX_UNTRIED_SECONDS = Gauge(
    "bronia_outbox_untried_seconds", "How long a try to send has been due that nobody has made",
    registry=REGISTRY,
)  # fmt: skip
