"""How much chaos: a little in CI, most in `make chaos`."""

import json
import os
from collections.abc import Mapping
from fcntl import LOCK_EX, flock
from pathlib import Path

KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
"""On all databases together."""
REQUESTS = int(os.environ.get("CHAOS_REQUESTS", "300"))
"""To Telegram, in each of its storms."""
AWAY_S = float(os.environ.get("CHAOS_AWAY_S", "4"))
"""For how long the database is gone."""
SEED = int(os.environ.get("CHAOS_SEED", "1"))
REPORT = Path(__file__).parents[2] / "build" / "chaos.json"


def add_to_report(counts: Mapping[str, int], *, of: str | None = None) -> None:
    """Add to `build/chaos.json` where CHAOS_REPORT asks for it; several processes may.

    The kills are counted at its top, and whatever else there is under a name of its own.
    """
    if not os.environ.get("CHAOS_REPORT"):
        return
    REPORT.parent.mkdir(exist_ok=True)
    with REPORT.open("a+", encoding="utf-8") as file:
        flock(file, LOCK_EX)
        file.seek(0)
        total = json.loads(file.read() or "{}")
        part = total if of is None else total.setdefault(of, {})
        part |= {name: part.get(name, 0) + count for name, count in counts.items()}
        file.truncate(0)
        file.write(json.dumps(total, indent=2) + "\n")
