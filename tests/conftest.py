"""For every test: torch computes in one thread, since the workers share the processors, and no
example of a property test is timed."""

import os

from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch is imported

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
