"""The comparison: the five methods, what each gives away, and the chart of it."""
