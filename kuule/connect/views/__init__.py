"""Pages of this room, and the API that is compatible with Delighted's."""
