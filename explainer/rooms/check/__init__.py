"""The short check: questions drawn from real runs, their wrong choices, and what was answered."""
