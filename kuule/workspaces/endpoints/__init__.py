"""What all endpoints of `/api/v1` have in common: keys, pace, lists, versions, repeats, and how faults are told."""
