"""The page of implementations: one draw for all, the matrix of cases, decisions and calls."""
