"""What this room shows on pages of lower rooms, and what it listens to."""
