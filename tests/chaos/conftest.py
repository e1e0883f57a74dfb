"""Kills, storms and outages take their time: they come where they are asked for."""

import os

LONG = ["test_away.py", "test_every_method.py", "test_faults.py", "test_kills.py"]
collect_ignore = [] if "CHAOS_KILLS" in os.environ else LONG
