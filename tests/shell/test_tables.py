"""The table behind a chart is readable by others."""

import csv
import io

from explainer.shell.charts import as_csv


def test_the_table_is_read_back_by_the_standard_library():
    table = {
        "asked": [0.5, 0.9],
        "the paper's rule, block_size 7": [0.642, 0.907],
        "a,b": ['"', "é"],
    }
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8"))))
    assert rows[0] == list(table)
    assert rows[1:] == [["0.5", "0.642", '"'], ["0.9", "0.907", "é"]]
