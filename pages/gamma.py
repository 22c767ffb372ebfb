"""Gamma: where the formula comes from, and what keep_prob really keeps."""

from dropblock.ui import gamma_stage, state

state.restore("gamma")
gamma_stage.show_live()
