"""The pages where people see what loyalty is worth."""
