"""Decisions about other systems, as pure functions."""
