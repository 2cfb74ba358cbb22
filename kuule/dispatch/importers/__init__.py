"""What happened, from files."""
