"""The gamma page: the live part, the charts, and masks drawn by the thousand."""
