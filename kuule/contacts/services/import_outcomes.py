"""How a line of a file can end."""

ADDED, CHANGED, UNCHANGED, KEPT_OUT = "added", "changed", "unchanged", "kept_out"
OUTCOMES = (ADDED, CHANGED, UNCHANGED, KEPT_OUT)
