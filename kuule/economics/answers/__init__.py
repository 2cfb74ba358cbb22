"""Figures of this room, each with how sure it is and what it rests on."""
