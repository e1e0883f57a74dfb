"""One of several processes that race: `python -m tests.prove.racer`.

It reads a race in a line, opens its database, says "ready", and starts when it is told to; then it
says how it went. The line after is the next race.
"""

import asyncio
import json
import sys

from db.engine import Database
from tests.prove.racing import Race, run


async def race_once(line: str) -> None:
    race = Race.model_validate_json(line)
    db = Database(race.url, now=lambda: race.now)
    async with db.reading():
        print("ready", flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.readline()
    outcomes = await run(db, race)
    await db.close()
    print(json.dumps(outcomes), flush=True)  # noqa: T201


if __name__ == "__main__":
    while line := sys.stdin.readline():
        asyncio.run(race_once(line))
