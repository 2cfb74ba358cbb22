"""The shape of what people enter in this room."""
