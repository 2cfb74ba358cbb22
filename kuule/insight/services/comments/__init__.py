"""Reading comments, and learning to: what drains call."""
