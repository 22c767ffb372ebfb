"""What pages import late, since it takes seconds: imported once, for all visitors.

While one thread imports a package, another may find it half there: a chart that one visitor built
at that moment failed. So all that is slow, and all that imports it, is imported under one lock.
"""

import importlib
import pkgutil
import threading

_lock = threading.Lock()
_done = threading.Event()


def is_warm() -> bool:
    """Whether all of it is there."""
    return _done.is_set()


def warm_up() -> None:
    """Import torch, pandas, all of Plotly and of this project; whoever comes meanwhile waits.

    Maps are small and many visitors share the machine: each of their threads computes alone,
    since a pool of threads for every operation only makes them wait for each other.
    """
    with _lock:
        if is_warm():
            return
        import pandas as pd
        import plotly.io
        import plotly.tools  # for the first chart, as the line above
        import torch

        torch.set_num_threads(1)
        pd.DataFrame({"": [0]}).to_json()
        plotly.io.to_json({"data": []}, validate=False)
        for package in map(importlib.import_module, ("dropblock", "explainer")):
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                importlib.import_module(module.name)
        _done.set()
