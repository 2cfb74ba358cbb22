"""Figures of this room, for its pages and for other rooms."""
