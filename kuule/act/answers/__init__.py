"""What is computed in this room."""
