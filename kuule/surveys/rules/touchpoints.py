"""How people are asked about a touchpoint."""

# What becomes of somebody who may not be asked yet: they wait while it makes sense, or are left out.
QUEUE, LEAVE_OUT = "queue", "drop"
IF_HELD = (QUEUE, LEAVE_OUT)
