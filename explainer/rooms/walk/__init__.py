"""The walk through the code: its packet, questions, words and slides."""
