"""What can be read for other systems. The door for other rooms."""
