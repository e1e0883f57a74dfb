"""How many updates are tried: a few in every run of the suite, many more in CI."""

import os

UPDATES = int(os.environ.get("FUZZ_UPDATES", "300"))
EACH = 40
"""Updates of one story, from the filled world on."""
STORIES = max(1, UPDATES // EACH)
PART = 12
"""Stories of one test, so that several processes can share them."""
AT_LEAST = 0.85
"""Of the updates that are asked for, so many are really handled: a few are times that pass, or are
none that Telegram could send. The first story, which is always the simplest, is told besides."""
