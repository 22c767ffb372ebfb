"""What an unchanged rerun of each page costs the server: python benchmarks/rerun.py [PAGE ...]

Prints one row a page: the processor's milliseconds, the median of several reruns after the first
visit. All threads count. Pages go by the names of their files.
"""

import statistics
import sys
import time
from pathlib import Path

import torch
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]
RERUNS = 15


def rerun_ms(page: str) -> float:
    """The median of the reruns of one page."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page}.py").run()
    taken = []
    for _ in range(RERUNS):
        start = time.process_time()
        app.run()
        taken.append(time.process_time() - start)
    assert not app.exception
    return statistics.median(taken) * 1000


def main() -> None:
    """Measure the pages named, or all."""
    torch.set_num_threads(1)
    for page in sys.argv[1:] or sorted(path.stem for path in (ROOT / "pages").glob("*.py")):
        sys.stdout.write(f"{page:20} {rerun_ms(page):8.1f} ms\n")


if __name__ == "__main__":
    main()
