"""The museum of bugs: what an exhibit is, and those on show."""
