"""What blocks cover, against loops over seeds and units."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from dropblock import draw_noise
from dropblock.blocks import cover_counts, reach, spread


@given(
    st.integers(1, 4), st.integers(1, 4), st.integers(1, 30), st.integers(0, 99),
    st.sampled_from(["bottom_right", "top_left"]),
)  # fmt: skip
def test_blocks_far_larger_than_the_map_cover_what_they_reach(height, width, block, seed, lean):
    seeds = (draw_noise((1, 2, height, width), seed) < 0.2).float()
    before, after = reach(block, lean)
    counts = torch.zeros_like(seeds, dtype=torch.int64)
    for _n, c, row, column in seeds.nonzero().tolist():
        for i in range(max(row - before, 0), min(row + after + 1, height)):
            for j in range(max(column - before, 0), min(column + after + 1, width)):
                counts[0, c, i, j] += 1
    assert cover_counts(seeds, block, lean).equal(counts)
    assert spread(seeds, block, lean).equal((counts > 0).float())
