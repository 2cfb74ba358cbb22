"""Moving in: everything that another vendor handed out, brought in at once."""
