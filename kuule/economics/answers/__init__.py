"""What loyalty is worth, in figures: each with its interval, what it rests on, and what was left out."""
