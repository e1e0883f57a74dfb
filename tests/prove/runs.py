"""How often each property is tried: a little in every run of the suite, much more in CI."""

import os

RUNS = int(os.environ.get("PROVE_RUNS", "20"))
