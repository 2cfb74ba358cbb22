"""What people fill in about cases and letters."""
