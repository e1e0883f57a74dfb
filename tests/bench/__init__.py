"""`make bench`: what Bronia costs, as ratios that are measured side by side in one run."""
