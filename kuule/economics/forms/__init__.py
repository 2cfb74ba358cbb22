"""What people fill in in this room."""
