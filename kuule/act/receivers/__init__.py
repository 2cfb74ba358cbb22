"""What this room shows on pages of lower rooms."""
