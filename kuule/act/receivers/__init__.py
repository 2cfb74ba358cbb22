"""What this room listens to, and what it shows on pages of lower rooms."""
