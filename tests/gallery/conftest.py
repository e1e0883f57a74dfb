"""Every screen in both languages takes half a minute: `make test-long`, and CI."""

import os

collect_ignore = [] if "LONG_TESTS" in os.environ else ["test_gallery.py"]
