"""What a comment says, read on this machine: pure functions, no I/O."""
