"""For every test: torch computes in one thread, since the workers share the processors."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch is imported
