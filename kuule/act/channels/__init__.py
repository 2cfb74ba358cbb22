"""What comes into this room by mail, and which files may come and go with it."""
