"""What Python packs, the browser reads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.shell.packet import pack
from tests.web.scripts import load

SCRIPTS = load("web/packet.js")
READ = """
const { header, arrays } = packet.unpack(Uint8Array.from(values[0]));
return [header, Object.fromEntries(Object.entries(arrays).map(([k, a]) => [k, Array.from(a)]))];
"""
TYPES = ["float64", "float32", "int32", "uint32", "uint16", "uint8"]


@pytest.mark.parametrize("name", TYPES)
@given(data=st.data())
def test_arrays_and_header_arrive_as_they_were(name, data):
    dtype = np.dtype(name)
    elements = {"allow_nan": False, "allow_infinity": False} if dtype.kind == "f" else {}
    shape = data.draw(st.tuples(st.integers(0, 3), st.integers(1, 5)))
    array = data.draw(arrays(dtype, shape, elements=elements or None))
    words = data.draw(st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2))
    sent = pack({"words": words}, {"first": np.arange(3, dtype=np.uint8), "second": array})
    header, found = SCRIPTS.run(READ, list(sent))
    assert header["words"] == words
    assert found["first"] == [0, 1, 2]
    # JSON writes a whole float as an integer.
    assert [float(value) for value in found["second"]] == array.ravel().astype(float).tolist()


def test_bytes_are_the_same_only_when_all_are():
    same = "const [a, b] = values.map((v) => Uint8Array.from(v)); return packet.sameBytes(a, b);"
    assert SCRIPTS.run(same, [1, 2, 3], [1, 2, 3])
    assert not SCRIPTS.run(same, [1, 2, 3], [1, 2, 4])
    assert not SCRIPTS.run(same, [1, 2], [1, 2, 3])
