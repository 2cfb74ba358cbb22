"""What can be done for other systems. The door for other rooms."""
