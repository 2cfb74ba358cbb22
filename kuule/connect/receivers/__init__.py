"""What the room does when something happened elsewhere, and what it shows on pages of lower rooms."""
