"""The comparison: the methods, what each gives away, and the chart of it."""
