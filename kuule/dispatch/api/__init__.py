"""Occurrences by API: other systems tell what happened, and read what was decided about it."""

from kuule.dispatch.api.reading import router
from kuule.dispatch.api.telling import tell_occurrences

__all__ = ["router", "tell_occurrences"]
