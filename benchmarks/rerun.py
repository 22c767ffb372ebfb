"""What a rerun costs the server: python benchmarks/rerun.py [PAGE ...]

Prints one row a page or part of one: the processor's milliseconds of the thread that runs the
script, for an unchanged rerun and for a commit of keep_prob, and of all threads for an unchanged
rerun; medians of several after the first visit. Pages go by the names of their files. What a commit
leads to as a message of its own, after the page is complete, stands in a column of its own.

A test compiles the pages and looks through their folder in each run; a server does so once, and so
do these runs.
"""

import pkgutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import torch
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
RERUNS = 15
LATER = (  # what goes out as a message of its own
    "explainer.rooms.playground.filling.filling_packet",
    "explainer.rooms.network.view._go_on",
    "explainer.rooms.compare.methods.guesses",
)
PARTS = ("beliefs", "museum", "check")  # of the page of steps, besides the walk


class Pages(PagesManager):
    """Of an app that has met st.navigation."""

    uses_pages_directory = False


def as_on_a_server() -> ExitStack:
    """Compiled pages are kept between runs."""
    stack, cache = ExitStack(), ScriptCache()
    cache.clear = lambda: None  # type: ignore[method-assign]
    for module in (app_test, local_script_runner):
        stack.enter_context(mock.patch.object(module, "ScriptCache", return_value=cache))
    stack.enter_context(mock.patch.object(app_test, "PagesManager", Pages))
    return stack


@contextmanager
def measured() -> Iterator[list[tuple[float, float]]]:
    """Seconds that each run of a script takes its thread, without and in what comes later."""
    taken: list[tuple[float, float]] = []
    later = [0.0]

    def clocked(function: Callable[..., object], note: Callable[[float], None]) -> object:
        def timed(*given: object) -> object:
            start = time.thread_time()
            try:
                return function(*given)
            finally:
                note(time.thread_time() - start)

        return timed

    def note_run(seconds: float) -> None:
        taken.append((seconds - later[0], later[0]))
        later[0] = 0.0

    def note_later(seconds: float) -> None:
        later[0] += seconds

    with ExitStack() as stack:
        run = clocked(ScriptRunner._run_script, note_run)
        stack.enter_context(mock.patch.object(ScriptRunner, "_run_script", run))
        for name in LATER:
            real = pkgutil.resolve_name(name)
            stack.enter_context(mock.patch(name, clocked(real, note_later)))
        yield taken


def costs(page: str, part: str) -> tuple[float, ...]:
    """Medians in milliseconds: rerun, commit, what comes later, rerun with all threads."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    if part:
        app.query_params["part"] = part
    app.switch_page(f"pages/{page}.py").run()
    app.run()
    with measured() as taken:
        whole = []
        for _ in range(RERUNS):
            start = time.process_time()
            app.run()
            whole.append(time.process_time() - start)
        reruns = taken[:]
        taken.clear()
        now = app.session_state["session"]
        for k in range(RERUNS):
            now.settings = now.settings.change(keep_prob=0.9 - k / 100)
            app.run()
    assert not app.exception
    columns = [seconds for seconds, _later in reruns], *zip(*taken, strict=True), whole
    return tuple(statistics.median(column) * 1000 for column in columns)


def main() -> None:
    """Measure the pages named, or all."""
    torch.set_num_threads(1)
    sys.stdout.write(f"{'':24}   rerun   commit    later   all threads\n")
    with as_on_a_server():
        for page in sys.argv[1:] or sorted(path.stem for path in (ROOT / "pages").glob("*.py")):
            for part in ("", *(PARTS if page == "steps" else ())):
                rerun, commit, later, whole = costs(page, part)
                name = f"{page} {part}".strip()
                sys.stdout.write(
                    f"{name:24}{rerun:8.1f}{commit:9.1f}{later:9.1f}{whole:14.1f} ms\n"
                )


if __name__ == "__main__":
    main()
