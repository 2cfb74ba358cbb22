"""What this room listens to."""
