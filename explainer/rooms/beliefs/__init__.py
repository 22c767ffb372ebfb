"""Beliefs put to the test: what an experiment is, and the eight of them."""
