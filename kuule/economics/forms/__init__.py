"""What people ask the pages of this room."""
