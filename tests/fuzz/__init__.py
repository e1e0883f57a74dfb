"""Updates of every kind, honest and forged, against the whole bot; `test_updates.py` begins."""
